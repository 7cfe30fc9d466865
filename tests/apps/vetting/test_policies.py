"""Who sees how people stand, and who reads the evidence."""

import pytest

from manyhands.apps.groups.models import Membership, MembershipState
from manyhands.apps.groups.models.held import HeldRole
from manyhands.apps.vetting.models import EvidenceViewers, Requirement
from manyhands.apps.vetting.policies import may_see, may_see_evidence


def member(*permissions: str) -> Membership:
    found = Membership(pk=1, group_id=5, state=MembershipState.ACTIVE)
    found.know_roles([HeldRole(1, "role", "", permissions)])
    return found


def requirement(viewers: str, *, group_id: int = 5) -> Requirement:
    return Requirement(group_id=group_id, evidence_viewers=viewers)


@pytest.mark.parametrize(
    ("permissions", "sees"),
    [(("people.read",), True), (("vetting.manage",), True), (("people.manage", "group.roles"), False)],
)
def test_how_people_stand_is_seen_by_whoever_sees_people_or_checks_them(permissions, sees):
    assert may_see(member(*permissions)) is sees


@pytest.mark.parametrize("permission", ["people.read", "vetting.manage"])
def test_how_people_of_another_group_stand_is_not_seen(permission):
    assert may_see(member(permission), requirement(EvidenceViewers.VETTERS))
    assert not may_see(member(permission), requirement(EvidenceViewers.VETTERS, group_id=6))


@pytest.mark.parametrize(
    ("viewers", "permissions", "reads"),
    [
        (EvidenceViewers.VETTERS, ("vetting.manage",), True),
        (EvidenceViewers.VETTERS, ("people.read", "group.roles"), False),
        (EvidenceViewers.ORGANISERS, ("vetting.manage",), False),
        (EvidenceViewers.ORGANISERS, ("group.roles",), False),
        (EvidenceViewers.ORGANISERS, ("vetting.manage", "group.roles"), True),
    ],
)
def test_evidence_is_read_by_those_who_check_and_some_of_it_by_few(viewers, permissions, reads):
    assert may_see_evidence(member(*permissions), requirement(viewers)) is reads


def test_evidence_of_another_group_is_not_read():
    organiser = member("vetting.manage", "group.roles")

    assert not may_see_evidence(organiser, requirement(EvidenceViewers.VETTERS, group_id=6))
    assert may_see_evidence(organiser)
    assert may_see_evidence(member("vetting.manage"))
    assert not may_see_evidence(member("people.read"))
