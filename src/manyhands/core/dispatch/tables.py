"""The columns of what is asked: one table of requests, one of volunteers, one of wishes."""

from dataclasses import dataclass, field, fields
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Int8: TypeAlias = NDArray[np.int8]
Int16: TypeAlias = NDArray[np.int16]
Int32: TypeAlias = NDArray[np.int32]
Int64: TypeAlias = NDArray[np.int64]
UInt64: TypeAlias = NDArray[np.uint64]
Float64: TypeAlias = NDArray[np.float64]
Ids: TypeAlias = NDArray[np.str_] | NDArray[np.int64]

PLACED = 0
REMOTE = 1
NOWHERE = 2
"""Where a request happens: at its point, anywhere (a telephone call), or at a place nobody has found yet."""

KEPT_APART = 0
DECLINED = 1
TOO_SHORT = 2
"""Why a pair is blocked: the two never meet, it was refused before, or the volunteer's hours, which
the weekly slots tell only roughly, do not hold enough of the exact window."""

NO_PAIRS = np.empty((0, 2), dtype=np.int32)
NO_COSTS = np.empty(0, dtype=np.int32)
NO_WHY = np.empty(0, dtype=np.int8)


class ProblemError(ValueError):
    """A row that no plan can be made from. The message names it."""


class TooManyPairsError(ProblemError):
    """More pairs are feasible than fit into memory: no row is wrong. The message says how much it would take."""


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
        lead_mask: bits that at least ``leads`` of those people must have besides, all of them; counts only
            where ``leads`` is not 0.
        leads: how many of them must have those bits, 0 to ``quantity``; the others need not.
    """

    id: Ids
    pool: Int32
    x_m: Int32
    y_m: Int32
    where: Int8
    need_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64
    weight: Int32
    quantity: Int16
    lead_mask: UInt64
    leads: Int16

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
        have_mask: bits of the skills, vehicle, vetting and experience that they have.
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
    capacity: Int16
    tasks_per_week: Int16
    recent: Int16
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
class Places:
    """Degrees of longitude and latitude of every row, where they are known; NaN where there is no place.

    With them a distance is the one along the great circle, the same that a page tells of one pair.
    """

    request_lon: Float64
    request_lat: Float64
    volunteer_lon: Float64
    volunteer_lat: Float64


def columns_of(table: RequestTable | VolunteerTable) -> dict[str, NDArray[np.generic]]:
    """Return a table's columns by name, in the order of their declaration."""
    return {column.name: getattr(table, column.name) for column in fields(table)}
