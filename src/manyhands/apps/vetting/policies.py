"""Who sees how people stand, who decides, and who reads the evidence."""

from typing import Any

import rules

from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.policies import may
from manyhands.apps.vetting.models import EvidenceViewers, Requirement


@rules.predicate
def may_see(membership: Membership | None, thing: Any = None) -> bool:
    return may(membership, "people.read", thing) or may(membership, "vetting.manage", thing)


@rules.predicate
def may_see_evidence(membership: Membership | None, requirement: Requirement | None = None) -> bool:
    """Of one requirement; the group may keep some of it to those who give roles."""
    if not may(membership, "vetting.manage", requirement):
        return False
    is_for_few = requirement is not None and requirement.evidence_viewers == EvidenceViewers.ORGANISERS
    return not is_for_few or may(membership, "group.roles", requirement)


rules.add_rule("vetting.see", may_see)
rules.add_rule("vetting.evidence", may_see_evidence)
