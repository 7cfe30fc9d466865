"""The best plan by compiled kernels that know what kind of flow a plan is."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from manyhands.core.dispatch.objectives.costs import list_steps
from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers import ortools_flow, shortest_paths
from manyhands.core.dispatch.solvers.flow import find_clashing, solve_by_flows
from manyhands.core.dispatch.solvers.graph import Graph
from manyhands.core.dispatch.solvers.protocol import Answer, Bools, Pool, Prices

if TYPE_CHECKING:
    from manyhands.core.dispatch.kernels.flow import Flow

SCANS_PER_UNIT: Final = 150
"""Looks at rows that a person may cost on average. Where supply is ample two are enough; a large pool
with nearly as many tasks as room for them takes thousands, and OR-Tools is quicker there."""


class Found(NamedTuple):
    """What the kernels found.

    Attributes:
        chosen: a truth value for each arc of the pool.
        prices: the prices and the duals that ``find_prices`` would find.
    """

    chosen: Bools
    prices: Prices


class Augmenting:
    """Successive shortest paths (see ``kernels``); what takes them too long, or clashes, a general flow solves.

    Hours are not among the things the kernels know. Pools in which somebody's tasks clash are solved
    once more with those hours as nodes of a graph.
    """

    name: Final = "augmenting"

    def solve_pool(self, pool: Pool) -> Answer:
        """Return the best choice of arcs, with and without regard to hours."""
        found = augment_all(pool, scans_per_unit=SCANS_PER_UNIT)
        if found is None:
            return solve_by_flows(pool, find_general_flow)
        if len(find_clashing(pool, found.chosen)) or pool.leads.any():
            return solve_by_flows(pool, find_general_flow)
        return Answer(chosen=found.chosen, relaxed=found.chosen, prices=found.prices)


def find_general_flow(graph: Graph) -> Int64:
    """Return the flow through each arc by OR-Tools where it is installed and can, else in plain Python."""
    if find_spec("ortools") is not None and ortools_flow.can_solve(graph):
        return ortools_flow.find_flow(graph)
    return shortest_paths.find_flow(graph)


def augment_all(pool: Pool, *, scans_per_unit: int) -> Found | None:
    """Return the best plan in which hours may clash; None when it takes too long or costs are too large.

    Costs below zero (a wish met, a pair that stays) are lifted, row by row: every unit of a request
    pays the lift, also one that is unmet, so that all plans cost the same more.
    """
    # Loading what was compiled takes longer than a small pool does.
    from manyhands.core.dispatch.kernels.flow import CostTooLargeError, make_flow  # noqa: PLC0415
    from manyhands.core.dispatch.kernels.highest_prices import raise_to_highest  # noqa: PLC0415
    from manyhands.core.dispatch.kernels.insertion import insert_all  # noqa: PLC0415

    degree = np.bincount(pool.request, minlength=len(pool.quantity))
    start = np.concatenate([[0], np.cumsum(degree)])
    lift = np.maximum(0, -np.minimum.reduceat(pool.cost, start[:-1]))
    try:
        flow = make_flow(
            start,
            pool.volunteer.astype(np.int32),
            pool.cost + lift[pool.request],
            unserved=pool.unserved + lift,
            quantity=pool.quantity,
            marginal=pool.step_cost,
            capacity=pool.steps,
        )
    except CostTooLargeError:
        return None
    if not insert_all(flow, np.argsort(degree, kind="stable"), scans_per_unit):
        return None
    raise_to_highest(flow)
    return _read(pool, flow, lift)


def _read(pool: Pool, flow: "Flow", lift: Int64) -> Found:
    """Return what a flow says, in the order of the pool's arcs, and with the lift taken off."""
    from manyhands.core.dispatch.kernels.flow import DUAL, PRICE, SERVED  # noqa: PLC0415

    served = flow.requests[:, SERVED]
    request, nth = list_steps(pool.quantity)
    is_taken = nth <= served[request]
    width = len(pool.steps)
    pairs = request[is_taken] * width + flow.helper[is_taken]
    chosen = np.zeros(len(pool.cost), dtype=np.bool_)
    chosen[np.searchsorted(pool.request * width + pool.volunteer, pairs)] = True
    return Found(
        chosen,
        Prices(
            flow.volunteers[:, PRICE].copy(), flow.requests[:, DUAL] - lift, np.empty((0, 3), dtype=np.int64)
        ),
    )
