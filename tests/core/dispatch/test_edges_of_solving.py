"""What is asked at the edge: nobody, nothing, too much, numbers that are too large."""

import numpy as np
import pytest

from manyhands.core.dispatch import candidates
from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates, oracle
from manyhands.core.dispatch.objectives.costs import find_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import ProblemError
from manyhands.core.dispatch.solvers import find_solver, solve
from manyhands.core.dispatch.solvers.graph import draw_graph
from manyhands.core.dispatch.solvers.pools import split_pools
from manyhands.core.dispatch.solvers.prices import find_prices
from tests.core.dispatch.towns import plan_for, town_problem

solvers = pytest.mark.parametrize("solver", ["augmenting", "ortools", "shortest_paths", "greedy"])
exact = pytest.mark.parametrize("solver", ["augmenting", "ortools", "shortest_paths"])


@solvers
def test_nobody_and_nothing(solver):
    plan = solve(from_arrays(requests={"id": []}, volunteers={"id": []}), solver=solver)

    assert plan.pairs.shape == (0, 2)
    assert plan.objective.total == 0
    assert plan.clash_cost == 0


def test_feasible_pairs_of_another_problem_are_refused():
    problem, longer = town_problem("1a"), town_problem("1a2")
    fewer_people, more_people = town_problem("1a"), town_problem("1ab")

    with pytest.raises(ValueError, match="of another problem"):
        solve(problem, find_candidates(longer))
    with pytest.raises(ValueError, match="of another problem"):
        solve(fewer_people, find_candidates(more_people))


@solvers
def test_requests_without_volunteers(solver):
    plan = solve(from_arrays(requests={"id": ["r"], "quantity": [2]}, volunteers={"id": []}), solver=solver)

    assert plan.unmet.tolist() == [2]
    assert plan.duals.tolist() == [32 * 50_000]
    assert plan.objective.unserved == 100_000


@solvers
def test_volunteers_without_requests(solver):
    plan = solve(from_arrays(requests={"id": []}, volunteers={"id": ["v"]}), solver=solver)

    assert plan.prices.tolist() == [32 * 40]


@solvers
def test_everybody_pauses(solver):
    helpers, plan = plan_for("1a2b", people={"a": {"capacity": 0}, "b": {"capacity": 0}}, solver=solver)

    assert helpers == {"1": "", "2": ""}
    assert plan.prices.tolist() == [0, 0]


@solvers
def test_everything_in_one_place(solver):
    count = 12
    problem = from_arrays(
        requests={"id": np.arange(count), "x_m": np.zeros(count), "y_m": np.zeros(count)},
        volunteers={
            "id": np.arange(count),
            "x_m": np.zeros(count),
            "y_m": np.zeros(count),
            "radius_m": np.zeros(count),
        },
    )

    plan = solve(problem, solver=solver)

    assert plan.unmet.sum() == 0
    assert plan.objective.travel == 0


@exact
def test_without_weights_any_plan_is_as_good_and_nobody_need_come(solver):
    nothing = Weights(unserved=0, load=0, travel=0, switch=0, preference=0)

    plan = solve(town_problem("1a2b"), weights=nothing, solver=solver)

    assert plan.objective.total == 0
    assert plan.objective.unserved == 0


@exact
def test_a_pool_that_nobody_is_in_does_not_trouble_the_others(solver):
    problem = from_arrays(requests={"id": ["r", "s"], "pool": [0, 7]}, volunteers={"id": ["v"], "pool": [0]})

    plan = solve(problem, solver=solver)

    assert plan.pairs.tolist() == [[0, 0]]
    assert plan.unmet.tolist() == [0, 1]


def test_one_person_in_two_pools_is_two_rows():
    problem = from_arrays(
        requests={"id": ["r", "s"], "pool": [0, 1]}, volunteers={"id": ["v", "v"], "pool": [1, 0]}
    )

    assert solve(problem).pairs.tolist() == [[0, 1], [1, 0]]


def test_weights_beyond_64_bits_are_refused_by_name():
    problem = from_arrays(requests={"id": ["r"], "weight": [2**31 - 1]}, volunteers={"id": ["v"]})

    with pytest.raises(ProblemError, match="make the weight of unserved smaller"):
        solve(problem, weights=Weights(unserved=10**9))


def test_costs_beyond_what_ortools_can_multiply_are_refused_and_solved_in_plain_python():
    problem = from_arrays(
        requests={"id": ["r", "s"], "weight": [2**30, 2**31 - 1]}, volunteers={"id": ["v"], "capacity": [1]}
    )
    heavy = Weights(unserved=5_000_000)

    with pytest.raises(ProblemError, match="is too large for a pool of 4 nodes"):
        solve(problem, weights=heavy, solver="ortools")
    assert solve(problem, weights=heavy, solver="shortest_paths").pairs.tolist() == [[1, 0]]


@pytest.mark.parametrize("cells", [1, 2, 5])
def test_small_blocks_find_the_same(monkeypatch, cells):
    problem = town_problem("1a2b3\nc4d.5")
    whole = find_candidates(problem)
    monkeypatch.setattr(oracle, "CELLS_AT_ONCE", cells)

    parts = find_candidates(problem)

    assert parts.start.tolist() == whole.start.tolist()
    assert parts.volunteer.tolist() == whole.volunteer.tolist()
    assert parts.distance_m.tolist() == whole.distance_m.tolist()


def test_arcs_that_were_found_before_are_not_looked_for_again(monkeypatch):
    problem = town_problem("1a2b")
    arcs = candidates.find_candidates(problem)
    monkeypatch.setattr("manyhands.core.dispatch.solvers.find_candidates", None)

    assert len(solve(problem, arcs).pairs) == 2


def test_without_ortools_the_plan_is_as_good(monkeypatch):
    best = solve(town_problem("1a.2.b"))
    monkeypatch.setattr("manyhands.core.dispatch.solvers.find_spec", lambda _name: None)

    plan = solve(town_problem("1a.2.b"))

    assert (best.solver, plan.solver) == ("ortools", "shortest_paths")
    assert plan.objective == best.objective


def test_a_solver_that_is_not_there():
    with pytest.raises(ValueError, match="no solver is called 'magic'"):
        find_solver("magic")


@pytest.mark.parametrize(
    ("drawing", "chosen"),
    [
        pytest.param("1a....b", [False, True], id="somebody nearer is left out"),
        pytest.param("1a....b", [False, False], id="a need is left that somebody could meet"),
        pytest.param("a1...2b", [False, True, True, False], id="two should change places"),
    ],
)
def test_a_plan_that_is_not_best_has_no_prices(drawing, chosen):
    problem = town_problem(drawing)
    arcs = find_candidates(problem)
    (pool,) = split_pools(problem, arcs, find_costs(problem, arcs, Weights()), Weights())
    graph = draw_graph(pool, np.zeros(len(pool.steps), dtype=np.bool_))

    with pytest.raises(RuntimeError, match="not of least cost"):
        find_prices(pool, graph, flow_of(pool, np.array(chosen)))


def flow_of(pool, chosen):
    """The flow of a choice: arcs, then first steps, then people missing."""
    load = np.bincount(pool.volunteer[chosen], minlength=len(pool.steps))
    nth = np.arange(len(pool.step_cost)) - np.repeat(pool.step_start[:-1], pool.steps)
    missing = pool.quantity - np.bincount(pool.request[chosen], minlength=len(pool.quantity))
    return np.concatenate([chosen, nth < np.repeat(load, pool.steps), missing]).astype(np.int64)
