"""The best plan by compiled kernels that know what kind of flow a plan is."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers import ortools_flow, shortest_paths
from manyhands.core.dispatch.solvers.flow import find_clashing, solve_by_flows
from manyhands.core.dispatch.solvers.graph import Graph
from manyhands.core.dispatch.solvers.protocol import Answer, Bools, Pool, Prices

if TYPE_CHECKING:
    from manyhands.core.dispatch.solvers.search import Search

SCANS_PER_UNIT: Final = 150
"""Looks at rows that a person may cost on average. Where supply is ample two are enough; a large pool
with nearly as many tasks as room for them takes thousands, and OR-Tools is quicker there."""


class Found(NamedTuple):
    """What the kernels found.

    Attributes:
        chosen: a truth value for each arc of the pool.
        prices: the prices that ``find_prices`` would find.
    """

    chosen: Bools
    prices: Prices


class Augmenting:
    """Successive shortest paths (see ``kernels``); what takes them too long a general flow solves.

    Where somebody's tasks clash, their hours become gates in the flow that was found, and only what they
    have lost is looked for again.
    """

    name: Final = "augmenting"

    def solve_pool(self, pool: Pool) -> Answer:
        """Return the best choice of arcs, with and without regard to hours."""
        search = start_search(pool, scans_per_unit=SCANS_PER_UNIT)
        if search is None:
            return solve_by_flows(pool, find_general_flow)
        relaxed = chosen = search.read_chosen()
        while len(clashing := find_clashing(pool, chosen)):
            if not search.keep_apart(clashing, scans_per_unit=SCANS_PER_UNIT):
                return solve_by_flows(pool, find_general_flow)
            chosen = search.read_chosen()
        return Answer(chosen=chosen, relaxed=relaxed, prices=search.read_prices())


def find_general_flow(graph: Graph) -> Int64:
    """Return the flow through each arc by OR-Tools where it is installed and can, else in plain Python."""
    if find_spec("ortools") is not None and ortools_flow.can_solve(graph):
        return ortools_flow.find_flow(graph)
    return shortest_paths.find_flow(graph)


def augment_all(pool: Pool, *, scans_per_unit: int) -> Found | None:
    """Return the best plan in which hours may clash; None when it takes too long or costs are too large."""
    search = start_search(pool, scans_per_unit=scans_per_unit)
    return None if search is None else Found(search.read_chosen(), search.read_prices())


def start_search(pool: Pool, *, scans_per_unit: int) -> "Search | None":
    """Return the flow of the best plan in which hours may clash; None as ``augment_all`` says."""
    # Loading what was compiled takes longer than a small pool does.
    from manyhands.core.dispatch.solvers.search import find_search  # noqa: PLC0415

    return find_search(pool, scans_per_unit=scans_per_unit)
