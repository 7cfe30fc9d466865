"""Three solvers that share as little as can be find plans that are equally good, and prove it."""

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.solvers import ortools_flow, shortest_paths, solve
from manyhands.core.dispatch.solvers.graph import Graph
from manyhands.core.dispatch.verify import certify


def crowded(seed):
    """Thirty requests for about as many people as there are tasks, in few hours, with all that a problem holds."""
    chance = np.random.default_rng(seed)
    requests, volunteers = 30, int(chance.integers(6, 25))

    def pairs(count):
        rows = np.column_stack([chance.integers(0, requests, count), chance.integers(0, volunteers, count)])
        return np.unique(rows, axis=0)

    wished = pairs(20)
    quantity = chance.choice([1, 1, 1, 2, 3], requests)
    leads = chance.choice([0, 0, 1, 2], requests)
    return from_arrays(
        requests={
            "id": chance.permutation(1_000)[:requests],
            "x_m": chance.integers(0, 4_000, requests),
            "y_m": chance.integers(0, 4_000, requests),
            "slot_mask": chance.integers(1, 32, requests),
            "weight": chance.integers(1, 9, requests),
            "quantity": quantity,
            "leads": np.minimum(quantity, leads),
            "lead_mask": np.minimum(1, leads),
        },
        volunteers={
            "id": chance.permutation(1_000)[:volunteers],
            "x_m": chance.integers(0, 4_000, volunteers),
            "y_m": chance.integers(0, 4_000, volunteers),
            "radius_m": chance.integers(1_000, 5_000, volunteers),
            "slot_mask": chance.integers(1, 32, volunteers),
            "capacity": chance.integers(0, 5, volunteers),
            "recent": chance.integers(0, 4, volunteers),
            "malus": chance.choice([0, 0, 100], volunteers),
            "have_mask": chance.integers(0, 2, volunteers),
        },
        blocked=pairs(20),
        published=pairs(20),
        preferences=np.column_stack([wished, chance.integers(-300, 300, len(wished))]),
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("weights", [Weights(), Weights(load=4_000), Weights(unserved=150)], ids=repr)
def test_they_agree(seed, weights):
    problem = crowded(seed)
    arcs = find_candidates(problem)

    known = solve(problem, arcs, weights=weights, solver="ortools")

    for solver in ("shortest_paths", "augmenting"):
        other = solve(problem, arcs, weights=weights, solver=solver)
        assert other.objective.total == known.objective.total
        assert other.clash_cost == known.clash_cost
        assert certify(problem, arcs, other, weights).is_optimal
        if not known.clash_cost:
            assert other.prices.tolist() == known.prices.tolist()
            assert other.duals.tolist() == known.duals.tolist()


def test_the_crowds_are_crowded():
    plans = [solve(crowded(seed)) for seed in range(12)]

    assert sum(plan.clash_cost > 0 for plan in plans) >= 6
    assert sum(plan.unmet.any() for plan in plans) >= 6
    assert sum(plan.objective.switch < 0 for plan in plans) >= 6


def test_a_graph_through_which_nothing_can_flow_is_nobodys_plan():
    one = np.ones(1, dtype=np.int64)
    dry = Graph(tail=0 * one, head=one, capacity=0 * one, cost=one, supply=np.array([1, -1]))

    with pytest.raises(RuntimeError, match="OR-Tools answers"):
        ortools_flow.find_flow(dry)


def test_flows_are_the_same_where_there_is_one_best():
    """Two units from node 0: one straight to the sink 2 for 5, one by way of node 1 for 1 + 2."""
    graph = Graph(
        tail=np.array([0, 0, 1]),
        head=np.array([2, 1, 2]),
        capacity=np.array([9, 1, 9]),
        cost=np.array([5, 1, 2]),
        supply=np.array([2, 0, -2]),
    )

    assert ortools_flow.find_flow(graph).tolist() == [1, 1, 1]
    assert shortest_paths.find_flow(graph).tolist() == [1, 1, 1]
