"""One protocol, several solvers, one optimum."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from typing import Final

import numpy as np

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.objectives.costs import find_costs, measure, step_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import NO_HOUR_PRICES, Plan
from manyhands.core.dispatch.problem import Int64, Problem
from manyhands.core.dispatch.solvers import ortools_flow, shortest_paths
from manyhands.core.dispatch.solvers.augmenting import Augmenting
from manyhands.core.dispatch.solvers.flow import FlowSolver
from manyhands.core.dispatch.solvers.greedy import Greedy
from manyhands.core.dispatch.solvers.pools import split_pools
from manyhands.core.dispatch.solvers.protocol import Answer, Pool, Solver

__all__ = ["SOLVERS", "Answer", "Pool", "Solver", "find_solver", "solve"]

SOLVERS: Final[dict[str, Solver]] = {
    "augmenting": Augmenting(),
    "ortools": FlowSolver("ortools", ortools_flow.find_flow),
    "shortest_paths": FlowSolver("shortest_paths", shortest_paths.find_flow),
    "greedy": Greedy(),
}

FEW_ARCS: Final = 20_000
"""Up to here loading the kernels takes longer than OR-Tools does for everything."""

_DEFAULT_WEIGHTS: Final = Weights()


def solve(
    problem: Problem,
    arcs: Arcs | None = None,
    *,
    weights: Weights = _DEFAULT_WEIGHTS,
    solver: str = "auto",
    threads: int = 1,
) -> Plan:
    """Return the best plan: the same on every machine and in whatever order rows are given.

    Args:
        problem: what is asked.
        arcs: the feasible pairs, if they have been found already.
        weights: how much each measure counts.
        solver: a name in ``SOLVERS``, or "auto": the quickest exact one that is installed.
        threads: how many pools are solved at a time; the plan is the same for any number.

    Raises:
        ProblemError: when there are too many feasible pairs, or the weights are so large that costs
            do not fit into 64 bits.
        ValueError: when no solver has that name, or the pairs are those of another problem.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> problem = from_arrays(
    ...     requests={"id": ["r1", "r2"], "x_m": [0, 100], "y_m": [0, 0]},
    ...     volunteers={"id": ["v1", "v2"], "x_m": [0, 900], "y_m": [0, 0], "radius_m": [150, 4_000]},
    ... )
    >>> plan = solve(problem)
    >>> plan.pairs.tolist(), plan.unmet.tolist(), plan.objective.travel
    ([[0, 0], [1, 1]], [0, 0], 80)
    """
    feasible = find_candidates(problem, threads=threads) if arcs is None else arcs
    if not _are_of(problem, feasible):
        raise ValueError("these feasible pairs are of another problem: find them again")
    method = find_solver(solver, arcs=len(feasible))
    costs = find_costs(problem, feasible, weights)
    chosen = np.zeros(len(feasible), dtype=np.bool_)
    relaxed = np.zeros(len(feasible), dtype=np.bool_)
    prices, duals, hours = _idle_prices(problem, weights), costs.unserved.copy(), [NO_HOUR_PRICES]
    is_proven = True
    for pool, answer in _solve_each(method, split_pools(problem, feasible, costs, weights), threads=threads):
        chosen[pool.arc_row[answer.chosen]] = True
        if answer.relaxed is None or answer.prices is None:
            is_proven = False
            prices[pool.volunteer_row] = duals[pool.request_row] = 0
            continue
        relaxed[pool.arc_row[answer.relaxed]] = True
        prices[pool.volunteer_row], duals[pool.request_row] = answer.prices.volunteer, answer.prices.request
        volunteer, slot, extra = answer.prices.hours.T
        hours.append(np.column_stack([pool.volunteer_row[volunteer], slot, extra]))
    objective = measure(problem, feasible, chosen, weights)
    clash_cost = objective.total - measure(problem, feasible, relaxed, weights).total if is_proven else 0
    pairs = np.column_stack([feasible.request[chosen], feasible.volunteer[chosen]])
    found = np.bincount(pairs[:, 0], minlength=len(problem.requests))
    return Plan(
        pairs=pairs.astype(np.int32),
        unmet=(problem.requests.quantity - found).astype(np.int16),
        objective=objective,
        prices=prices,
        duals=duals,
        hour_prices=_sorted_rows(np.concatenate(hours)),
        solver=method.name,
        clash_cost=clash_cost,
        is_clash_proven=is_proven,
    )


def find_solver(name: str, *, arcs: int = 0) -> Solver:
    """Return the solver of a name; for "auto" the quickest exact one that is installed.

    Args:
        name: a name in ``SOLVERS``, or "auto".
        arcs: how many feasible pairs there are.

    Raises:
        ValueError: when no solver has that name.

    >>> find_solver("greedy").name
    'greedy'
    """
    if name == "auto":
        name = _find_quickest(arcs)
    if name not in SOLVERS:
        raise ValueError(f"no solver is called {name!r}; there are auto, {', '.join(SOLVERS)}")
    return SOLVERS[name]


def _are_of(problem: Problem, arcs: Arcs) -> bool:
    """Say whether feasible pairs can be those of a problem: their rows are."""
    fits = len(arcs.start) == len(problem.requests) + 1
    return fits and int(arcs.volunteer.max(initial=-1)) < len(problem.volunteers)


def _find_quickest(arcs: int) -> str:
    """Return the name of the quickest exact solver that is installed, for so many feasible pairs."""
    if arcs > FEW_ARCS and find_spec("numba"):
        return "augmenting"
    return "ortools" if find_spec("ortools") else "shortest_paths"


def _solve_each(method: Solver, pools: Iterable[Pool], *, threads: int) -> Iterator[tuple[Pool, Answer]]:
    """Yield each pool with its answer, in order; only a few pools are in memory at a time."""
    if threads == 1:
        for pool in pools:
            yield pool, method.solve_pool(pool)
        return
    crew = ThreadPoolExecutor(threads)
    waiting: deque[tuple[Pool, Future[Answer]]] = deque()
    try:
        for pool in pools:
            waiting.append((pool, crew.submit(method.solve_pool, pool)))
            if len(waiting) > 2 * threads:
                first, answer = waiting.popleft()
                yield first, answer.result()
        for last, answer in waiting:
            yield last, answer.result()
    finally:
        crew.shutdown(cancel_futures=True)


def _sorted_rows(table: Int64) -> Int64:
    """Return the rows of a table in order."""
    return table[np.lexsort(table.T[::-1])]


def _idle_prices(problem: Problem, weights: Weights) -> Int64:
    """Return what a first task costs each volunteer who has capacity; 0 for the others."""
    everybody = np.arange(len(problem.volunteers), dtype=np.int64)
    first = step_costs(problem, weights, everybody, np.ones_like(everybody))
    return np.where(problem.volunteers.capacity > 0, first, 0)
