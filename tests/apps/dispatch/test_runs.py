"""Plans are asked for, waited for, worked out once in a process of their own, and stored whole or not at all."""

import subprocess
import sys
from contextvars import Context
from dataclasses import replace
from datetime import timedelta

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import request_run
from manyhands.apps.dispatch.actions.plans.changes import PLANNER
from manyhands.apps.dispatch.actions.plans.run import fail_run, finish_run, forget_old_runs, take_run
from manyhands.apps.dispatch.bridge.planning import process as plan_process
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.bridge.words.explanations import sentence_of
from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.queries.plans.runs import (
    find_latest_run,
    find_live_run,
    list_open_proposals,
    list_unmet,
)
from manyhands.apps.dispatch.states import RUN_ATTEMPTS, RUN_LEASE, RunFailure
from manyhands.apps.dispatch.tasks import look_after_plans
from manyhands.apps.journal.queries import get_cursor
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import pause_volunteer
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.planning import answer_of, jobs, plan_by_hand, plan_now
from tests.queries import application_queries
from tests.worlds import make_group, make_member, make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("wednesday")
LATER = NOW + RUN_LEASE


@pytest.fixture
def meeting_mode():
    return "dispatch"


def request(group, **by):
    return request_run(group, cause="requested", by=STAFF, at=NOW, **by)


# --- waiting and taking turns -----------------------------------------------------------------------------


def test_whoever_asks_while_one_waits_gets_that_one(group):
    first, second = request(group), request(group)

    assert first == second
    assert find_live_run(group) == first
    assert jobs("make_plan") == [(group.pk,)]


def test_somebody_who_asks_finds_their_name_on_the_run_that_waited(group):
    rosa = make_member(group, ("coordinator",), at=NOW)
    waiting = request_run(group, cause="change", by=STAFF, at=NOW)

    request(group, requested_by=rosa)

    waiting.refresh_from_db()
    assert (waiting.cause, waiting.requested_by) == ("requested", rosa)


def test_of_two_at_once_one_waits_for_the_other(group, part, ana):
    request(group)
    first = take_run(group, by=PLANNER, at=NOW)
    second = request(group)

    assert second != first
    assert take_run(group, by=PLANNER, at=NOW) is None
    finish_run(first, read_inputs(group, at=NOW), answer_of([(part, ana)]), by=PLANNER, at=NOW)
    assert jobs("make_plan")[-1] == (group.pk,)
    assert take_run(group, by=PLANNER, at=NOW) == second


def test_groups_do_not_wait_for_each_other(group):
    request(group)
    take_run(group, by=PLANNER, at=NOW)
    other = make_group_apart("Westside")

    def elsewhere():
        with group_scope(other.pk):
            request(other)
            return take_run(other, by=PLANNER, at=NOW)

    assert Context().run(elsewhere) is not None


def make_group_apart(name):
    """A scope only narrows: another group is made outside ours."""
    return Context().run(make_group, name, at=NOW)


# --- a worker that is killed ------------------------------------------------------------------------------


def test_a_run_whose_worker_is_gone_is_begun_anew_and_has_one_result(group, part, ana, luis):
    request(group)
    killed = take_run(group, by=PLANNER, at=NOW)
    assert take_run(group, by=PLANNER, at=LATER - timedelta(seconds=1)) is None

    again = take_run(group, by=PLANNER, at=LATER)
    inputs = read_inputs(group, at=LATER)

    assert (again.pk, again.attempts) == (killed.pk, 2)
    assert finish_run(killed, inputs, answer_of([(part, luis)]), by=PLANNER, at=LATER) is None
    assert fail_run(killed, RunFailure.ENGINE, by=PLANNER, at=LATER) is None
    assert finish_run(again, inputs, answer_of([(part, ana)]), by=PLANNER, at=LATER) is not None
    assert finish_run(again, inputs, answer_of([(part, luis)]), by=PLANNER, at=LATER) is None
    assert [line.helper_id for line in Proposal.objects.all()] == [ana.person.pk]


def test_after_some_attempts_it_is_given_up_and_said(group):
    request(group)
    at = NOW
    for _ in range(RUN_ATTEMPTS):
        assert take_run(group, by=PLANNER, at=at) is not None
        at += RUN_LEASE

    assert take_run(group, by=PLANNER, at=at) is None

    failed = Run.objects.get()
    assert (failed.state, failed.failure) == ("failed", "interrupted")
    assert "several times" in failed.failure_sentence


