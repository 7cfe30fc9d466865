"""The quicker of two ways to find the same pairs."""

from functools import partial
from importlib.util import find_spec
from typing import Final

import numpy as np

from manyhands.core.dispatch.candidates import index, oracle
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.candidates.room import Finder, check_room
from manyhands.core.dispatch.constraints.registry import RULES
from manyhands.core.dispatch.problem import Problem

FEW_CELLS: Final = 2_000_000
"""Pairs that share a pool. Up to here loading the kernels takes longer than asking every rule about every pair."""


def find_candidates(problem: Problem, *, threads: int = 1) -> Arcs:
    """Return every pair for which no rule fails and the volunteer has capacity left.

    Args:
        problem: what is asked.
        threads: how many look at a time where there is much to look at; the pairs are the same for any number.

    Raises:
        TooManyPairsError: when there are more feasible pairs than fit into memory, as a rule before they are found.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> problem = from_arrays(
    ...     requests={"id": ["r1"], "x_m": [0], "y_m": [0]},
    ...     volunteers={"id": ["near", "far"], "x_m": [300, 9_000], "y_m": [400, 0], "radius_m": [4_000, 4_000]},
    ... )
    >>> arcs = find_candidates(problem)
    >>> arcs.volunteer.tolist(), arcs.distance_m.tolist()
    ([0], [500])
    """
    is_known = {rule.name for rule in RULES} == index.RULES_KNOWN
    cells = count_cells(problem)
    find: Finder = oracle.find_candidates
    if is_known and find_spec("numba") is not None and cells > FEW_CELLS:
        find = partial(index.find_candidates, threads=threads)
    check_room(problem, cells, find)
    return find(problem)


def count_cells(problem: Problem) -> int:
    """Return how many pairs share a pool.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> count_cells(from_arrays(requests={"id": [1, 2]}, volunteers={"id": [7, 8, 9], "pool": [0, 0, 5]}))
    4
    """
    numbers, requests = np.unique(problem.requests.pool, return_counts=True)
    others, volunteers = np.unique(problem.volunteers.pool, return_counts=True)
    _shared, at, there = np.intersect1d(numbers, others, return_indices=True)
    return int((requests[at] * volunteers[there]).sum())
