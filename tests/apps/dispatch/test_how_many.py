"""So many are asked that enough say yes; nobody is marked by what they answer, nor loses by having been asked."""

import json
from contextvars import Context
from datetime import timedelta

import pytest
from django.core.serializers import serialize

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.asking import how_many
from manyhands.apps.dispatch.queries.asking.how_many import ask_now, list_waiting
from manyhands.apps.dispatch.queries.asking.next_best import list_next_best
from manyhands.apps.dispatch.queries.people.invitations import count_answers
from manyhands.apps.dispatch.queries.plans.inputs import asked_lately
from manyhands.apps.dispatch.tasks import ask_next
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import close_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.apps.people.models import Volunteer
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import invitation_url, read
from tests.apps.programs import Caller
from tests.worlds import make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("wednesday")
BY = {"by": STAFF, "at": NOW}
WEEK, DAYS, TODAY = 2, 3, 4


@pytest.fixture
def meeting_mode():
    return "automatic"


@pytest.fixture
def crowd(group):
    """Nine people, all alike."""
    return [Helper(make_volunteer(group, f"Helper {number}", at=NOW)) for number in range(9)]


def wanted(group, urgency, *, people=1):
    part = make_need(group, people={"groceries": people}, at=NOW).parts.get()
    NeedPart.objects.filter(pk=part.pk).update(urgency=urgency)
    return NeedPart.objects.select_related("need__person", "need__place", "category", "group").get(pk=part.pk)


def remember(group, helpers, state, *, times=1, ago=10):
    """They were asked `times` times, so many days ago, and answered so."""
    before = NOW - timedelta(days=ago)
    part = make_need(group, name="Ben Hill", is_open=False, at=NOW).parts.get()
    answered = before if state in ("completed", "declined") else None
    Assignment.objects.bulk_create(
        Assignment(
            group=group, part=part, helper=helper.person, volunteer=helper.volunteer, state=state, began="plan",
            made_at=before, answered_at=answered, ended_at=before,
        )
        for helper in helpers
        for _ in range(times)
    )  # fmt: skip


def asked_for(part):
    return list(Assignment.objects.filter(part=part, state="invited").order_by("pk"))


def ask(group, part):
    ask_next(group.pk, part.pk)
    return asked_for(part)


# --- how many ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("urgency", "count"), [(1, 1), (WEEK, 1), (DAYS, 3), (TODAY, 4)])
def test_the_more_urgent_the_more_are_asked_at_once(group, crowd, urgency, count):
    """Nobody has answered anything yet, so one in two is expected to: 1 − ½³ is over 80 %, 1 − ½⁴ over 90 %."""
    assert len(ask(group, wanted(group, urgency))) == count


def test_what_can_wait_asks_one_for_each_who_is_needed(group, crowd):
    assert len(ask(group, wanted(group, WEEK, people=2))) == 2


def test_where_people_usually_say_yes_fewer_are_asked(group, crowd):
    remember(group, crowd, "completed", times=6)

    assert len(ask(group, wanted(group, DAYS))) == 1


@pytest.mark.parametrize("state", ["declined", "expired"])
def test_where_people_seldom_say_yes_more_are_asked_but_never_too_many(group, crowd, state):
    remember(group, crowd, state, times=4)

    assert len(ask(group, wanted(group, DAYS))) == 6


def test_what_was_taken_back_is_no_answer(group, crowd):
    remember(group, crowd, "withdrawn", times=6)

    assert len(ask(group, wanted(group, DAYS))) == 3


def test_old_answers_are_forgotten(group, crowd):
    remember(group, crowd, "declined", times=4, ago=370)

    assert len(ask(group, wanted(group, DAYS))) == 3


@pytest.mark.parametrize(("percent", "count"), [(50, 1), (80, 3), (90, 4)])
def test_as_certain_as_the_group_wants_it(group, crowd, percent, count):
    Group.objects.update(invite_chance_percent=percent)

    assert len(ask(group, wanted(group, DAYS))) == count


def _say_yes_elsewhere():
    other = make_group(slug="west", at=NOW)
    with group_scope(other.pk):
        remember(other, [Helper(make_volunteer(other, "Far Away", at=NOW))], "completed", times=50)


def test_another_groups_answers_do_not_count(group, crowd):
    Context().run(_say_yes_elsewhere)

    assert len(ask(group, wanted(group, DAYS))) == 3


def test_one_who_came_forward_is_as_good_as_a_yes(group, crowd):
    part = wanted(group, DAYS)
    Assignment.objects.create(
        group=group, part=part, helper=crowd[0].person, volunteer=crowd[0].volunteer, began="claim",
        state="awaiting_approval", made_at=NOW,
    )  # fmt: skip

    assert ask(group, part) == []


