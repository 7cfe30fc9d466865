"""Somebody says no, or nothing: the next best is asked at once. And plans that begin, and ask, by themselves."""

from contextvars import Context
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import Report
from manyhands.apps.dispatch.actions.plans.changes import PLANNER, request_nightly
from manyhands.apps.dispatch.actions.plans.run import finish_run, take_run
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, list_open_proposals
from manyhands.apps.dispatch.tasks import ask_next, expire_invitations, look_after_plans
from manyhands.apps.groups.models import Category
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.actions import open_need
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer, resume_volunteer
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import answer_of, do_jobs, jobs, plan_by_hand, plan_now
from tests.worlds import make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("wednesday")
BY = {"by": STAFF, "at": NOW}


@pytest.fixture
def meeting_mode():
    return "suggested"


@pytest.fixture
def eva(group):
    return Helper(make_volunteer(group, "Eva Cole", at=NOW))


def in_mode(group, mode):
    type(group).objects.filter(pk=group.pk).update(meeting_mode=mode)
    group.refresh_from_db()


def ask(part, helper):
    [line] = plan_by_hand(part.group, [(part, helper)])
    return actions.approve_proposals([line], made_by=None, **BY).asked[0]


def asked_now():
    return set(Assignment.objects.filter(state="invited").values_list("helper_id", flat=True))


def alarms():
    return Message.objects.filter(event="invitations_ran_dry")


# --- the next best ----------------------------------------------------------------------------------------


def test_after_a_no_the_next_best_is_asked_at_once(group, part, ana, eva):
    actions.decline(ask(part, ana), **BY)
    do_jobs()

    assert asked_now() == {eva.person.pk}
    asked = Assignment.objects.get(state="invited")
    assert (asked.began, asked.made_by) == ("plan", None)
    assert {remark["code"] for remark in asked.why["remarks"]} == {"distance", "language", "load"}
    assert not alarms().exists()


def test_the_job_is_written_in_the_transaction_of_the_answer(group, part, ana):
    actions.decline(ask(part, ana), **BY)

    assert jobs("ask_next") == [(group.pk, part.pk)]


def test_silence_is_followed_by_the_next_best_too(group, part, ana, eva, time_machine):
    asked = ask(part, ana)
    time_machine.move_to(asked.expires_at, tick=False)

    Context().run(expire_invitations)
    do_jobs()

    assert asked_now() == {eva.person.pk}


def test_when_nobody_is_left_staff_hear_of_it(group, part, ana):
    actions.decline(ask(part, ana), **BY)
    do_jobs()

    assert not asked_now()
    assert alarms().count() == 1


def test_who_was_asked_by_hand_is_followed_by_whom_staff_choose(group, part, ana, eva):
    [asked] = actions.invite(part, [ana], made_by=None, **BY)

    actions.decline(asked, **BY)
    do_jobs(but="make_plan")

    assert not asked_now()
    assert alarms().count() == 1


def test_nobody_is_asked_again_who_said_no_or_is_kept_apart_or_was_dismissed(group, part, ana, luis, eva):
    actions.decline(ask(part, luis), **BY)
    [line] = plan_by_hand(group, [(part, eva)])
    actions.dismiss_proposal(line, decided_by=None, **BY)
    actions.keep_apart(part.need.person, ana.person, **BY)

    ask_next(group.pk, part.pk)

    assert not asked_now()
    assert alarms().count() == 1


def test_the_job_may_run_twice(group, part, ana, luis, eva):
    actions.decline(ask(part, ana), **BY)

    ask_next(group.pk, part.pk)
    ask_next(group.pk, part.pk)

    assert len(asked_now()) == 1


def test_what_is_wanted_today_is_asked_of_two_at_once(group, part, ana, luis, eva):
    NeedPart.objects.filter(pk=part.pk).update(urgency=4)
    actions.decline(ask(part, ana), **BY)

    ask_next(group.pk, part.pk)

    assert asked_now() == {luis.person.pk, eva.person.pk}


