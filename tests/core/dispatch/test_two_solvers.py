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


def tangle(seed):
    """A graph of twelve nodes whose arcs go forward only, many of which earn something."""
    chance = np.random.default_rng(seed)
    nodes = 12
    tail, head = np.array(
        [(a, b) for a in range(nodes) for b in range(a + 1, nodes) if chance.random() < 0.5]
    ).T
    supply = np.zeros(nodes, dtype=np.int64)
    supply[:3] = chance.integers(0, 3, 3)
    supply[-1] = -supply.sum()
    # Whatever happens, there is a way for everybody.
    tail, head = np.append(tail, [0, 1, 2]), np.append(head, [nodes - 1] * 3)
    capacity = np.append(chance.integers(0, 3, len(tail) - 3), [9] * 3)
    return Graph(
        tail=tail, head=head, capacity=capacity, cost=chance.integers(-50, 90, len(tail)), supply=supply
    )


@pytest.mark.parametrize("seed", range(25))
def test_flows_of_any_graph_cost_the_same(seed):
    graph = tangle(seed)

    flows = [ortools_flow.find_flow(graph), shortest_paths.find_flow(graph)]

    assert len({int((flow * graph.cost).sum()) for flow in flows}) == 1
    for flow in flows:
        assert ((flow >= 0) & (flow <= graph.capacity)).all()
        out, into = (np.bincount(ends, flow, minlength=12) for ends in (graph.tail, graph.head))
        assert (out - into).tolist() == graph.supply.tolist()


def test_ways_to_the_sink_are_known_before_anything_flows():
    """From 0 by way of 1 and 2, though each step seems dearer; 4 leads nowhere."""
    graph = Graph(
        tail=np.array([0, 0, 1, 1, 2, 0]),
        head=np.array([5, 1, 2, 5, 5, 4]),
        capacity=np.ones(6, dtype=np.int64),
        cost=np.array([5, 4, 7, 3, -9, -99]),
        supply=np.zeros(6, dtype=np.int64),
    )

    assert shortest_paths._distances_to_sink(graph) == [2, -2, -9, 1 << 61, 1 << 61, 0]


@pytest.mark.parametrize("threads", [1, 3])
def test_candidates_are_looked_for_by_as_many_as_are_given(monkeypatch, threads):
    asked = []

    def find(problem, *, threads):
        asked.append(threads)
        return find_candidates(problem, threads=threads)

    monkeypatch.setattr("manyhands.core.dispatch.solvers.find_candidates", find)

    assert solve(crowded(1), threads=threads).objective == solve(crowded(1)).objective
    assert asked[0] == threads
