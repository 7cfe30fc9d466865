"""One protocol, several solvers, one optimum."""

from importlib.util import find_spec
from typing import Final

import numpy as np

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.objectives.costs import find_costs, measure, step_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Int64, Problem
from manyhands.core.dispatch.solvers import ortools_flow, shortest_paths
from manyhands.core.dispatch.solvers.flow import FlowSolver
from manyhands.core.dispatch.solvers.greedy import Greedy
from manyhands.core.dispatch.solvers.pools import split_pools
from manyhands.core.dispatch.solvers.prices import find_prices
from manyhands.core.dispatch.solvers.protocol import Answer, Pool, Solver

__all__ = ["SOLVERS", "Answer", "Pool", "Solver", "find_solver", "solve"]

SOLVERS: Final[dict[str, Solver]] = {
    "ortools": FlowSolver("ortools", ortools_flow.find_flow),
    "shortest_paths": FlowSolver("shortest_paths", shortest_paths.find_flow),
    "greedy": Greedy(),
}

_DEFAULT_WEIGHTS: Final = Weights()


def solve(
    problem: Problem, arcs: Arcs | None = None, *, weights: Weights = _DEFAULT_WEIGHTS, solver: str = "auto"
) -> Plan:
    """Return the best plan: the same on every machine and in whatever order rows are given.

    Args:
        problem: what is asked.
        arcs: the feasible pairs, if they have been found already.
        weights: how much each measure counts.
        solver: a name in ``SOLVERS``, or "auto": OR-Tools where it is installed, else plain Python,
            which finds as good a plan and takes longer.

    Raises:
        ProblemError: when there are too many feasible pairs, or the weights are so large that costs
            do not fit into 64 bits.
        ValueError: when no solver has that name.

    >>> from manyhands.core.dispatch.arrays import from_arrays
    >>> problem = from_arrays(
    ...     requests={"id": ["r1", "r2"], "x_m": [0, 100], "y_m": [0, 0]},
    ...     volunteers={"id": ["v1", "v2"], "x_m": [0, 900], "y_m": [0, 0], "radius_m": [150, 4_000]},
    ... )
    >>> plan = solve(problem)
    >>> plan.pairs.tolist(), plan.unmet.tolist(), plan.objective.travel
    ([[0, 0], [1, 1]], [0, 0], 80)
    """
    method = find_solver(solver)
    feasible = find_candidates(problem) if arcs is None else arcs
    costs = find_costs(problem, feasible, weights)
    chosen = np.zeros(len(feasible), dtype=np.bool_)
    relaxed = np.zeros(len(feasible), dtype=np.bool_)
    prices, duals = _idle_prices(problem, weights), costs.unserved.copy()
    is_proven = True
    for pool in split_pools(problem, feasible, costs, weights):
        answer = method.solve_pool(pool)
        chosen[pool.arc_row[answer.chosen]] = True
        if answer.relaxed is None:
            is_proven = False
            prices[pool.volunteer_row] = duals[pool.request_row] = 0
            continue
        relaxed[pool.arc_row[answer.relaxed]] = True
        prices[pool.volunteer_row], duals[pool.request_row] = find_prices(pool, answer.relaxed)
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
        solver=method.name,
        clash_cost=clash_cost,
        is_clash_proven=is_proven,
    )


def find_solver(name: str) -> Solver:
    """Return the solver of a name; for "auto" the quickest exact one that is installed.

    Raises:
        ValueError: when no solver has that name.

    >>> find_solver("greedy").name
    'greedy'
    """
    if name == "auto":
        name = "ortools" if find_spec("ortools") else "shortest_paths"
    if name not in SOLVERS:
        raise ValueError(f"no solver is called {name!r}; there are auto, {', '.join(SOLVERS)}")
    return SOLVERS[name]


def _idle_prices(problem: Problem, weights: Weights) -> Int64:
    """Return what a first task costs each volunteer who has capacity; 0 for the others."""
    everybody = np.arange(len(problem.volunteers), dtype=np.int64)
    first = step_costs(problem, weights, everybody, np.ones_like(everybody))
    return np.where(problem.volunteers.capacity > 0, first, 0)