# --- afterwards -------------------------------------------------------------------------------------------


def test_after_a_no_another_is_asked_only_where_the_others_are_not_enough(group, crowd):
    part = wanted(group, DAYS)
    first, second, third = ask(group, part)
    for one, others in ((first, 3), (second, 3)):
        actions.decline(one, **BY)
        assert len(ask(group, part)) == others

    Group.objects.update(invite_chance_percent=60)
    actions.decline(third, **BY)
    assert len(ask(group, part)) == 2, "two who answer in one of two cases are enough for 60 %"


def test_a_yes_of_one_of_two_asks_for_the_other_only(group, crowd):
    part = wanted(group, DAYS, people=2)
    asked = ask(group, part)
    actions.accept(asked[0], **BY)

    assert len(ask(group, part)) == len(asked) - 1 >= 3


def test_the_job_may_run_twice(group, crowd):
    part = wanted(group, TODAY)

    assert len(ask(group, part)) == len(ask(group, part)) == 4


def test_whoever_is_on_a_break_is_not_counted_on(group, crowd):
    for helper in crowd[2:]:
        pause_volunteer(helper.card, None, **BY)

    assert {one.helper_id for one in ask(group, wanted(group, TODAY))} == {one.person.pk for one in crowd[:2]}


def test_whoever_was_asked_often_enough_is_not_counted_on(group, crowd):
    Group.objects.update(invitations_per_week=2)
    remember(group, crowd[:7], "expired", times=2, ago=3)

    assert {one.helper_id for one in ask(group, wanted(group, TODAY))} == {one.person.pk for one in crowd[7:]}


# --- until when -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("urgency", "hours"), [(WEEK, 24), (DAYS, 12), (TODAY, 3)])
def test_the_more_urgent_the_sooner_an_answer_is_needed(group, crowd, urgency, hours):
    assert ask(group, wanted(group, urgency))[0].expires_at == NOW + timedelta(hours=hours)


def test_the_hours_to_answer_begin_in_the_morning(group, crowd):
    """At eleven in the evening nobody's telephone rings; it does at eight."""
    part, late = wanted(group, TODAY), NOW + timedelta(hours=13)

    [asked] = actions.invite(part, crowd[:1], made_by=None, by=STAFF, at=late)

    assert asked.expires_at == NOW + timedelta(hours=22 + 3)


# --- nobody is marked -------------------------------------------------------------------------------------


def test_what_somebody_answered_never_moves_them_up_or_down(group, crowd):
    part = wanted(group, TODAY)
    before = [one.helper.key for one in list_next_best(part, count=9, at=NOW)]
    remember(group, [one for one in crowd if one.key == before[0]], "declined", times=9)
    remember(group, [one for one in crowd if one.key == before[-1]], "completed", times=9, ago=60)
    Assignment.objects.filter(state="completed").update(made_at=NOW - timedelta(days=60))
    # What they did counts as load, as it always has; here only their answer is to differ.
    Assignment.objects.filter(state="completed").update(answered_at=NOW - timedelta(days=60))

    assert [one.helper.key for one in list_next_best(part, count=9, at=NOW)] == before


CANARY = 0.637281


@pytest.fixture
def _canary(monkeypatch):
    """Everybody's chance is a number that appears nowhere else."""
    monkeypatch.setattr(how_many, "chance_of_yes", lambda *_: CANARY)


