"""Who sees how helpers are reached, and which organisations wait for a yes."""

import pytest

from manyhands.apps.groups.models import Group, JoinMode, Membership, MembershipState
from manyhands.apps.groups.models.held import HeldRole
from manyhands.apps.groups.policies import may
from manyhands.apps.people.policies import organisation_waits


def member(*permissions: str, state: str = MembershipState.ACTIVE) -> Membership:
    found = Membership(pk=1, group_id=5, state=state)
    if state == MembershipState.ACTIVE:
        found.know_roles([HeldRole(1, "role", "", permissions)])
    return found


@pytest.mark.parametrize(
    ("permissions", "sees"),
    [
        (("contact.reveal",), True),
        (("people.manage",), True),
        (("people.read", "members.approve", "needs.triage"), False),
    ],
)
def test_contact_details_are_shown_to_whoever_reveals_them_or_keeps_the_cards(permissions, sees):
    assert may(member(*permissions), "people.reveal") is sees


@pytest.mark.parametrize("permission", ["contact.reveal", "people.manage"])
def test_they_are_not_shown_of_another_group(permission):
    assert may(member(permission), "people.reveal", Membership(group_id=5))
    assert not may(member(permission), "people.reveal", Membership(group_id=6))


@pytest.mark.parametrize(
    ("join_mode", "state", "permissions", "waits"),
    [
        (JoinMode.OPEN, MembershipState.ACTIVE, (), False),
        (JoinMode.APPROVAL, MembershipState.ACTIVE, (), True),
        (JoinMode.INVITATION, MembershipState.ACTIVE, (), True),
        (JoinMode.APPROVAL, MembershipState.ACTIVE, ("members.approve",), False),
        (JoinMode.OPEN, MembershipState.APPLICANT, (), True),
        (JoinMode.APPROVAL, MembershipState.APPLICANT, (), True),
    ],
)
def test_an_organisation_waits_as_a_person_does(join_mode, state, permissions, waits):
    assert organisation_waits(Group(join_mode=join_mode), member(*permissions, state=state)) is waits


@pytest.mark.parametrize("join_mode", JoinMode)
def test_what_staff_enter_does_not_wait(join_mode):
    assert not organisation_waits(Group(join_mode=join_mode), None)
