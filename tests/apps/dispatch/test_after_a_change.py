"""After a change the plan before is brought up to date: as good as one made anew, and every move has its reason."""

import random
from datetime import timedelta

import pytest
from django.db.models import F

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.beginning.approve import approve_proposals, dismiss_proposal
from manyhands.apps.dispatch.actions.helping.safety import keep_apart
from manyhands.apps.dispatch.board.queries.moves import say_moves
from manyhands.apps.dispatch.bridge.planning.process import work_out
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.queries.plans.runs import list_open_proposals
from manyhands.apps.journal.models import JournalHead
from manyhands.apps.needs.actions import close_need, triage_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.apps.people.models import BlockedPair, Volunteer, Wish
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import plan_now
from tests.worlds import LANSING_ZIPS, make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("wednesday")
DEAD = {"state__in": ["declined", "expired", "released", "no_show", "withdrawn", "completed"]}


@pytest.fixture
def meeting_mode():
    return "suggested"


def pairs_of(run):
    return {(line.part_id, line.helper_id) for line in list_open_proposals(run)}


def events(run, kind):
    return [event for event in run.changes if event["kind"] == kind]


def part_of(need):
    return NeedPart.objects.get(need=need)


class History:
    """A group in which anything may happen, by the same actions that the pages use."""

    def __init__(self, group, seed):
        self.group, self.chance = group, random.Random(seed)
        for _ in range(5):
            self.somebody_joins()
        for _ in range(5):
            self.somebody_asks()

    def go(self):
        for _ in range(self.chance.randint(1, 3)):
            happenings = [
                self.somebody_joins, self.somebody_asks, self.approve, self.answer, self.dismiss, self.pause,
                self.close, self.triage, self.block,
            ]  # fmt: skip
            self.chance.choice(happenings)()

    def any_of(self, rows):
        found = list(rows.order_by("pk"))
        return self.chance.choice(found) if found else None

    def somebody_joins(self):
        zip_code = self.chance.choice(LANSING_ZIPS)
        make_volunteer(
            self.group, "Somebody", zip_code=zip_code, tasks_per_week=self.chance.choice([1, 2]), at=NOW
        )

    def somebody_asks(self):
        zip_code = self.chance.choice(LANSING_ZIPS)
        due_at = NOW + timedelta(days=self.chance.choice([1, 9]))
        make_need(self.group, zip_code=zip_code, due_at=due_at, when_kind="by_day", at=NOW)

    def approve(self):
        line = self.any_of(Proposal.objects.filter(state="open", part__state="open"))
        if line:
            approve_proposals([line], made_by=None, by=STAFF, at=NOW)

    def answer(self):
        one = self.any_of(Assignment.objects.filter(group=self.group).exclude(**DEAD))
        if one is None:
            return
        if one.state == "invited":
            self.chance.choice([actions.accept, actions.decline])(one, by=STAFF, at=NOW)
        else:
            self.chance.choice([actions.hand_back, actions.mark_no_show])(one, by=STAFF, at=NOW)

    def dismiss(self):
        line = self.any_of(Proposal.objects.filter(state="open", part__state="open"))
        if line:
            dismiss_proposal(line, by=STAFF, at=NOW, decided_by=None)

    def pause(self):
        one = self.any_of(Volunteer.objects.filter(group=self.group, state="active"))
        if one:
            pause_volunteer(one, None, by=STAFF, at=NOW)

    def close(self):
        part = self.any_of(NeedPart.objects.filter(group=self.group, state="open"))
        if part:
            close_need(part.need, reason="no_longer_needed", by=STAFF, at=NOW)

    def triage(self):
        part = self.any_of(NeedPart.objects.filter(group=self.group, state="open"))
        if part:
            triage_need(part.need, urgency=self.chance.choice([1, 2, 3]), by=STAFF, at=NOW)

    def block(self):
        part, one = self.any_of(NeedPart.objects.all()), self.any_of(Volunteer.objects.all())
        BlockedPair.objects.get_or_create(
            group=self.group, neighbour=part.need.person, helper=one.person, defaults={"made_at": NOW}
        )


@pytest.mark.parametrize("seed", range(4))
def test_whatever_has_happened_the_plan_is_the_one_that_would_be_made_anew(group, seed, time_machine):
    history = History(group, seed)
    plan_now(group, cause="nightly")
    for hour in range(6):
        time_machine.move_to(NOW + timedelta(minutes=hour), tick=False)
        history.go()
        question = read_inputs(group, at=NOW + timedelta(minutes=hour)).question
        anew = work_out(question, on_progress=lambda _percent: None)

        run = plan_now(group, cause="change")

        lines = {(f"p{part}", person) for part, person in pairs_of(run)}
        people = {
            (line["request_id"], Helper(card_of(line["volunteer_id"])).person.pk) for line in anew["lines"]
        }
        assert run.certificate["is_optimal"], run.certificate
        assert lines == people
        assert not events(run, "anew")
        assert run.certificate.get("solver") == ("online" if question.requests else None)


def card_of(key):
    return Volunteer.objects.get(pk=int(key[1:]))


# --- what is told ------------------------------------------------------------------------------------------


@pytest.fixture
def ana(group):
    return Helper(make_volunteer(group, "Ana Ruiz", tasks_per_week=1, at=NOW))


