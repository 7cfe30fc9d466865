"""What one more task, and one person more, would cost everybody together."""

from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers.protocol import Bools, Pool

_FAR: Final = 1 << 61


def find_prices(pool: Pool, chosen: Bools) -> tuple[Int64, Int64]:
    """Return the price of each volunteer and the dual of each request for a plan of least cost.

    A price is the least that one more task of the volunteer costs: their next step, or that of
    somebody who takes over another of their tasks, and so on. A dual is the least that one person
    more for the request costs, at most that of leaving them missing. Both are distances to the sink
    in the graph of possible changes, found exactly in whole numbers.

    Raises:
        RuntimeError: when a change would make the plan cheaper, so that there are no such prices.

    Source: R. E. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16 (1958).
    """
    next_step = _next_steps(pool, chosen)
    free, taken = np.flatnonzero(~chosen), np.flatnonzero(chosen)
    prices, duals = next_step, pool.unserved.copy()
    for _round in range(len(prices) + len(duals) + 2):
        duals = pool.unserved.copy()
        np.minimum.at(duals, pool.request[free], pool.cost[free] + prices[pool.volunteer[free]])
        cheaper = next_step.copy()
        np.minimum.at(cheaper, pool.volunteer[taken], duals[pool.request[taken]] - pool.cost[taken])
        if np.array_equal(cheaper, prices):
            _check_worth(pool, chosen, prices, duals)
            return prices, duals
        prices = cheaper
    raise RuntimeError("the plan is not of least cost: going round in circles would make it cheaper")


def _check_worth(pool: Pool, chosen: Bools, prices: Int64, duals: Int64) -> None:
    """Refuse a plan that would be cheaper without a task that is done, or with one that is not.

    Raises:
        RuntimeError: as said.
    """
    load = np.bincount(pool.volunteer[chosen], minlength=len(pool.steps))
    works = np.flatnonzero(load)
    last_step = pool.step_cost[pool.step_start[works] + load[works] - 1]
    found = np.bincount(pool.request[chosen], minlength=len(pool.quantity))
    misses = found < pool.quantity
    if (prices[works] < last_step).any() or (duals[misses] < pool.unserved[misses]).any():
        raise RuntimeError("the plan is not of least cost: another choice of pairs would be cheaper")


def _next_steps(pool: Pool, chosen: Bools) -> Int64:
    """Return what each volunteer's next task would cost if nobody took over another."""
    load = np.bincount(pool.volunteer[chosen], minlength=len(pool.steps))
    has_room = load < pool.steps
    step = np.full(len(load), _FAR, dtype=np.int64)
    step[has_room] = pool.step_cost[(pool.step_start[:-1] + load)[has_room]]
    return step
