"""What was wanted at a certain time is not offered, proposed or asked for once that time has gone by."""

import json
from datetime import timedelta

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.actions.beginning.reoffer import ask_next_best
from manyhands.apps.dispatch.models import Assignment, Proposal
from manyhands.apps.dispatch.queries.open_list.parts import is_open_to
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.needs.actions import set_when
from manyhands.apps.needs.models import NeedPart
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import read
from tests.apps.dispatch.planning import plan_by_hand
from tests.worlds import make_need

TIME = NOW + timedelta(hours=3)
AFTER = TIME + timedelta(minutes=1)
BY = {"by": STAFF, "at": AFTER}


@pytest.fixture
def timed(group) -> NeedPart:
    need = make_need(
        group, summary="To the dentist", when_kind="at_time", starts_at=TIME, due_at=TIME, at=NOW
    )
    return NeedPart.objects.select_related("need", "category", "group").get(need=need)


@pytest.fixture
def clock(time_machine):
    def move(at):
        time_machine.move_to(at, tick=False)

    return move


def listed(client, group, **query):
    page = read(client, f"/g/{group.slug}/open/", data=query)
    cells = json.loads(read(client, f"/g/{group.slug}/open/map.json", data=query))
    return "To the dentist" in page, cells["elsewhere"] + sum(cell[3] for cell in cells["cells"])


def test_the_list_and_the_map_offer_it_until_its_time(group, timed, volunteer_client, clock):
    client, ana = volunteer_client
    for query in ({}, {"when": "week"}, {"order": "soonest"}):
        clock(TIME - timedelta(minutes=1))
        assert listed(client, group, **query) == (True, 1)
        assert is_open_to(timed, ana, at=TIME - timedelta(minutes=1))
        clock(AFTER)
        assert listed(client, group, **query) == (False, 0)
        assert not is_open_to(timed, ana, at=AFTER)
    assert "This is not open any more" in read(client, f"/g/{group.slug}/open/{timed.pk}/")


@pytest.mark.parametrize(
    "when",
    [
        {"when_kind": "soon", "due_at": TIME},
        {"when_kind": "by_day", "due_at": TIME},
        {"when_kind": "any"},
        {"when_kind": "at_time", "starts_at": NOW, "due_at": AFTER + timedelta(hours=1)},
    ],
)
def test_what_has_no_hour_of_its_own_may_still_be_welcome(group, volunteer_client, clock, when):
    client, _ana = volunteer_client
    make_need(group, summary="To the dentist", at=NOW, **when)
    clock(AFTER)

    assert listed(client, group) == (True, 1)


def test_a_new_time_puts_it_back(group, timed, volunteer_client, clock):
    client, _ana = volunteer_client
    clock(AFTER)
    tomorrow = TIME + timedelta(days=1)
    set_when(timed.need, when_kind="at_time", starts_at=tomorrow, due_at=tomorrow, **BY)

    assert listed(client, group) == (True, 1)


def test_nobody_can_take_it_or_be_asked(timed, ana):
    with pytest.raises(RefusedError) as claimed:
        actions.claim(timed, ana, **BY)
    with pytest.raises(RefusedError) as asked:
        actions.invite(timed, [ana], made_by=None, **BY)

    assert claimed.value.refusal == asked.value.refusal == Refusal.TIME_OVER
    assert ask_next_best(timed.pk, **BY) == []
    assert not Assignment.objects.exists()


def test_whoever_is_asked_has_until_then_to_answer(timed, ana):
    [asked] = actions.invite(timed, [ana], made_by=None, by=STAFF, at=TIME - timedelta(minutes=20))

    assert asked.expires_at == TIME
    with pytest.raises(RefusedError) as late:
        actions.accept(asked, **BY)
    assert late.value.refusal == Refusal.EXPIRED


def test_a_time_that_is_brought_forward_ends_the_question(group, timed, volunteer_client, clock):
    client, ana = volunteer_client
    [asked] = actions.invite(timed, [ana], made_by=None, by=STAFF, at=NOW)
    sooner = NOW + timedelta(minutes=30)
    set_when(timed.need, when_kind="at_time", starts_at=sooner, due_at=sooner, by=STAFF, at=NOW)
    clock(sooner)

    assert "To the dentist" not in read(client, f"/g/{group.slug}/tasks/")
    assert 'value="yes"' not in read(client, f"/g/{group.slug}/tasks/{asked.pk}/")
    with pytest.raises(RefusedError) as late:
        actions.accept(asked, by=STAFF, at=sooner)
    assert late.value.refusal == Refusal.EXPIRED


def test_what_was_agreed_on_the_telephone_can_be_written_down_afterwards(timed, ana):
    assert actions.assign(timed, ana, made_by=None, **BY).state == "accepted"


class TestOfThePlan:
    @pytest.fixture
    def meeting_mode(self):
        return "dispatch"

    def test_it_is_in_no_plan(self, group, timed):
        assert set(read_inputs(group, at=NOW).parts) == {f"p{timed.pk}"}
        assert not read_inputs(group, at=AFTER).parts
        assert not read_inputs(group, with_chosen=True, at=AFTER).parts

    def test_a_line_of_an_older_plan_is_no_longer_true(self, timed, ana):
        [line] = plan_by_hand(timed.group, [(timed, ana)])
        approval = actions.approve_proposals([line], made_by=None, **BY)

        assert [refusal for _line, refusal in approval.stale] == [Refusal.TIME_OVER]
        assert not Assignment.objects.exists()
        assert Proposal.objects.get().state == "stale"

    def test_the_board_says_that_it_is_overdue_and_what_to_do(self, timed, ana, staff_client, clock):
        plan_by_hand(timed.group, [(timed, ana)])
        board = f"/g/{timed.group.slug}/board/"
        clock(AFTER)

        page = read(staff_client, board, data={"need": timed.need.reference, "show": "overdue"})
        assert page.count("data-row=") == 1
        assert page.count("overdue</span>") == 2
        assert '?show=overdue">1 request whose time has passed</a>' in page
        assert "Ask the neighbour whether another time would help" in page
        assert f'/requests/{timed.need.reference}/change/"' in page
        assert "A new time has to be agreed first." in page
        for offer in ("proposal:", 'name="one"', 'name="proposal"', "Approve 1 proposal"):
            assert offer not in page
        assert 'name="proposal"' not in read(staff_client, f"{board}plan/")

        clock(TIME - timedelta(minutes=1))
        page = read(staff_client, board, data={"need": timed.need.reference})
        assert "overdue" not in page.replace("show=overdue", "")
        assert "Approve 1 proposal" in page

    def test_the_page_of_who_can_says_so_too(self, timed, ana, staff_client, clock):
        clock(AFTER)
        page = read(staff_client, f"/g/{timed.group.slug}/requests/{timed.need.reference}/{timed.pk}/people/")

        assert "A new time has to be agreed first." in page
        assert 'name="one"' not in page
        assert "overdue</span>" in read(staff_client, f"/g/{timed.group.slug}/map/")
        page = read(staff_client, f"/g/{timed.group.slug}/requests/{timed.need.reference}/")
        assert "The time for this has passed, and somebody is still missing." in page