def test_whoever_was_asked_often_enough_is_spared(group, part, ana, eva):
    type(group).objects.filter(pk=group.pk).update(invitations_per_week=1)
    other = make_need(group, name="Ben Hill", at=NOW).parts.select_related("need", "category", "group").get()
    actions.invite(other, [eva], made_by=None, by=STAFF, at=NOW - timedelta(days=6))
    actions.decline(ask(part, ana), **BY)

    ask_next(group.pk, part.pk)
    assert eva.person.pk not in set(Assignment.objects.filter(part=part).values_list("helper_id", flat=True))

    Assignment.objects.filter(part=other).update(made_at=NOW - timedelta(days=8))
    ask_next(group.pk, part.pk)
    assert Assignment.objects.filter(part=part, helper=eva.person, state="invited").exists()


def test_whoever_the_plan_needs_elsewhere_is_asked_last(group, part, ana, luis, eva):
    """Eva lives nearer than Luis; the last plan says what it would cost to do without her elsewhere."""
    pool = f"{group.pk}:2026-03-09"
    [line] = plan_by_hand(group, [(part, ana)], prices={pool: {eva.key: 5_000, luis.key: 0}})
    [asked] = actions.approve_proposals([line], made_by=None, **BY).asked
    actions.decline(asked, **BY)

    ask_next(group.pk, part.pk)

    assert asked_now() == {luis.person.pk}


def test_old_prices_count_no_more(group, part, ana, luis, eva):
    pool = f"{group.pk}:2026-03-09"
    [line] = plan_by_hand(group, [(part, ana)], prices={pool: {eva.key: 5_000, luis.key: 0}})
    [asked] = actions.approve_proposals([line], made_by=None, **BY).asked
    Run.objects.update(finished_at=NOW - timedelta(days=2))
    actions.decline(asked, **BY)

    ask_next(group.pk, part.pk)

    assert asked_now() == {eva.person.pk}


# --- by itself --------------------------------------------------------------------------------------------


def test_in_automatic_mode_the_plan_asks_without_a_yes(group, part, ana):
    in_mode(group, "automatic")

    plan_now(group)
    do_jobs()

    asked = Assignment.objects.get()
    assert (asked.began, asked.state, asked.made_by, asked.helper) == ("plan", "invited", None, ana.person)
    assert Proposal.objects.get(assignment=asked).state == "approved"


def test_one_kind_of_help_may_be_automatic_alone(group, ana, eva):
    Category.objects.filter(key="groceries").update(meeting_mode="automatic")
    make_need(group, ("groceries", "errand"), at=NOW)

    plan_now(group)
    do_jobs()

    assert [one.part.category.key for one in Assignment.objects.all()] == ["groceries"]
    assert [line.part.category.key for line in list_open_proposals(find_latest_run(group))] == ["errand"]


def test_in_suggested_mode_nobody_is_asked_before_somebody_approves(group, part, ana):
    plan_now(group)
    do_jobs()

    assert not Assignment.objects.exists()
    assert len(list_open_proposals(find_latest_run(group))) == 1


def test_what_is_wanted_today_asks_one_more_by_itself(group, part, ana, eva):
    in_mode(group, "automatic")
    NeedPart.objects.filter(pk=part.pk).update(urgency=4)

    plan_now(group)
    do_jobs()

    assert len(asked_now()) == 2


def test_a_line_that_asks_somebody_too_often_waits_for_a_plan_that_spares_them(group, part, ana, luis):
    in_mode(group, "automatic")
    type(group).objects.filter(pk=group.pk).update(invitations_per_week=1)
    other = make_need(group, name="Ben Hill", at=NOW).parts.select_related("need", "category", "group").get()
    actions.request_run(group, cause="requested", **BY)
    run = take_run(group, by=PLANNER, at=NOW)
    finish_run(run, read_inputs(group, at=NOW), answer_of([(part, ana), (other, ana)]), by=PLANNER, at=NOW)

    do_jobs()

    assert {(one.part_id, one.helper_id) for one in Assignment.objects.filter(state="invited")} == {
        (part.pk, ana.person.pk),
        (other.pk, luis.person.pk),
    }