@pytest.mark.usefixtures("_canary")
def test_how_likely_somebody_says_yes_is_kept_nowhere_and_shown_nowhere(group, crowd, staff_client):
    part = wanted(group, TODAY)
    Group.objects.update(meeting_mode="suggested")
    reference = part.need.reference
    pages = [
        read(staff_client, f"/g/{group.slug}/requests/{reference}/{part.pk}/people/"),
        read(staff_client, f"/g/{group.slug}/board/?need={reference}"),
        read(staff_client, f"/g/{group.slug}/requests/{reference}/"),
        read(staff_client, f"/g/{group.slug}/people/{crowd[0].person.pk}/"),
    ]
    assert "ask the first 3" in pages[0], "the number was worked out with it"
    assert "Ask the best 3 at once" in pages[1]
    asked = ask(group, part)
    pages += [read(staff_client, f"/g/{group.slug}/requests/{reference}/{part.pk}/people/")]
    pages += [read(staff_client, invitation_url(asked[0]))]
    program = Caller(make_member(group, ("coordinator",), at=NOW), "needs.read", "needs.assign", at=NOW)
    paths = [f"/open-requests/{part.pk}/people", "/open-requests", "/runs", "/proposals"]
    answers = [program.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    pages += [answer.content.decode() for answer in answers]
    rows = [Assignment, Proposal, Run, Entry, Message, Volunteer]
    kept = [serialize("json", model.objects.all()) for model in rows]

    digits = ("0.637", "637281", "63.728", "64%", "64 %")
    found = {mark for mark in digits for text in [*pages, *kept] if mark in text}
    assert not found
    assert all("chance" not in json.dumps(one.why) for one in asked)


def test_it_takes_two_queries_whatever_was_asked_before(group, crowd, django_assert_num_queries):
    remember(group, crowd, "declined", times=5)
    remember(group, crowd, "completed", times=5)
    part = wanted(group, TODAY)

    with django_assert_num_queries(2):
        ask_now(part, [one.person.pk for one in crowd], asked_before=list_waiting(part), at=NOW)


# --- asked for nothing ------------------------------------------------------------------------------------


def told(event):
    return Message.objects.filter(event=event).exclude(state="cancelled")


def test_whoever_had_not_heard_was_not_asked(group, crowd):
    part = wanted(group, TODAY)
    Volunteer.objects.update(last_asked_at=None)
    first, *others = ask(group, part)

    actions.accept(first, **BY)

    assert {one.never_heard for one in Assignment.objects.filter(state="withdrawn")} == {True}
    assert not told("invitation_withdrawn").exists()
    assert asked_lately(group, at=NOW) == {first.helper_id: 1}
    spared = Volunteer.objects.filter(person__in=[one.helper_id for one in others])
    assert set(spared.values_list("last_asked_at", flat=True)) == {None}


def test_whoever_had_heard_is_thanked_at_once_and_has_not_said_no(group, crowd):
    part = wanted(group, TODAY)
    first, *others = ask(group, part)
    Message.objects.filter(event="invitation").update(state="sent")

    actions.accept(first, **BY)

    assert {one.recipient_id for one in told("invitation_withdrawn")} == {one.helper_id for one in others}
    assert set(told("invitation_withdrawn").values_list("not_before", flat=True)) == {NOW}
    # They may be asked for it again.
    actions.hand_back(Assignment.objects.get(pk=first.pk), **BY)
    again = {one.helper.person.pk for one in list_next_best(part, count=9, at=NOW)}
    assert {one.helper_id for one in others} <= again


def test_closing_by_mistake_leaves_nobody_unasked(group, crowd):
    """Their message had been taken back before it went out, so it has to be written anew."""
    part = wanted(group, DAYS)
    asked = ask(group, part)
    need = part.need
    close_need(need, reason="no_longer_needed", **BY)
    assert not told("invitation").exists()
    for one in Assignment.objects.filter(state="withdrawn"):
        actions.return_with_need(need, ended_at=one.ended_at, **BY)

    assert told("invitation").count() == len(asked)
    assert asked_lately(group, at=NOW) == {one.helper_id: 1 for one in asked}


def test_taking_back_by_mistake_asks_once_more(group, crowd):
    [asked] = ask(group, wanted(group, WEEK))
    actions.withdraw(asked, **BY)
    assert asked_lately(group, at=NOW) == {}

    actions.undo_ending(asked, **BY)

    assert told("invitation").count() == 1
    assert asked_lately(group, at=NOW) == {asked.helper_id: 1}


def test_the_hint_is_about_the_whole_list_not_about_a_name(group, crowd, staff_client):
    part = wanted(group, TODAY)
    url = f"/g/{group.slug}/requests/{part.need.reference}/{part.pk}/people/"

    assert "if you ask the first 4" in read(staff_client, url)
    assert "This is urgent" not in read(staff_client, f"{url}?name=Helper")


@pytest.mark.parametrize("has_gone_out", [True, False])
def test_silence_counts_only_where_somebody_had_heard(group, crowd, time_machine, has_gone_out):
    [asked] = ask(group, wanted(group, WEEK))
    if has_gone_out:
        Message.objects.filter(event="invitation").update(state="sent")
    time_machine.move_to(asked.expires_at, tick=False)

    actions.expire_invitation(asked, by=STAFF, at=asked.expires_at)

    asked.refresh_from_db()
    assert (asked.state, asked.never_heard) == ("expired", not has_gone_out)
    assert asked_lately(group, at=asked.expires_at) == ({asked.helper_id: 1} if has_gone_out else {})
    assert count_answers(asked.helper_id).not_answered == int(has_gone_out)


@pytest.mark.parametrize(("urgency", "is_said"), [(TODAY, True), (WEEK, False)])
def test_whoever_is_asked_knows_that_others_are_too(group, crowd, client, urgency, is_said):
    page = read(client, invitation_url(ask(group, wanted(group, urgency))[0]))

    assert ("we ask several people" in page) == is_said