def test_the_clock_finds_runs_that_nobody_works_on(group, time_machine):
    request(group)
    take_run(group, by=PLANNER, at=NOW)
    before = len(jobs("make_plan"))

    Context().run(look_after_plans)
    assert len(jobs("make_plan")) == before

    time_machine.move_to(LATER, tick=False)
    Context().run(look_after_plans)
    assert len(jobs("make_plan")) == before + 1


def test_the_child_is_killed_in_the_middle_and_the_plan_before_stays(group, part, ana, monkeypatch):
    """As the system does when memory runs out: it has read, found who could, solved, and begun to prove."""
    [line] = plan_by_hand(group, [(part, ana)])
    dies = (
        "import os, signal, sys\n"
        "from manyhands.apps.dispatch.bridge.planning import child as plan_child\n"
        "plan_child.certify = lambda *_args, **_names: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.exit(plan_child.serve(plan_child.answer))"
    )
    with monkeypatch.context() as patched:
        patched.setattr(plan_process, "COMMAND", [sys.executable, "-c", dies])
        killed = plan_now(group)

    assert (killed.state, killed.failure, killed.progress_percent) == ("failed", "engine", 60)
    assert [one.pk for one in list_open_proposals(find_latest_run(group))] == [line.pk]
    assert plan_now(group).state == "done"


def test_more_pairs_than_fit_into_memory_are_said_in_words_that_help(group, part, ana, monkeypatch, caplog):
    small = (
        "import sys\n"
        "from manyhands.apps.dispatch.bridge.planning import child as plan_child\n"
        "from manyhands.core.dispatch.candidates import room\n"
        "room.SURELY, room.find_free_bytes = 0, lambda: 0\n"
        "sys.exit(plan_child.serve(plan_child.answer))"
    )
    monkeypatch.setattr(plan_process, "COMMAND", [sys.executable, "-c", small])
    refused = plan_now(group)

    assert (refused.state, refused.failure) == ("failed", "too_many")
    assert "set a shorter distance for people who go very far" in refused.failure_sentence
    assert "pairs are feasible: to plan with them takes 0.0 GB of memory" in caplog.text


def test_a_child_that_takes_too_long_is_stopped(group, part, ana, monkeypatch):
    slow = "import sys, time; sys.stdin.buffer.read(); time.sleep(60)"
    monkeypatch.setattr(plan_process, "COMMAND", [sys.executable, "-c", slow])
    monkeypatch.setattr(plan_process, "_GRACE_SECONDS", 0.2)
    monkeypatch.setattr("manyhands.apps.dispatch.queries.plans.inputs.PLAN_WITHIN", timedelta(0))

    assert plan_now(group).failure == "too_long"


# --- what is stored ---------------------------------------------------------------------------------------


def test_a_plan_is_worked_out_proven_and_explained(group, part, ana, luis):
    cursor = get_cursor(group.pk)

    run = plan_now(group)

    assert (run.state, run.progress_percent, run.attempts) == ("done", 100, 1)
    assert run.certificate["is_feasible"]
    assert run.certificate["is_optimal"]
    assert len(run.input_hash) == 64
    assert run.cursor >= cursor
    assert run.weights["load"] == 40
    [line] = list_open_proposals(run)
    assert line.part == part
    assert line.helper_id in {ana.person.pk, luis.person.pk}
    assert line.explanation["request_id"] == f"p{part.pk}"
    assert line.explanation["priority"]["urgency"] == part.urgency
    assert run.summary["covered"] == run.summary["people_wanted"] == 1
    assert set(next(iter(run.prices.values()))) == {ana.key, luis.key}


def test_nothing_personal_crosses_over_or_is_kept(group, secret_part, ana):
    from tests.apps.dispatch.conftest import SECRETS

    inputs = read_inputs(group, at=NOW)
    run = plan_now(group)

    kept = f"{run.summary} {run.certificate} {run.prices} {[line.explanation for line in Proposal.objects.all()]}"
    assert Proposal.objects.exists()
    assert not any(secret in f"{inputs.question!r} {kept}" for secret in SECRETS.values())


