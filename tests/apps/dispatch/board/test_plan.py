"""The top line says what was proven and no more; proposals are approved whole or in part."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.states import ProposalState, RunFailure, RunState
from manyhands.apps.needs.models import NeedPart
from tests.apps.dispatch.conftest import NOW
from tests.worlds import make_need


@pytest.fixture
def two(group, ana, luis, propose):
    """Two requests, each with somebody proposed."""
    parts = [NeedPart.objects.get(need=make_need(group, at=NOW)) for _number in range(2)]
    return [propose(part, helper) for part, helper in zip(parts, (ana, luis), strict=True)]


def test_before_the_first_plan(board):
    page = board("since/")

    assert "There is no plan yet." in page
    assert "Make a new plan" in page
    assert "Approve" not in page


def test_what_it_covers_and_what_was_proven(group, two, board, unmet):
    unmet(two[0].run, NeedPart.objects.get(need=make_need(group, at=NOW)))
    page = board("since/")

    assert "The plan covers 2 of 3 open requests." in page
    assert "Proven best for everybody together" in page
    assert "1 nobody can reach yet" in page
    assert "Approve 2 proposals" in page


def test_what_was_not_proven_best_is_not_called_so(make_run, board):
    make_run(is_optimal=False)
    page = board("since/")

    assert "Proven best" not in page
    assert "Checked line by line" in page


def test_while_a_plan_is_being_made_its_progress_shows(make_run, board):
    make_run(RunState.RUNNING, started_at=NOW, progress_percent=40)
    page = board("since/")

    assert "Working out the plan…" in page
    assert 'value="40"' in page
    assert 'data-poll-ms="1000"' in page
    assert "Make a new plan" not in page


def test_a_failure_is_said_and_the_plan_before_it_stays(make_run, board):
    make_run()
    make_run(RunState.FAILED, failure=RunFailure.TOO_LONG)
    page = board("since/")

    assert "Working out the plan took too long." in page
    assert "Proven best for everybody together" in page


def test_a_failure_that_a_plan_has_made_good_is_not_said(make_run, board):
    make_run(RunState.FAILED, failure=RunFailure.TOO_LONG)
    make_run()

    assert "took too long" not in board("since/")


def test_asking_for_a_plan_twice_asks_once(press, group):
    press("plan/new/")
    press("plan/new/")

    assert Run.objects.get().state == RunState.WAITING


def test_approving_all_and_taking_it_back(two, press, time_machine):
    page = press("plan/approve/", all=two[0].run_id)
    assert "2 people are asked." in page
    assert Assignment.objects.count() == 2

    time_machine.move_to(NOW + timedelta(seconds=9), tick=False)
    page = press("plan/undo/")

    assert "Undone. None of them was told." in page
    assert not Assignment.objects.exists()
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.OPEN}


def test_after_ten_seconds_all_stays(two, press, time_machine):
    press("plan/approve/", all=two[0].run_id)
    time_machine.move_to(NOW + timedelta(seconds=11), tick=False)

    assert "It is too late to undo this." in press("plan/undo/")
    assert Assignment.objects.count() == 2


def test_approving_some(two, press, board):
    page = board("plan/")
    assert page.count('name="proposal"') == 2

    press("plan/approve/", proposal=[two[1].pk])

    assert Assignment.objects.get().part_id == two[1].part_id
    assert "1 proposal" in board("plan/")


def test_lines_that_are_no_longer_true_are_told_with_the_reason(two, ana, press):
    two[0].volunteer.state = "paused"
    two[0].volunteer.save()
    page = press("plan/approve/", all=two[0].run_id)

    assert "1 person is asked." in page
    assert f"{two[0].part.need.reference}, Groceries, Ana Ruiz was not asked." in page
    assert Assignment.objects.get().part_id == two[1].part_id


def test_approving_twice_asks_once(two, press):
    press("plan/approve/", all=two[0].run_id)
    page = press("plan/approve/", all=two[0].run_id)

    assert Assignment.objects.count() == 2
    assert "Choose at least one person." in page


@pytest.mark.usefixtures("two")
def test_nothing_chosen_asks_nobody(press):
    assert "Choose at least one person." in press("plan/approve/")
    assert not Assignment.objects.exists()


def test_a_line_of_another_group_is_not_taken(two, press):
    press("plan/approve/", proposal=[10_000, "x", "9" * 30])

    assert not Assignment.objects.exists()


def test_the_page_of_the_plan_without_a_plan(board):
    assert "There is no plan yet." in board("plan/")


def test_the_page_of_the_plan_names_those_nobody_can_reach(part, board, make_run, unmet):
    unmet(make_run(), part)
    page = board("plan/")

    assert "Nobody can reach these yet" in page
    assert "1 person missing" in page
