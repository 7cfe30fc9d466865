"""Hours and leads as gates in the flow of the kernels: as cheap as a general flow, proven, and always held true."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.kernels import flow as columns
from manyhands.core.dispatch.kernels.gates import add_gates, begin_gates, open_hours
from manyhands.core.dispatch.kernels.insertion import insert_all
from manyhands.core.dispatch.kernels.settling import begin_work, list_columns, loosen_keys, settle
from manyhands.core.dispatch.objectives.costs import find_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.solvers.augmenting import Augmenting
from manyhands.core.dispatch.solvers.flow import find_clashing
from manyhands.core.dispatch.solvers.pools import split_pools
from manyhands.core.dispatch.solvers.search import find_search
from manyhands.core.dispatch.verify import certify
from tests.core.dispatch.strategies import problems, weights
from tests.core.dispatch.test_two_solvers import crowded


@given(
    problem=problems(most_requests=9, most_volunteers=6, slots=2),
    weights=weights,
    threads=st.sampled_from([1, 2]),
)
def test_as_cheap_as_a_general_flow_and_proven(problem, weights, threads):
    arcs = find_candidates(problem)
    known = solve(problem, arcs, weights=weights, solver="ortools")

    plan = solve(problem, arcs, weights=weights, solver="augmenting", threads=threads)

    assert plan.objective.total == known.objective.total
    assert plan.clash_cost == known.clash_cost
    for one in (known, plan):
        certificate = certify(problem, arcs, one, weights)
        assert (certificate.is_optimal, certificate.problems) == (True, ())


def pool_of(problem, weights):
    """The only pool of a problem."""
    arcs = find_candidates(problem)
    (pool,) = split_pools(problem, arcs, find_costs(problem, arcs, weights), weights)
    return pool


def broken(flow):
    """What of the invariants of a cheapest flow does not hold."""
    return broken_rows(flow) + broken_columns(flow)


def broken_rows(flow):
    """Of requests and their arcs."""
    found = []
    for row, held in enumerate(flow.requests.tolist()):
        first, served, dual = held[columns.FIRST_HELPER], held[columns.SERVED], held[columns.DUAL]
        helpers = flow.helper[first : first + served].tolist()
        if served < flow.quantity[row] and dual != held[columns.UNSERVED]:
            found.append(("missing", row))
        for at in range(flow.begin[row], flow.end[row]):
            column = int(flow.volunteer[at])
            asked = flow.cost[at] + flow.volunteers[column, columns.PRICE]
            is_wrong = dual < asked if column in helpers else dual > asked and flow.quantity[row] > 0
            if is_wrong or flow.key[at] > asked:
                found.append(("arc", row, column))
    return found


def broken_columns(flow):
    """Of volunteers and their tasks."""
    found = []
    for column, held in enumerate(flow.volunteers.tolist()):
        first, load, price = held[columns.FIRST_TASK], held[columns.LOAD], held[columns.PRICE]
        if load > 0 and flow.marginal[first + load - 1] > price:
            found.append(("too low", column))
        if load < held[columns.CAPACITY] and flow.marginal[first + load] < price:
            found.append(("too high", column))
        for task in flow.task[first : first + load].tolist():
            helper = flow.requests[task, columns.FIRST_HELPER]
            if column not in flow.helper[helper : helper + flow.requests[task, columns.SERVED]]:
                found.append(("task", task, column))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_what_a_cheapest_flow_holds_is_held_after_every_repair(seed):
    pool = pool_of(crowded(seed), Weights(load=400))
    search = find_search(pool, scans_per_unit=150)
    assert not [one for one in broken(search._gates.flow) if one[0] != "arc"]
    rounds = 0

    while len(clashing := find_clashing(pool, search.read_chosen())):
        assert search.keep_apart(clashing, scans_per_unit=150)
        assert broken(search._gates.flow) == []
        rounds += 1

    assert rounds
    flow = search._gates.flow
    keepers = slice(len(search._owner), None)
    assert (flow.requests[keepers, columns.SERVED] == 1).all(), "no keeper goes without"


@pytest.mark.parametrize("seed", range(3))
def test_a_repair_that_takes_too_long_goes_to_a_general_solver(monkeypatch, seed):
    problem = crowded(seed)
    plan = solve(problem, solver="augmenting")
    asked = []
    monkeypatch.setattr("manyhands.core.dispatch.solvers.search.settle", lambda *work: asked.append(work))

    other = solve(problem, solver="augmenting")

    assert asked
    assert other.objective == plan.objective


def test_a_budget_that_is_spent_is_noticed():
    pool = pool_of(crowded(0), Weights())
    search = find_search(pool, scans_per_unit=150)
    clashing = find_clashing(pool, search.read_chosen())
    loosen_keys(search._gates.flow, search._gates.floor)
    opened = open_hours(search._gates, clashing, pool.volunteer_slots)
    flow = opened.gates.flow

    is_settled = settle(
        flow, list_columns(flow), begin_work(flow, len(opened.lost)), opened.columns, opened.lost, 0
    )

    assert not is_settled


def test_one_unit_passes_a_gate_and_no_second():
    """Two rows lead to one volunteer with room for two, through one gate: one goes without."""
    one = np.ones(2, dtype=np.int64)
    flow = columns.make_flow(
        np.array([0, 1, 2]),
        np.zeros(2, dtype=np.int32),
        np.array([3, 4]),
        unserved=np.array([50, 60]),
        quantity=one,
        marginal=np.array([1, 2]),
        capacity=np.array([2]),
    )
    gates = begin_gates(flow, np.zeros(2, dtype=np.uint64))
    nobody = np.zeros(1, dtype=np.int64)
    gated = add_gates(gates, one[:1], nobody, nobody, np.zeros(1, dtype=np.uint64)).flow
    gated.volunteer[:2] = 1

    assert insert_all(gated, np.array([0, 1]), 150)

    assert gated.requests[:, columns.SERVED].tolist() == [0, 1, 1]
    assert gated.volunteers[:, columns.LOAD].tolist() == [1, 1]
    assert gated.requests[0, columns.DUAL] == 50
    assert gated.volunteers[1, columns.PRICE] >= gated.volunteers[0, columns.PRICE]


def test_it_takes_the_place_of_the_general_solver(monkeypatch):
    """Pools with clashes and with leads are solved by the kernels alone."""
    monkeypatch.setattr("manyhands.core.dispatch.solvers.augmenting.find_general_flow", None)

    answers = [Augmenting().solve_pool(pool_of(crowded(seed), Weights())) for seed in range(6)]

    assert all(answer.prices is not None for answer in answers)
    assert sum((answer.chosen != answer.relaxed).any() for answer in answers) >= 3
