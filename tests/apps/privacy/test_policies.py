"""Who looks after how contact details are read."""

import pytest

from manyhands.apps.groups.models import Membership, MembershipState
from manyhands.apps.groups.models.held import HeldRole
from manyhands.apps.privacy.policies import may_see_reading


def member(*permissions: str) -> Membership:
    found = Membership(pk=1, group_id=5, state=MembershipState.ACTIVE)
    found.know_roles([HeldRole(1, "role", "", permissions)])
    return found


@pytest.mark.parametrize(
    ("permissions", "sees"),
    [
        (("journal.read",), True),
        (("safety.handle",), True),
        (("contact.reveal", "people.manage", "reports.read"), False),
    ],
)
def test_reading_is_looked_after_by_whoever_keeps_the_journal_or_handles_reports(permissions, sees):
    assert may_see_reading(member(*permissions)) is sees


@pytest.mark.parametrize("permission", ["journal.read", "safety.handle"])
def test_that_of_another_group_is_nobodys_business(permission):
    assert may_see_reading(member(permission), Membership(group_id=5))
    assert not may_see_reading(member(permission), Membership(group_id=6))
