"""The best plan as a flow of least cost, in which nobody's tasks clash."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from manyhands.core.dispatch.hours import masks_fit
from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers.graph import Graph, draw_graph
from manyhands.core.dispatch.solvers.prices import find_prices
from manyhands.core.dispatch.solvers.protocol import Answer, Bools, Pool

FindFlow: TypeAlias = Callable[[Graph], Int64]
"""What finds the flow of least cost through each arc of a graph."""


class FlowSolver(NamedTuple):
    """Solves a pool by any function that finds a flow of least cost.

    Attributes:
        name: what it is called in a plan.
        find_flow: what finds the flow through each arc.
    """

    name: str
    find_flow: FindFlow

    def solve_pool(self, pool: Pool) -> Answer:
        """Return the best choice of arcs, with and without regard to hours."""
        return solve_by_flows(pool, self.find_flow)


def solve_by_flows(pool: Pool, find_flow: FindFlow) -> Answer:
    """Return the best plan in which nobody's tasks clash, what proves it, and the best in which they may.

    Volunteers whose tasks clash become strict (see ``draw_graph``), and so on until nobody's tasks
    clash. Each flow costs no more than the best plan without clashes, since it knows only some of the
    hours, so the last one, which is such a plan, is the best, and its prices prove it. Hours are few and
    clashes rare: three or four flows are enough.
    """
    strict = np.zeros(len(pool.steps), dtype=np.bool_)
    relaxed = None
    while True:
        graph = draw_graph(pool, strict)
        flow = find_flow(graph)
        chosen = flow[: len(pool.cost)] > 0
        relaxed = chosen if relaxed is None else relaxed
        clashing = find_clashing(pool, chosen)
        if not len(clashing):
            return Answer(chosen=chosen, relaxed=relaxed, prices=find_prices(pool, graph, flow))
        strict[clashing] = True


def find_clashing(pool: Pool, chosen: Bools) -> Int64:
    """Return the volunteers of whom some tasks cannot be at different hours, ascending."""
    request, volunteer = pool.request[chosen], pool.volunteer[chosen]
    tasks: dict[int, list[int]] = {}
    common = pool.request_slots[request] & pool.volunteer_slots[volunteer]
    for person, mask in zip(volunteer.tolist(), common.tolist(), strict=True):
        tasks.setdefault(person, []).append(mask)
    clashing = [person for person, masks in tasks.items() if len(masks) > 1 and not masks_fit(masks)]
    return np.array(sorted(clashing), dtype=np.int64)
