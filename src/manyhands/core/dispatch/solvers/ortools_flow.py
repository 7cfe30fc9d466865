"""Flows of least cost by OR-Tools."""

from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Int64, ProblemError
from manyhands.core.dispatch.solvers.graph import Graph

MOST_COST_TIMES_NODES: Final = 4 * 10**17
"""Beyond about ten times this OR-Tools refuses a graph, since it multiplies costs by the number of nodes."""


def can_solve(graph: Graph) -> bool:
    """Say whether costs times nodes fit into 64 bits."""
    return int(np.abs(graph.cost).max(initial=0)) * len(graph.supply) <= MOST_COST_TIMES_NODES


def find_flow(graph: Graph) -> Int64:
    """Return the flow through each arc.

    Raises:
        ProblemError: when costs times nodes do not fit into 64 bits.
        RuntimeError: when OR-Tools does not answer, which no graph made from a pool leads to.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415  heavy, and not everybody has it

    if not can_solve(graph):
        largest = int(np.abs(graph.cost).max(initial=0))
        raise ProblemError(
            f"a cost of {largest} is too large for a pool of {len(graph.supply)} nodes: "
            f"make the weights smaller, or use the solver 'shortest_paths' or 'augmenting'"
        )
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        graph.tail.astype(np.int32), graph.head.astype(np.int32), graph.capacity, graph.cost
    )
    flow.set_nodes_supplies(np.arange(len(graph.supply), dtype=np.int32), graph.supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"OR-Tools answers {status}")
    found: Int64 = flow.flows(arcs).astype(np.int64)
    return found
