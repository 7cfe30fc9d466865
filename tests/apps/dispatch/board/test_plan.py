"""The top line says what was proven and no more; proposals are approved whole or in part."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.models import Assignment, Proposal, Run, UnmetPart
from manyhands.apps.dispatch.states import ProposalState, RunFailure, RunState
from manyhands.apps.needs.models import NeedPart
from manyhands.core.dispatch.explanation import Code, Explanation, Kind, Remark
from manyhands.core.dispatch.sentences import say
from tests.apps.dispatch.conftest import NOW
from tests.worlds import make_need


@pytest.fixture
def two(group, ana, luis, propose):
    """Two requests, each with somebody proposed."""
    parts = [NeedPart.objects.get(need=make_need(group, at=NOW)) for _number in range(2)]
    return [propose(part, helper) for part, helper in zip(parts, (ana, luis), strict=True)]


def test_who_is_proposed_twice_is_counted_once(two, ana, propose, board, press):
    line = propose(NeedPart.objects.get(need=make_need(two[0].group, at=NOW)), ana)
    page = board("since/")

    assert "Approve 3 proposals" in page
    assert "3 proposals: one for each helper who is needed" in page
    assert "2 people would be asked, some more than once" in page
    assert "2 people get a message and can say no. Some are asked for more than one thing." in page
    assert (
        press("plan/approve/", all=line.run_id).count("2 people are asked.") == 2
    )  # said, and beside its undo


def test_the_plan_says_of_when_what_the_board_says(group, ana, propose, board):
    due = NOW + timedelta(days=2)
    need = make_need(group, when_kind="any", due_at=due, at=NOW)
    propose(NeedPart.objects.get(need=need), ana)

    assert "any time" in board()
    assert "any time" in board("plan/")


def test_before_the_first_plan(board):
    page = board("since/")

    assert "There is no plan yet." in page
    assert "Make a new plan" in page
    assert "Approve" not in page


def test_what_it_covers_and_what_was_proven(group, two, board, unmet):
    unmet(two[0].run, NeedPart.objects.get(need=make_need(group, at=NOW)))
    page = board("since/")

    assert "The plan finds somebody for 2 of 3 requests." in page
    assert "for an answer" not in page
    assert "Proven best, " in page
    assert "1 request that nobody can reach yet" in page
    assert "Approve 2 proposals" in page


def test_what_was_not_proven_best_is_not_called_so(group, make_run, board):
    make_need(group, at=NOW)
    make_run(is_optimal=False)
    page = board("since/")

    assert "Proven best" not in page
    assert "Checked, " in page
    assert "Checked line by line" in board("plan/")


def test_while_a_plan_is_being_made_its_progress_shows(make_run, board):
    make_run(RunState.RUNNING, started_at=NOW, progress_percent=40)
    page = board("since/")

    assert "Working out the plan…" in page
    assert 'value="40"' in page
    assert 'data-poll-ms="1000"' in page
    assert "Make a new plan" not in page


def test_a_failure_is_said_and_the_plan_before_it_stays(group, make_run, board):
    make_need(group, at=NOW)
    make_run()
    make_run(RunState.FAILED, failure=RunFailure.TOO_LONG)
    page = board("since/")

    assert "Working out the plan took too long." in page
    assert "Proven best, " in page


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


def test_all_are_those_who_were_looked_at_not_those_of_a_plan_made_since(group, two, press, make_run):
    Proposal.objects.filter(run=two[0].run).update(state=ProposalState.REPLACED)
    newer = make_run()
    other = NeedPart.objects.get(need=make_need(group, at=NOW))
    for part, line in ((two[0].part, two[0]), (other, two[1])):
        Proposal.objects.create(
            group=group, run=newer, part=part, helper=line.helper, volunteer=line.volunteer
        )

    page = press("plan/approve/", all=two[0].run_id)

    assert "1 person is asked." in page
    assert f"{two[1].part.need.reference}, Groceries, {two[1].helper.name} was not asked." in page
    assert [one.part_id for one in Assignment.objects.all()] == [two[0].part_id]


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


def test_those_who_wait_for_an_answer_are_counted_apart(two, press, board):
    press("ask/", part=two[0].part_id, proposal=two[0].pk)
    page = board("since/")

    assert "The plan finds somebody for 1 of 1 request. 1 more request waits for an answer." in page
    assert "show=unmet" not in page

    press("ask/", part=two[1].part_id, proposal=two[1].pk)
    page = board("since/")
    assert "finds somebody" not in page
    assert "2 requests wait for an answer." in page


def test_the_numbers_agree_before_while_and_after_all_is_approved(group, two, press, board, unmet):
    unmet(two[0].run, NeedPart.objects.get(need=make_need(group, at=NOW)))
    make_need(group, at=NOW)

    def said(page):
        words = ("The plan finds somebody for 2 of 4 requests.", "1 of 3 request", "2 proposals:",
                 "2 people would be asked", "1 proposal:", "1 person would be asked", "1 more request waits",
                 "2 requests wait for an answer.", "Nothing is left to approve.",
                 "1 request that nobody can reach yet", "1 request waits for the next plan")  # fmt: skip
        return {one for one in words if one in page}

    always = {"1 request that nobody can reach yet", "1 request waits for the next plan"}
    before = {"The plan finds somebody for 2 of 4 requests.", "2 proposals:", "2 people would be asked"}
    assert said(board("since/")) == said(board("plan/")) == always | before
    press("plan/approve/", proposal=two[0].pk)
    during = {"1 of 3 request", "1 proposal:", "1 person would be asked", "1 more request waits"}
    assert said(board("since/")) == said(board("plan/")) == always | during
    press("plan/approve/", proposal=two[1].pk)
    after = {"2 requests wait for an answer.", "Nothing is left to approve."}
    for page in (board("since/"), board("plan/")):
        assert said(page) == always | after
        assert " 0 of " not in page
        assert "Nobody has been asked" not in page


@pytest.fixture
def unreached(part, make_run, unmet):
    return unmet(make_run(), part)


@pytest.mark.usefixtures("unreached")
def test_whoever_is_asked_after_the_plan_can_be_reached(part, luis, board, press):
    page = board("since/")
    assert "The plan has nobody to propose." in page
    assert "1 request that nobody can reach yet" in page
    assert f'data-row="{part.need.reference}"' in board(show="unmet")

    Run.objects.update(finished_at=NOW - timedelta(minutes=1))
    press("ask/", part=part.pk, one=luis.key)

    assert "1 request waits for an answer." in board("since/")
    assert f'data-row="{part.need.reference}"' not in board(show="unmet")


def test_those_nobody_can_reach_are_listed_with_their_reasons(part, unreached, board):
    why = Explanation(kind=Kind.UNMET, request_id=f"p{part.pk}", remarks=(Remark(code=Code.NOBODY_IN_GROUP),))
    UnmetPart.objects.filter(pk=unreached.pk).update(explanation=why.as_json())
    sentence = say(why, language="en", names={})

    assert sentence in board(show="unmet")
    assert sentence not in board()


def test_not_this_one_can_be_undone_for_ten_seconds(two, press, time_machine):
    page = press("plan/dismiss/", proposal=two[0].pk)
    assert "Ana Ruiz is not proposed for this any more." in page
    assert 'data-undo-seconds="10"' in page
    assert 'data-key="z"' in page

    time_machine.move_to(NOW + timedelta(seconds=9), tick=False)
    assert "They can be proposed for this again." in press("plan/dismiss/undo/", proposal=two[0].pk)
    two[0].refresh_from_db()
    assert two[0].state == ProposalState.OPEN


def test_not_this_one_stays_after_ten_seconds(two, press, time_machine):
    press("plan/dismiss/", proposal=two[0].pk)
    time_machine.move_to(NOW + timedelta(seconds=11), tick=False)

    assert "It is too late to undo this." in press("plan/dismiss/undo/", proposal=two[0].pk)
    two[0].refresh_from_db()
    assert two[0].state == ProposalState.DISMISSED


@pytest.mark.parametrize(("language", "is_said"), [("en", False), ("es", True)])
def test_a_language_that_everybody_speaks_is_no_reason(two, board, language, is_said):
    line = two[0]
    remarks = (
        Remark(code=Code.LANGUAGE, facts={"common": (language,)}),
        Remark(code=Code.LOAD, facts={"tasks": 0}),
    )
    why = Explanation(
        kind=Kind.CHOSEN, request_id=f"p{line.part_id}", volunteer_id=f"v{line.volunteer_id}", remarks=remarks
    )
    Proposal.objects.filter(pk=line.pk).update(explanation=why.as_json())
    page = board(need=line.part.need.reference)

    assert "has no task yet this week" in page
    assert ("Ana Ruiz speaks" in page) is is_said


@pytest.mark.usefixtures("_today")
def test_after_approving_all_head_and_list_come_with_the_answer(group, two, staff_client):
    answer = staff_client.post(
        f"/g/{group.slug}/board/plan/approve/",
        {"all": two[0].run_id},
        headers={"X-Part-Of": "board"},
        follow=True,
    )
    page = answer.content.decode()

    assert 'data-signature=""' not in page
    assert "2 requests wait for an answer." in page
    assert "Approve 2 proposals" not in page
    assert "proposal:" not in page
