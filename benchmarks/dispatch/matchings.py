"""scipy's two matchings: every person needed a row, every task of a volunteer a column.

Both need a row for each person, and none of them can say that two people of one request must be two: what they find
for such requests may send one person twice. So their answers cost no more than the best plan, and are not one.
"""

from typing import Final

import numpy as np

from benchmarks.dispatch.methods import Choice, Method
from manyhands.core.dispatch.objectives.costs import list_steps
from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers.protocol import Pool

MOST_CELLS: Final = 50_000_000
"""Of the largest pool as a full table of 8 bytes each."""


def by_sparse_matching(pools: list[Pool]) -> Choice:
    """``scipy.sparse.csgraph.min_weight_full_bipartite_matching``: staying unmet is a column of one's own."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    chosen = []
    for pool in pools:
        row, column, cost, shape = _expand(pool)
        table = csr_array((cost.astype(np.float64), (row, column)), shape=shape)
        chosen.append(_read(pool, *min_weight_full_bipartite_matching(table)))
    return chosen


def by_dense_assignment(pools: list[Pool]) -> Choice:
    """``scipy.optimize.linear_sum_assignment``: a full table of everybody with everybody."""
    from scipy.optimize import linear_sum_assignment

    chosen = []
    for pool in pools:
        row, column, cost, shape = _expand(pool)
        table = np.full(shape, 1e15)
        table[row, column] = cost
        chosen.append(_read(pool, *linear_sum_assignment(table)))
    return chosen


def _too_large(pools: list[Pool]) -> str:
    """Why there is no full table."""
    people = max(
        int(pool.quantity.sum()) * (int(pool.quantity.sum()) + len(pool.step_cost)) for pool in pools
    )
    gigabytes = people * 8 / 1e9
    return f"would need a table of {gigabytes:.1f} GB" if people > MOST_CELLS else ""


SCIPY_METHODS: Final = (
    Method("scipy, sparse matching", by_sparse_matching),
    Method("scipy, full table", by_dense_assignment, obstacle=_too_large),
)


def _expand(pool: Pool) -> tuple[Int64, Int64, Int64, tuple[int, int]]:
    """Cells of the table: each arc for each person of its request and each step of its volunteer.

    A cost of nothing would be no cell at all, so all costs are lifted alike: every row is in the matching.
    """
    first_row = np.concatenate([[0], np.cumsum(pool.quantity)])
    people = int(first_row[-1])
    steps = pool.steps[pool.volunteer]
    each = steps * pool.quantity[pool.request]
    arc, nth = list_steps(each)
    nth -= 1
    person, step = np.divmod(nth, steps[arc])
    row = first_row[pool.request[arc]] + person
    column = pool.step_start[pool.volunteer[arc]] + step
    cost = pool.cost[arc] + pool.step_cost[column]
    request, _nth = list_steps(pool.quantity)
    own = len(pool.step_cost) + np.arange(people)
    costs = np.concatenate([cost, pool.unserved[request]])
    lift = 1 - int(costs.min(initial=0))
    shape = people, len(pool.step_cost) + people
    return (
        np.concatenate([row, np.arange(people)]),
        np.concatenate([column, own]),
        costs + lift,
        shape,
    )


def _read(pool: Pool, row: Int64, column: Int64) -> Int64:
    """How often each arc is chosen."""
    request, _nth = list_steps(pool.quantity)
    owner, _nth = list_steps(pool.steps)
    is_met = column < len(owner)
    width = len(pool.steps)
    keys = request[row[is_met]] * width + owner[column[is_met]]
    places = np.searchsorted(pool.request * width + pool.volunteer, keys)
    return np.bincount(places, minlength=len(pool.cost))
