"""What goes through everything of a group is counted once, until its journal says that something has changed."""

from collections.abc import Hashable
from typing import Generic, TypeVar

# Of so many groups a process keeps what it has counted last.
_MOST_GROUPS = 1_000
Value = TypeVar("Value")


class Counted(Generic[Value]):
    """One value of each group, kept by this process for one `head`: the hash of the last line of the group's journal.

    Right for what changes only by actions, as each of them writes a line there. `also` is what else it hangs on.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[bytes, Hashable, Value]] = {}

    def find(self, group_id: int, head: bytes, *, also: Hashable = None) -> Value | None:
        known = self._kept.get(group_id) if head else None
        return known[2] if known and known[:2] == (head, also) else None

    def keep(self, group_id: int, head: bytes, value: Value, *, also: Hashable = None) -> None:
        """Nothing where the group's journal has no line yet."""
        if not head:
            return
        if len(self._kept) >= _MOST_GROUPS:
            self._kept.clear()
        self._kept[group_id] = (head, also, value)
