"""Feasible pairs in plain numpy: every rule in turn, asked about every pair that is left."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.candidates.preferences import find_preferences
from manyhands.core.dispatch.candidates.room import check_count
from manyhands.core.dispatch.constraints.registry import RULES
from manyhands.core.dispatch.pairs import PairColumns
from manyhands.core.dispatch.problem import Int32, Int64, Problem

CELLS_AT_ONCE: Final = 1 << 20
"""How many pairs are looked at in one go: about 40 MB at the widest."""

# Dear to ask, so they are asked last, of the few pairs that are left.
_LATE: Final = ("availability", "distance", "not_blocked", "not_declined_before")


def find_candidates(problem: Problem) -> Arcs:
    """Return every pair for which no rule fails and the volunteer has capacity left.

    Pools are looked at one by one, in blocks of a bounded size, so the memory it takes is that of
    the answer (12 bytes a pair) and of one block.

    Raises:
        TooManyPairsError: when there are more feasible pairs than fit into memory.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> problem = from_arrays(
    ...     requests={"id": ["r1"], "x_m": [0], "y_m": [0]},
    ...     volunteers={"id": ["near", "far"], "x_m": [300, 9_000], "y_m": [400, 0], "radius_m": [4_000, 4_000]},
    ... )
    >>> arcs = find_candidates(problem)
    >>> arcs.volunteer.tolist(), arcs.distance_m.tolist()
    ([0], [500])
    """
    found: list[PairColumns] = []
    count = 0
    for block in _blocks(problem):
        pairs = feasible(block)
        count += len(pairs.request)
        check_count(count)
        found.append(pairs)
    return _compressed(problem, found)


def feasible(pairs: PairColumns) -> PairColumns:
    """Return, as a list, those pairs for which no rule fails.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> problem = from_arrays(requests={"id": [1]}, volunteers={"id": [7, 8], "capacity": [0, 2]})
    >>> feasible(PairColumns.block(problem, np.array([0]), np.array([0, 1]))).volunteer.tolist()
    [1]
    """
    may = np.ones(1, dtype=np.bool_)
    for rule in RULES:
        if rule.name not in _LATE:
            may = may & rule.mask(pairs)
    left = pairs.keep(may).listed()
    for rule in RULES:
        if rule.name in _LATE:
            left = left.keep(rule.mask(left))
    return left


def _blocks(problem: Problem) -> Iterator[PairColumns]:
    """Yield all pairs within each pool, in blocks of a bounded number of cells."""
    requests_of = _rows_by_pool(problem.requests.pool)
    volunteers_of = _rows_by_pool(problem.volunteers.pool)
    for pool in sorted(requests_of.keys() & volunteers_of.keys()):
        requests, volunteers = requests_of[pool], volunteers_of[pool]
        height = max(1, CELLS_AT_ONCE // len(volunteers))
        for top in range(0, len(requests), height):
            yield PairColumns.block(problem, requests[top : top + height], volunteers)


def _rows_by_pool(pool: Int32) -> dict[int, Int64]:
    """Return the rows of each pool, ascending."""
    if not len(pool):
        return {}
    order = np.argsort(pool, kind="stable")
    numbers, starts = np.unique(pool[order], return_index=True)
    return dict(zip(numbers.tolist(), np.split(order, starts[1:]), strict=True))


def _compressed(problem: Problem, found: list[PairColumns]) -> Arcs:
    """Return pairs as rows, with their distance and what is wished."""
    nothing = np.empty(0, dtype=np.int64)
    request = np.concatenate([nothing, *(pairs.request for pairs in found)])
    volunteer = np.concatenate([nothing, *(pairs.volunteer for pairs in found)])
    distance = np.concatenate([nothing, *(pairs.distance_m() for pairs in found)])
    order = np.argsort(request * max(1, len(problem.volunteers)) + volunteer, kind="stable")
    request, volunteer = request[order], volunteer[order]
    counts = np.bincount(request, minlength=len(problem.requests))
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    helpers = volunteer.astype(np.int32)
    return Arcs(
        start=start,
        volunteer=helpers,
        distance_m=distance[order].astype(np.int32),
        preference=find_preferences(problem, start, helpers),
    )
