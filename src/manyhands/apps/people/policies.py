"""Who may see how somebody who helps is reached, and whether an organisation waits for a yes."""

from typing import Any

import rules

from manyhands.apps.groups.models import Group, JoinMode, Membership, MembershipState
from manyhands.apps.groups.policies import may


@rules.predicate
def may_see_contact(membership: Membership | None, thing: Any = None) -> bool:
    return may(membership, "contact.reveal", thing) or may(membership, "people.manage", thing)


rules.add_rule("people.reveal", may_see_contact)


def organisation_waits(group: Group, membership: Membership | None) -> bool:
    """Staff look at an organisation as they look at a person, whoever of their own signs it up.

    `membership` None: entered by staff, who have looked already.
    """
    if membership is None or may(membership, "members.approve"):
        return False
    return membership.state != MembershipState.ACTIVE or group.join_mode != JoinMode.OPEN
