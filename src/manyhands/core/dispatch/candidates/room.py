"""Whether the pairs will fit into memory: said before it is full, with what it would take and what there is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from manyhands.core.dispatch.problem import (
    NO_PAIRS,
    PairTable,
    Problem,
    TooManyPairsError,
    VolunteerTable,
    columns_of,
)
from manyhands.core.dispatch.tables import NO_WHY

if TYPE_CHECKING:
    from manyhands.core.dispatch.candidates.arcs import Arcs

BYTES_PER_PAIR: Final = 160
"""What a feasible pair takes at most from being found to being planned with: 12 bytes in the answer, the rest while
costs are reckoned and pools are solved. Measured were 140 bytes where 1.4 and 3.5 million pairs are in one pool, and 95
where 0.8 million are in many; some is added. A process that has less than ``SURELY`` pairs never asks."""

SURELY: Final = 250_000
"""So many pairs fit anywhere: nobody is asked how much memory is free."""

MOST_ARCS: Final = 10_000_000
"""The most pairs where nobody can say how much memory is free."""

LARGEST: Final = 2**31 - 1
"""Solvers number pairs with 32 bits."""

_SAMPLE: Final = 64
"""One volunteer in so many is looked at to learn how many pairs there are about."""

_MEMORY: Final = Path("/proc/meminfo")
_GROUP: Final = Path("/sys/fs/cgroup")

Finder: TypeAlias = Callable[[Problem], "Arcs"]


def check_room(problem: Problem, cells: int, find: Finder) -> None:
    """Refuse a problem whose pairs will not fit, before they are looked for.

    Only where all pairs that share a pool would not fit are some volunteers looked at: then it costs a
    hundredth of what finding all costs.

    Args:
        problem: what is asked.
        cells: how many pairs share a pool.
        find: what finds pairs.

    Raises:
        TooManyPairsError: as said; it says how much it would take, how much is free, and what to do.
    """
    most = SURELY if cells <= SURELY else find_most_pairs()
    if cells <= most:
        return
    expected = estimate_pairs(problem, find)
    if expected > most:
        raise TooManyPairsError(_sentence(f"about {expected}", expected))


def check_count(count: int) -> None:
    """Refuse more feasible pairs than fit into memory, as soon as they are known to be.

    Raises:
        TooManyPairsError: as said; it says what to do.
    """
    if count > SURELY and count > (most := find_most_pairs()):
        raise TooManyPairsError(_sentence(f"more than {most}", count))


def estimate_pairs(problem: Problem, find: Finder) -> int:
    """Return about how many pairs are feasible, from those of every so manieth volunteer.

    Raises:
        TooManyPairsError: when those alone are too many.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> from manyhands.core.dispatch.candidates.oracle import find_candidates
    >>> estimate_pairs(from_arrays(requests={"id": [1, 2]}, volunteers={"id": range(128)}), find_candidates)
    256
    """
    rows = np.arange(0, len(problem.volunteers), _SAMPLE)
    columns: dict[str, Any] = {name: column[rows] for name, column in columns_of(problem.volunteers).items()}
    some = replace(
        problem,
        volunteers=VolunteerTable(**columns),
        blocked=NO_PAIRS,
        blocked_why=NO_WHY,
        preferences=PairTable(),
        published=NO_PAIRS,
        places=problem.places
        and replace(
            problem.places,
            volunteer_lon=problem.places.volunteer_lon[rows],
            volunteer_lat=problem.places.volunteer_lat[rows],
        ),
    )
    return len(find(some)) * len(problem.volunteers) // max(1, len(rows))


def find_most_pairs() -> int:
    """Return how many pairs there is room for now."""
    free = find_free_bytes()
    return MOST_ARCS if free is None else min(LARGEST, free // BYTES_PER_PAIR)


def find_free_bytes() -> int | None:
    """Return how much memory this process can still have, or None where nobody says.

    What the machine has free, or what is left to the group of processes that a container is, if that is less.
    """
    free = [left for left in (_free_of_machine(), _free_of_group()) if left is not None]
    return min(free, default=None)


def _free_of_machine() -> int | None:
    """Return what the kernel thinks can be had without swapping."""
    try:
        lines = _MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")), None)


def _free_of_group() -> int | None:
    """Return what is left of the limit of a control group; one without a limit says "max", which is no number."""
    try:
        return max(0, int((_GROUP / "memory.max").read_text()) - int((_GROUP / "memory.current").read_text()))
    except (OSError, ValueError):
        return None


def _sentence(how_many: str, count: int) -> str:
    """Return what is said of too many pairs."""
    free = find_free_bytes()
    there = "nobody can say how much is free" if free is None else f"{free / 1e9:.1f} GB are free"
    return (
        f"{how_many} pairs are feasible: to plan with them takes {count * BYTES_PER_PAIR / 1e9:.1f} GB of memory, and "
        f"{there}; plan for fewer requests at a time, or in smaller pools"
    )
