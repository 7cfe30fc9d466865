"""Whose task it is, and what volunteers may choose by themselves."""

from types import SimpleNamespace

import pytest

from manyhands.apps.dispatch.policies import ClaimMode, claim_mode, claimable_modes
from manyhands.apps.groups.models import Category, Group, MeetingMode, Membership, MembershipState
from manyhands.apps.groups.models.held import HeldRole
from manyhands.apps.groups.policies import may

OPEN, APPROVAL = MeetingMode.OPEN_CLAIM.value, MeetingMode.CLAIM_WITH_APPROVAL.value


def member(*permissions: str, pk: int = 1, group_id: int = 5) -> Membership:
    found = Membership(pk=pk, group_id=group_id, state=MembershipState.ACTIVE)
    found.know_roles([HeldRole(1, "role", "", permissions)])
    return found


def task(*, of: int = 1, group_id: int = 5, by_organisation: bool = False):
    card = SimpleNamespace(membership_id=of)
    cards = (None, card) if by_organisation else (card, None)
    return SimpleNamespace(group_id=group_id, volunteer=cards[0], organisation=cards[1])


@pytest.mark.parametrize(
    ("of_group", "of_kind", "is_sensitive", "mode"),
    [
        (OPEN, "", False, ClaimMode.OPEN),
        (OPEN, "", True, ClaimMode.APPROVAL),
        (APPROVAL, "", False, ClaimMode.APPROVAL),
        (OPEN, APPROVAL, False, ClaimMode.APPROVAL),
        (OPEN, MeetingMode.DISPATCH.value, False, ClaimMode.NONE),
        (MeetingMode.SUGGESTED.value, "", False, ClaimMode.NONE),
        (MeetingMode.AUTOMATIC.value, "", False, ClaimMode.NONE),
        (MeetingMode.DISPATCH.value, OPEN, False, ClaimMode.OPEN),
        (MeetingMode.DISPATCH.value, OPEN, True, ClaimMode.APPROVAL),
    ],
)
def test_a_kind_of_help_is_chosen_as_the_group_or_the_kind_says(of_group, of_kind, is_sensitive, mode):
    kind = Category(meeting_mode=of_kind, is_sensitive=is_sensitive)

    assert claim_mode(kind, Group(meeting_mode=of_group)) is mode


@pytest.mark.parametrize("of_group", [OPEN, APPROVAL])
def test_where_the_group_lets_choose_so_do_kinds_that_say_nothing(of_group):
    assert sorted(claimable_modes(Group(meeting_mode=of_group))) == sorted(["", OPEN, APPROVAL])


@pytest.mark.parametrize("of_group", [MeetingMode.DISPATCH, MeetingMode.SUGGESTED, MeetingMode.AUTOMATIC])
def test_where_the_group_does_not_only_kinds_that_say_so_may_be_chosen(of_group):
    assert sorted(claimable_modes(Group(meeting_mode=of_group.value))) == sorted([OPEN, APPROVAL])


@pytest.mark.parametrize("by_organisation", [False, True])
def test_a_task_is_of_whoever_does_it_or_answers_for_who_does(by_organisation):
    assert may(member(), "dispatch.own_task", task(by_organisation=by_organisation))
    assert not may(member(pk=2), "dispatch.own_task", task(by_organisation=by_organisation))


def test_a_task_of_another_group_is_never_ones_own():
    assert not may(member(), "dispatch.own_task", task(group_id=6))


def test_a_task_is_nobodys_where_there_is_no_member_or_no_task():
    assert not may(None, "dispatch.own_task", task())
    assert not may(member(), "dispatch.own_task")
    assert not may(None, "dispatch.own_task", task(of=None))


@pytest.mark.parametrize(
    ("permissions", "sees"),
    [(("needs.read",), True), (("tasks.take",), True), (("people.read", "reports.read"), False), ((), False)],
)
def test_what_is_open_is_seen_by_staff_and_by_whoever_takes_tasks(permissions, sees):
    assert may(member(*permissions), "dispatch.see_open") is sees
