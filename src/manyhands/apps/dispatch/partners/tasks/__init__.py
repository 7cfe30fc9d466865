"""Joint plans of groups that share, and what has to cross from one to another.

Every scope here holds one group. What crosses is named in `queries`: before a yes nothing of anybody, and after it
what the helper has agreed to.
"""

from manyhands.apps.dispatch.partners.tasks.crossing import (
    follow_lent_task,
    forget_card,
    note_at_asking_group,
    settle_ask,
)
from manyhands.apps.dispatch.partners.tasks.looking_after import look_after_asks
from manyhands.apps.dispatch.partners.tasks.planning import plan_pool

__all__ = [
    "follow_lent_task",
    "forget_card",
    "look_after_asks",
    "note_at_asking_group",
    "plan_pool",
    "settle_ask",
]
