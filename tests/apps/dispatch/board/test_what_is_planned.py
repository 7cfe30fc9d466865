"""What the line of the plan counts: nothing that volunteers choose by themselves, and nothing that is new."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.board.queries.plan import find_runs
from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.groups.models import Category
from manyhands.apps.needs.actions import set_follow_up
from manyhands.apps.needs.models import NeedPart
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.worlds import make_need


@pytest.fixture
def open_claim(group):
    group.meeting_mode = "open_claim"
    group.save(update_fields=["meeting_mode"])
    Category.objects.filter(group=group).update(meeting_mode="")
    return group


def test_where_volunteers_choose_no_plan_is_offered(open_claim, board, make_run):
    make_need(open_claim, at=NOW)
    make_run()

    for page in (board("since/"), board("plan/")):
        assert "Volunteers choose by themselves here." in page
        assert "Make a new plan" not in page
        assert "Proven best" not in page
        assert "The plan finds somebody" not in page


def test_where_volunteers_choose_no_plan_can_be_asked_for(open_claim, press):
    page = press("plan/new/")

    assert "There is nothing to plan" in page
    assert not Run.objects.exists()


def test_what_volunteers_choose_is_not_sought_by_the_plan(group, ana, propose, board):
    parts = [NeedPart.objects.get(need=make_need(group, (kind,), at=NOW)) for kind in ("groceries", "ride")]
    chosen = parts[1].category
    chosen.meeting_mode = "open_claim"
    chosen.save(update_fields=["meeting_mode"])
    propose(parts[0], ana)
    page = board("since/")

    assert "The plan finds somebody for 1 of 1 request." in page
    assert "Make a new plan" in page


def test_where_only_some_kinds_are_planned_it_is_said_before_the_first_plan_and_after(group, board, make_run):
    assert "is in no plan" not in board("since/")
    kind = Category.objects.filter(group=group).first()
    kind.meeting_mode = "open_claim"
    kind.save(update_fields=["meeting_mode"])

    assert "What volunteers choose by themselves is in no plan" in board("since/")
    make_run()
    page = board("since/")
    assert "What volunteers choose by themselves is in no plan" in page
    assert "Proven best" not in page


def test_new_requests_are_said_to_be_in_no_plan(group, part, ana, propose, board):
    make_need(group, is_open=False, at=NOW)
    propose(part, ana)
    page = board("since/")

    assert "The plan finds somebody for 1 of 1 request." in page
    assert "?show=new" in page
    assert "1 new request</a>" in page
    assert "New requests are in no plan yet: first look at them and start looking." in page


def test_as_many_are_said_to_be_new_as_are_listed_as_new(group, make_run, board, time_machine):
    make_run()
    chosen = Category.objects.get(group=group, key="errand")
    chosen.meeting_mode = "open_claim"
    chosen.save(update_fields=["meeting_mode"])
    kinds = ("groceries", "errand", "groceries", "groceries")
    needs = [make_need(group, (kind,), is_open=False, at=NOW) for kind in kinds]
    set_follow_up(needs[-1], NOW + timedelta(hours=5), by=STAFF, at=NOW)

    for at, count in ((NOW, 3), (NOW + timedelta(hours=6), 4)):
        time_machine.move_to(at, tick=False)
        for page in (board("since/"), board("plan/")):
            assert f"{count} new requests</a>" in page
        assert board(show="new").count("data-row=") == count


def test_the_plan_and_what_belongs_to_it_are_always_one_press_away(group, board):
    page = board("since/")

    for address in ("board/plan/", "what-if/", "board/plans/"):
        assert f'href="/g/{group.slug}/{address}"' in page


def test_what_the_plan_does_is_counted_once_for_each_line_of_the_journal(group, part, ana, propose, make_run):
    def covered(head: bytes) -> int:
        return find_runs(group, with_numbers=True, head=head, at=NOW).numbers.covered

    propose(part, ana)
    assert covered(b"one") == 1
    Proposal.objects.update(state="dismissed")

    assert covered(b"one") == 1
    assert covered(b"two") == covered(b"") == 0
    make_run()
    Proposal.objects.update(state="open")
    assert covered(b"two") == 0
    assert find_runs(group, head=b"two", at=NOW).numbers is None
