"""Who looks after how contact details are read."""

from typing import Any

import rules

from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.policies import may


@rules.predicate
def may_see_reading(membership: Membership | None, thing: Any = None) -> bool:
    return may(membership, "journal.read", thing) or may(membership, "safety.handle", thing)


rules.add_rule("privacy.see_reading", may_see_reading)