def changed(django_capture_on_commit_callbacks, change):
    """What has been asked for after the commit. What the world's making has left to do is as good as done."""
    connection.run_on_commit.clear()
    before = Run.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        change()
    do_jobs(but="make_plan")
    return Run.objects.count() - before


@pytest.fixture
def runs_after(django_capture_on_commit_callbacks):
    return lambda change: changed(django_capture_on_commit_callbacks, change)


def test_a_need_that_opens_gets_a_new_plan(group, ana, runs_after):
    need = make_need(group, is_open=False, at=NOW)

    assert runs_after(lambda: open_need(need, **BY)) == 1
    assert Run.objects.get().cause == "change"


@pytest.mark.parametrize("mode", ["dispatch", "open_claim"])
def test_where_staff_or_volunteers_choose_nothing_begins_by_itself(group, ana, runs_after, mode):
    in_mode(group, mode)
    need = make_need(group, is_open=False, at=NOW)

    assert runs_after(lambda: open_need(need, **BY)) == 0


def test_what_is_handed_back_gets_a_new_plan(group, part, ana, runs_after):
    asked = actions.assign(part, ana, made_by=None, **BY)

    assert runs_after(lambda: actions.hand_back(asked, **BY)) == 1


def test_a_no_gets_a_new_plan(group, part, ana, runs_after):
    [asked] = actions.invite(part, [ana], made_by=None, **BY)

    assert runs_after(lambda: actions.decline(asked, **BY)) == 1


def test_a_break_and_its_end_get_a_new_plan(group, part, ana, runs_after):
    assert runs_after(lambda: pause_volunteer(ana.card, None, **BY)) == 1
    Run.objects.all().delete()
    assert runs_after(lambda: resume_volunteer(ana.card, **BY)) == 1


def test_somebody_new_gets_a_new_plan_and_many_at_once_get_one(group, part, runs_after):
    def join():
        for number in range(3):
            make_volunteer(group, f"V{number}", at=NOW)

    assert runs_after(join) == 1


def test_without_anybody_looked_for_no_plan_is_made(group, runs_after):
    assert runs_after(lambda: make_volunteer(group, at=NOW)) == 0


@pytest.mark.parametrize(
    ("hour_utc", "is_night"), [(5, False), (6, True), (8, True), (9, False), (18, False)]
)
def test_a_plan_for_the_night_in_the_groups_own_time(group, part, hour_utc, is_night):
    """In Lansing it is four hours earlier in summer time, which has begun on 8 March."""
    at = datetime(2026, 3, 12, hour_utc, 30, tzinfo=UTC)

    run = request_nightly(group, by=PLANNER, at=at)

    assert (run is not None) == is_night
    if run:
        assert run.cause == "nightly"
        Run.objects.update(state="done", finished_at=at)
        assert request_nightly(group, by=PLANNER, at=at + timedelta(minutes=5)) is None
        assert request_nightly(group, by=PLANNER, at=at + timedelta(days=1)) is not None


def test_the_clock_asks_for_the_plan_of_the_night(group, part, ana, time_machine):
    time_machine.move_to(datetime(2026, 3, 12, 7, tzinfo=UTC), tick=False)

    Context().run(look_after_plans)

    assert Run.objects.get().cause == "nightly"


# --- the whole way ----------------------------------------------------------------------------------------


def test_from_the_plan_to_done_by_a_private_link(group, part, ana, client):
    run = plan_now(group)
    actions.approve_proposals(list_open_proposals(run), made_by=None, **BY)
    link = Message.objects.get(event="invitation").context["url"].removeprefix("http://localhost:8000")

    assert "Groceries" in client.get(link).content.decode()
    asked = Assignment.objects.get()
    actions.accept(asked, by=STAFF, at=NOW)
    actions.complete(asked, Report(minutes_spent=40), by=STAFF, at=NOW)

    part.refresh_from_db()
    assert part.state == "done"
    assert Assignment.objects.get().state == "completed"
    assert plan_now(group, at=NOW).summary["parts"] == 0