@pytest.fixture
def luis(group):
    return Helper(make_volunteer(group, "Luis Gomez", zip_code="48911", tasks_per_week=1, at=NOW))


def told(run, language="en"):
    return [f"{said.title} {said.sentence}" for said in say_moves(run, language=language).moves]


def test_a_no_is_the_reason_for_somebody_else(group, ana, luis):
    need = make_need(group, at=NOW)
    first = plan_now(group, cause="nightly")
    [line] = list_open_proposals(first)
    [asked] = approve_proposals([line], made_by=None, by=STAFF, at=NOW).asked
    plan_now(group, cause="change")
    actions.decline(asked, by=STAFF, at=NOW)

    run = plan_now(group, cause="change")

    [event] = events(run, "said_no")
    assert (event["why"], event["part"], event["helper"]) == ("declined", f"p{part_of(need).pk}", ana.key)
    assert told(run) == [
        f"{need.reference} (Groceries) Luis Gomez is proposed now, because Ana Ruiz said no."
    ]
    assert told(run, "es") == [
        f"{need.reference} (Comestibles) Ahora se propone a Luis Gomez, porque Ana Ruiz dijo que no."
    ]


def test_whoever_is_dismissed_makes_room_for_somebody_else(group, ana, luis):
    need = make_need(group, at=NOW)
    [line] = list_open_proposals(plan_now(group, cause="nightly"))
    dismiss_proposal(line, by=STAFF, at=NOW, decided_by=None)

    run = plan_now(group, cause="change")

    sentence = "Luis Gomez instead of Ana Ruiz, because a coordinator chose somebody else."
    assert told(run) == [f"{need.reference} (Groceries) {sentence}"]


def test_a_more_urgent_request_is_the_reason_for_what_it_takes(group, ana):
    need = make_need(group, urgency=1, at=NOW)
    plan_now(group, cause="nightly")
    urgent = make_need(group, urgency=4, at=NOW)

    run = plan_now(group, cause="change")

    because = f"because a more urgent request came in: {urgent.reference} (Groceries)"
    assert told(run) == [
        f"{need.reference} (Groceries) Ana Ruiz is not proposed any more, {because}.",
        f"{urgent.reference} (Groceries) Ana Ruiz is proposed now, because this is new.",
    ]


def test_a_request_that_is_not_urgent_moves_nobody(group, ana, luis):
    for _ in range(2):
        make_need(group, urgency=3, at=NOW)
    before = pairs_of(plan_now(group, cause="nightly"))
    make_need(group, urgency=1, at=NOW)

    run = plan_now(group, cause="change")

    assert pairs_of(run) == before
    assert told(run) == []


def test_what_somebody_has_said_yes_to_never_moves(group, ana):
    need = make_need(group, urgency=1, at=NOW)
    [line] = list_open_proposals(plan_now(group, cause="nightly"))
    [asked] = approve_proposals([line], made_by=None, by=STAFF, at=NOW).asked
    held = actions.accept(asked, by=STAFF, at=NOW)
    plan_now(group, cause="change")
    urgent = make_need(group, urgency=4, at=NOW)

    run = plan_now(group, cause="change")

    held.refresh_from_db()
    assert (held.state, held.part_id) == ("accepted", part_of(need).pk)
    assert pairs_of(run) == set()
    assert [one.part.need.reference for one in run.unmet.all()] == [urgent.reference]


def test_that_two_are_kept_apart_is_told_to_nobody(group, ana, luis):
    need = make_need(group, at=NOW)
    plan_now(group, cause="nightly")
    keep_apart(need.person, ana.person, by=STAFF, at=NOW)

    run = plan_now(group, cause="change")

    part = f"p{part_of(need).pk}"
    assert run.changes == [
        {"kind": "unsaid", "made": [[part, luis.key]], "broken": [[part, ana.key]], "restored": []}
    ]
    sentence = "Luis Gomez instead of Ana Ruiz, because something about who can help has changed."
    assert told(run) == [f"{need.reference} (Groceries) {sentence}"]


def test_a_wish_is_told_to_nobody(group, ana, luis):
    need = make_need(group, at=NOW)
    plan_now(group, cause="nightly")
    Wish.objects.create(
        group=group,
        helper=ana.person,
        neighbour=need.person,
        said_by="neighbour",
        kind="rather_not",
        said_at=NOW,
    )

    run = plan_now(group, cause="change")

    assert {event["kind"] for event in run.changes} <= {"unsaid"}
    assert all("helper" not in event and "part" not in event for event in run.changes)


@pytest.mark.parametrize("gap", ["no inputs", "journal", "weights"])
def test_where_it_cannot_be_told_the_plan_is_made_anew_and_says_so(group, ana, gap):
    make_need(group, at=NOW)
    first = plan_now(group, cause="nightly")
    make_need(group, at=NOW)
    if gap == "no inputs":
        Run.objects.filter(pk=first.pk).update(inputs="")
    elif gap == "journal":
        JournalHead.objects.update(last_number=F("last_number") + 1)
    else:
        type(group).objects.filter(pk=group.pk).update(plan_style="nearest")
        group.refresh_from_db()

    run = plan_now(group, cause="change")

    assert [event["kind"] for event in run.changes] == ["anew"]
    assert run.certificate["is_optimal"]
    assert say_moves(run, language="en").is_anew
