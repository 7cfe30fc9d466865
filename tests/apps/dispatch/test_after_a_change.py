"""After a change the plan before is brought up to date: as good as one made anew, and every move has its reason."""

import random
from datetime import timedelta

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.approve import approve_proposals, dismiss_proposal
from manyhands.apps.dispatch.bridge.plan_process import work_out
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal
from manyhands.apps.dispatch.queries.planning import read_inputs
from manyhands.apps.dispatch.queries.plans import list_open_proposals
from manyhands.apps.needs.actions import close_need, triage_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.apps.people.models import BlockedPair, Volunteer
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import plan_now
from tests.worlds import LANSING_ZIPS, make_group, make_need, make_volunteer

DEAD = {"state__in": ["declined", "expired", "released", "no_show", "withdrawn", "completed"]}


@pytest.fixture
def group(db):
    group = make_group(meeting_mode="suggested", at=NOW)
    with group_scope(group.pk):
        yield group


@pytest.fixture(autouse=True)
def _wednesday(time_machine):
    time_machine.move_to(NOW, tick=False)


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