def test_a_plan_that_does_not_pass_its_check_is_not_shown(group, part, ana):
    request(group)
    run = take_run(group, by=PLANNER, at=NOW)
    finish_run(
        run, read_inputs(group, at=NOW), answer_of([(part, ana)], is_feasible=False), by=PLANNER, at=NOW
    )

    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "not_proven")
    assert not Proposal.objects.exists()
    assert find_latest_run(group) is None


def test_a_new_plan_replaces_what_the_one_before_proposed(group, part, ana, luis):
    [old] = plan_by_hand(group, [(part, ana)])
    [new] = plan_by_hand(group, [(part, luis)])

    old.refresh_from_db()
    assert old.state == "replaced"
    assert [one.pk for one in list_open_proposals(find_latest_run(group))] == [new.pk]


def test_a_pair_that_is_proposed_again_has_not_been_told(group, part, ana):
    plan_now(group)
    again = plan_now(group, at=NOW + timedelta(hours=1))

    [kept] = list_open_proposals(again)
    said = sentence_of(kept.explanation, language="en", names={ana.key: "Ana"}, unit="km")
    # Nobody else could, so the plan before decided nothing.
    assert "plan before" not in said
    assert "told" not in said


def test_reading_costs_the_same_for_one_and_for_many(group, part, ana):
    plan_by_hand(group, [(part, ana)])
    make_need(group, ("groceries", "ride"), name="N", at=NOW)
    with application_queries() as few:
        read_inputs(group, at=NOW)
    for number in range(3):
        make_need(group, ("groceries", "ride"), name=f"N{number}", at=NOW)
        make_volunteer(group, f"V{number}", at=NOW)

    with application_queries() as many:
        assert len(read_inputs(group, at=NOW).question.requests) == 9

    assert len(many) == len(few) <= 18


def test_only_what_staff_or_the_plan_find_people_for_is_planned(group, part, ana):
    part.category.meeting_mode = "open_claim"
    part.category.save()

    assert read_inputs(group, at=NOW).question.requests == ()


def test_whoever_was_asked_counts_as_found_until_they_answer(group, part, ana, luis):
    NeedPart.objects.filter(pk=part.pk).update(people_needed=2)
    [asked] = actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)

    question = read_inputs(group, at=NOW).question
    assert [one.quantity for one in question.requests] == [1]
    assert (f"p{part.pk}", ana.key) in question.context.declined

    actions.decline(asked, by=STAFF, at=NOW)
    question = read_inputs(group, at=NOW).question
    assert [one.quantity for one in question.requests] == [2]
    assert (f"p{part.pk}", ana.key) in question.context.declined


def test_people_who_were_asked_often_are_left_out_and_it_is_said(group, part, ana):
    type(group).objects.filter(pk=group.pk).update(invitations_per_week=1)
    group.refresh_from_db()
    other = make_need(group, name="Ben Hill", at=NOW).parts.select_related("need", "category", "group").get()
    actions.invite(other, [ana], made_by=None, by=STAFF, at=NOW)

    run = plan_now(group)

    assert run.summary["resting"] == 1
    [unmet] = list_unmet(run)
    assert (unmet.part, unmet.explanation["resting"]) == (part, 1)
    words = sentence_of(unmet.explanation, language="en", names={}, unit="mi")
    assert "1 person who could has been asked often enough this week and was left out." in words
    assert "1 persona que podría" in sentence_of(unmet.explanation, language="es", names={}, unit="mi")


def test_a_task_at_a_certain_time_takes_its_hours_away(group, part, ana):
    at_six = NOW + timedelta(hours=8)
    busy = make_need(group, name="Ben", when_kind="at_time", starts_at=at_six, due_at=at_six, at=NOW)
    [asked] = actions.invite(
        busy.parts.select_related("need", "category", "group").get(), [ana], made_by=None, by=STAFF, at=NOW
    )
    actions.accept(asked, by=STAFF, at=NOW)

    [record] = read_inputs(group, at=NOW).question.volunteers

    # Wednesday, 18:00 to 21:00 in Lansing.
    assert (2, 6) not in record.week_slots
    assert len(record.week_slots) == 55
    assert record.load_this_week == 1


