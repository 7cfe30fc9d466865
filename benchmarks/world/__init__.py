"""Thousands of groups with requests, people, messages and a journal, written fast.

Rows go in by the thousand and not one action at a time, but they are what the actions would have written:
encrypted fields, blind indexes, copies for the open list, numbers of the journal.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from random import Random

from benchmarks.world.groups import LARGE, add_groups, make_large_group
from benchmarks.world.helpers import add_volunteers
from benchmarks.world.journal import Lines
from benchmarks.world.requests import add_requests
from manyhands.apps.groups.models import Group
from manyhands.storage.scope import system_scope

SEED = 48912


@dataclass(frozen=True)
class Size:
    """What is added at a time. `large_*` goes into the one large group, the rest is spread over the others."""

    other_groups: int = 3_000
    open_needs: int = 10_000
    large_open_needs: int = 2_000
    large_other_needs: int = 1_000
    large_volunteers: int = 300

    def share(self, divisor: float) -> "Size":
        """A part of it, or with a divisor below one a multiple."""
        return Size(*(round(getattr(self, one.name) / divisor) for one in fields(self)))

    def __sub__(self, there: "Size") -> "Size":
        return Size(*(max(0, getattr(self, one.name) - getattr(there, one.name)) for one in fields(self)))


# What `manyhands serve` is for.
ONE_GROUP = Size(
    other_groups=0, open_needs=200, large_open_needs=200, large_other_needs=100, large_volunteers=30
)


class World:
    """Begins with one large group; every `grow` adds another helping of everything."""

    def __init__(self, at: datetime, slug: str = LARGE) -> None:
        self.at = at
        self.random = Random(SEED)
        with system_scope("benchmark"):
            self.large: Group = make_large_group(at, slug)
        self.groups: list[Group] = []

    def grow(self, size: Size) -> None:
        with system_scope("benchmark"):
            lines = Lines(self.at)
            fresh = add_groups(size.other_groups, like=self.large, after=len(self.groups), at=self.at)
            self.groups += fresh
            volunteers = add_volunteers(self.large, size.large_volunteers, self.random, lines, at=self.at)
            add_requests(
                [self.large],
                {"open": size.large_open_needs, **_others(size.large_other_needs)},
                volunteers,
                self.random,
                lines,
            )
            if fresh:
                rest = size.open_needs - size.large_open_needs
                add_requests(fresh, {"open": rest}, [], self.random, lines)
            lines.write_heads()


def _others(count: int) -> dict[str, int]:
    """Not only what is open: new ones, those that somebody helps with, and those that are over."""
    return {"new": count // 5, "assigned": count * 2 // 5, "closed": count * 2 // 5}
