"""What one more task, one person more, and an hour that is taken would cost everybody together."""

from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers.graph import Graph
from manyhands.core.dispatch.solvers.protocol import Pool, Prices

_FAR: Final = 1 << 62


def find_prices(pool: Pool, graph: Graph, flow: Int64) -> Prices:
    """Return the prices that prove a flow of least cost; see ``find_potentials``.

    Of all prices that prove it they are the highest: what one more would cost, not what one less saves.
    """
    potential = find_potentials(graph, flow)
    requests, volunteers = len(pool.quantity), len(pool.steps)
    duals = potential[:requests].copy()
    led = np.flatnonzero(pool.leads > 0)
    # One person more who need not be able to lead: through whichever of the two nodes is cheaper.
    duals[led] = np.minimum(duals[led], potential[requests + volunteers :][: len(led)])
    prices = potential[requests : requests + volunteers]
    node, volunteer, slot = graph.hours.T
    extra = potential[node] - prices[volunteer]
    return Prices(prices, duals, np.column_stack([volunteer, slot, extra])[extra > 0])


def find_potentials(graph: Graph, flow: Int64) -> Int64:
    """Return the least that one more unit from each node to the sink costs, hand-overs included.

    They are distances in the graph of possible changes, found exactly in whole numbers; far away for
    nodes that nothing can leave.

    Raises:
        RuntimeError: when a change would make the flow cheaper, so that there are no such distances.

    Source: R. E. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16 (1958).
    """
    more, less = flow < graph.capacity, flow > 0
    tail = np.concatenate([graph.tail[more], graph.head[less]])
    head = np.concatenate([graph.head[more], graph.tail[less]])
    cost = np.concatenate([graph.cost[more], -graph.cost[less]])
    potential = np.full(len(graph.supply), _FAR, dtype=np.int64)
    potential[-1] = 0
    for _round in range(len(potential) + 1):
        onward = potential[head]
        closer = potential.copy()
        np.minimum.at(closer, tail, np.where(onward == _FAR, _FAR, onward + cost))
        if np.array_equal(closer, potential):
            return potential
        if closer[-1] < 0:
            break
        potential = closer
    raise RuntimeError("the plan is not of least cost: another choice of pairs would be cheaper")
