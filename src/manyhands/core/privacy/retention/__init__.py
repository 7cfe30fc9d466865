"""How long what is known of people is kept: a group's two clocks, and the table of everything that has one."""

from manyhands.core.privacy.retention.clocks import RetentionRule, erase_due_at, week_of
from manyhands.core.privacy.retention.kept import KEPT, Ends, Kept, lasts

__all__ = ["KEPT", "Ends", "Kept", "RetentionRule", "erase_due_at", "lasts", "week_of"]
