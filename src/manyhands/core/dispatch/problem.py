"""What is asked of the engine: who needs what, who could do it, in columns, checked once when made."""

from dataclasses import dataclass, field, fields
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Int32: TypeAlias = NDArray[np.int32]
Int64: TypeAlias = NDArray[np.int64]
UInt64: TypeAlias = NDArray[np.uint64]
Ids: TypeAlias = NDArray[np.str_] | NDArray[np.int64]

PLACED = 0
REMOTE = 1
NOWHERE = 2
"""Where a request happens: at its point, anywhere (a telephone call), or at a place nobody has found yet."""

NO_PAIRS = np.empty((0, 2), dtype=np.int32)
NO_COSTS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RequestTable:
    """One row for each need part that is open; all columns have the same length.

    Attributes:
        id: stable identifiers, texts or whole numbers, each once.
        pool: the number of the sharing pool; pairs are made within one pool only.
        x_m, y_m: where help is needed, in whole metres of the pool's local projection.
        where: PLACED, REMOTE or NOWHERE; the point counts only where it is PLACED.
        need_mask: bits of the skills, vehicle and vetting that a helper must have, all of them.
        language_mask: bits of the languages the neighbour speaks, one of which is enough.
        slot_mask: bits of the 56 three-hour slots of the week that suit, Monday first.
        weight: how much it matters, 1 or more (urgency x equity x ageing).
        quantity: how many people are needed, 1 or more.
    """

    id: Ids
    pool: Int32
    x_m: Int32
    y_m: Int32
    where: NDArray[np.int8]
    need_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64
    weight: Int32
    quantity: NDArray[np.int16]

    def __len__(self) -> int:
        """Return the number of requests."""
        return len(self.id)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VolunteerTable:
    """One row for each volunteer of a pool; all columns have the same length.

    Attributes:
        id: stable identifiers, texts or whole numbers, each once in its pool.
        pool: the number of the sharing pool.
        x_m, y_m: where they start, in whole metres of the pool's local projection.
        have_mask: bits of the skills, vehicle and vetting that they have.
        language_mask: bits of the languages they speak.
        slot_mask: bits of the slots in which they usually have time.
        radius_m: how far they go; negative when nobody knows where they start (then only what
            is remote can be theirs).
        capacity: how many more tasks they can be given now; 0 for those who are full or pause.
        tasks_per_week: what they have said they would do, 1 or more: the measure of their load.
        recent: tasks they have already, this week's and those of the weeks before.
        malus: a cost on each of their tasks for what they have not said, in units of 10 m.
    """

    id: Ids
    pool: Int32
    x_m: Int32
    y_m: Int32
    have_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64
    radius_m: Int32
    capacity: NDArray[np.int16]
    tasks_per_week: NDArray[np.int16]
    recent: NDArray[np.int16]
    malus: Int32

    def __len__(self) -> int:
        """Return the number of volunteers."""
        return len(self.id)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairTable:
    """Wishes about pairs: (request row, volunteer row) with a cost in units of 10 m; a wish for costs less than 0."""

    pairs: Int32 = field(default_factory=lambda: NO_PAIRS)
    cost: Int32 = field(default_factory=lambda: NO_COSTS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """The whole question. Pairs are (request row, volunteer row), rows counted from 0.

    Attributes:
        requests: what is needed.
        volunteers: who could help.
        blocked: pairs that must not be made: kept apart, refused before, or excluded for a reason
            that no column can say (an exact time window, for instance).
        preferences: pairs that are wanted, or not, but possible either way.
        published: pairs that people have been told of and that should not be torn up for nothing.

    Raises:
        ProblemError: when a row cannot be; it names the row and says what to mend.
    """

    requests: RequestTable
    volunteers: VolunteerTable
    blocked: Int32 = field(default_factory=lambda: NO_PAIRS)
    preferences: PairTable = field(default_factory=PairTable)
    published: Int32 = field(default_factory=lambda: NO_PAIRS)


class ProblemError(ValueError):
    """A row that no plan can be made from. The message names it."""


def columns_of(table: RequestTable | VolunteerTable) -> dict[str, NDArray[np.generic]]:
    """Return a table's columns by name, in the order of their declaration."""
    return {column.name: getattr(table, column.name) for column in fields(table)}