def test_each_week_has_limits_of_its_own(group, part, ana):
    type(ana.card).objects.filter(pk=ana.card.pk).update(tasks_per_week=1)
    for number, days in enumerate([1, 8, 8]):
        day = NOW + timedelta(days=days)
        make_need(group, name=f"N{number}", when_kind="by_day", due_at=day, at=NOW)
    NeedPart.objects.filter(pk=part.pk).delete()

    run = plan_now(group)

    assert run.summary["covered"] == 2
    assert run.summary["unmet"] == 1


# --- bad input --------------------------------------------------------------------------------------------


def test_nobody_looked_for_starts_no_process(group, ana, monkeypatch):
    monkeypatch.setattr(plan_process, "COMMAND", ["/nowhere"])

    run = plan_now(group)

    assert (run.state, run.summary["parts"]) == ("done", 0)


def test_no_volunteers(group, part):
    run = plan_now(group)

    assert run.state == "done"
    assert run.summary["unmet"] == 1
    [unmet] = list_unmet(run)
    assert (unmet.part, unmet.people_missing) == (part, 1)
    assert unmet.explanation["remarks"]


def test_everybody_takes_a_break(group, part, ana, luis):
    for helper in (ana, luis):
        pause_volunteer(helper.card, None, by=STAFF, at=NOW)

    run = plan_now(group)

    assert run.summary["covered"] == 0
    [unmet] = list_unmet(run)
    assert unmet.explanation["remarks"][0]["code"] == "everybody_paused"


def test_everything_is_asked_for_in_one_place(group):
    for number in range(6):
        make_need(group, name=f"N{number}", at=NOW)
    helpers = [Helper(make_volunteer(group, f"V{number}", at=NOW)) for number in range(3)]

    run = plan_now(group)

    lines = list_open_proposals(run)
    assert run.certificate["is_feasible"]
    assert len(lines) == 6
    # Two each: nobody is asked for three while somebody has one.
    assert sorted(sum(line.helper_id == one.person.pk for line in lines) for one in helpers) == [2, 2, 2]


def test_more_people_are_asked_for_than_there_are(group, part, ana, luis):
    NeedPart.objects.filter(pk=part.pk).update(people_needed=9)

    run = plan_now(group)

    assert run.summary["covered"] == 2
    assert UnmetPart.objects.get().people_missing == 7


@pytest.mark.parametrize("style", ["balanced", "strict", "nearest"])
def test_every_style_gives_a_proven_plan(group, part, ana, luis, style):
    type(group).objects.filter(pk=group.pk).update(plan_style=style)

    run = plan_now(group)

    assert run.certificate["is_optimal"]
    assert run.summary["covered"] == 1


def test_weights_of_nothing_are_an_answer_too(group, part, ana):
    """Nothing is worth anything: the engine says that nobody need come, and does not fall over."""
    nothing = Weights(unserved=0, load=0, travel=0, switch=0, preference=0)
    question = replace(read_inputs(group, at=NOW).question, weights=nothing)

    answer = plan_process.work_out(question, on_progress=lambda _percent: None)

    assert answer["certificate"]["is_feasible"]
    assert len(answer["lines"]) + len(answer["unmet"]) == 1


# --- where it runs ----------------------------------------------------------------------------------------


def test_neither_the_web_nor_a_worker_ever_loads_a_solver():
    check = (
        "import django; django.setup()\n"
        "import manyhands.config.urls, manyhands.apps.dispatch.tasks, manyhands.apps.dispatch.actions\n"
        "import sys; print([name for name in ('numpy', 'ortools', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_child_never_loads_the_framework():
    check = (
        "import sys, manyhands.apps.dispatch.bridge.planning.child\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'django_q', 'psycopg')])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


# --- what is kept -----------------------------------------------------------------------------------------


def test_old_plans_go_but_what_was_decided_stays(group, part, ana, luis):
    [old] = plan_by_hand(group, [(part, ana)], at=NOW - timedelta(days=99))
    other = make_need(group, name="Ben Hill", at=NOW).parts.select_related("need").get()
    lines = plan_by_hand(group, [(part, ana), (other, luis)], at=NOW - timedelta(days=90))
    actions.approve_proposals(lines[:1], made_by=None, by=STAFF, at=NOW - timedelta(days=90))
    plan_by_hand(group, [], at=NOW - timedelta(days=80))

    forget_old_runs(group, at=NOW)

    assert not Run.objects.filter(pk=old.run_id).exists()
    assert [one.pk for one in Proposal.objects.all()] == [lines[0].pk]
    assert find_latest_run(group) is not None
