"""The solver by kernels: what it does at its edges. That its plans are the best, ``test_two_solvers`` says."""

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.kernels.flow import CostTooLargeError, make_flow
from manyhands.core.dispatch.kernels.heap import LARGEST_VALUE
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.solvers import FEW_ARCS, augmenting, find_solver, solve
from manyhands.core.dispatch.verify import certify
from tests.core.dispatch.test_two_solvers import crowded


def shuffled(problem, seed):
    """The same problem with its rows in another order, and the new place of each row."""
    chance = np.random.default_rng(seed)
    orders = [chance.permutation(len(table)) for table in (problem.requests, problem.volunteers)]
    places = [np.argsort(order) for order in orders]
    tables = [
        {name: column[order] for name, column in columns.items()}
        for order, columns in zip(
            orders, map(columns_of, (problem.requests, problem.volunteers)), strict=True
        )
    ]

    def moved(pairs):
        return np.column_stack([places[0][pairs[:, 0]], places[1][pairs[:, 1]]])

    wishes = problem.preferences
    return from_arrays(
        requests=tables[0],
        volunteers=tables[1],
        blocked=moved(problem.blocked),
        published=moved(problem.published),
        preferences=np.column_stack([moved(wishes.pairs), wishes.cost]),
    )


def columns_of(table):
    return {name: getattr(table, name) for name in table.__dataclass_fields__}


def named(problem, plan):
    """The plan by ids."""
    return sorted(
        (int(problem.requests.id[request]), int(problem.volunteers.id[volunteer]))
        for request, volunteer in plan.pairs.tolist()
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_and_the_number_of_threads_change_nothing(seed):
    problem = crowded(seed)
    plan = solve(problem, solver="augmenting")

    for threads in (1, 2):
        other = shuffled(problem, seed + threads)
        assert named(other, solve(other, solver="augmenting", threads=threads)) == named(problem, plan)


def test_many_pools_at_a_time():
    chance = np.random.default_rng(5)
    problem = from_arrays(
        requests={"id": np.arange(60), "pool": np.arange(60) % 20, "weight": chance.integers(1, 9, 60)},
        volunteers={"id": np.arange(40), "pool": np.arange(40) % 20, "recent": chance.integers(0, 3, 40)},
    )

    plans = [solve(problem, solver="augmenting", threads=threads) for threads in (1, 3)]

    assert plans[0].pairs.tolist() == plans[1].pairs.tolist()
    assert plans[0].prices.tolist() == plans[1].prices.tolist()
    assert len(plans[0].pairs) == 40


@pytest.mark.parametrize("seed", range(4))
def test_a_pool_that_takes_too_long_goes_to_a_general_solver(monkeypatch, seed):
    problem = crowded(seed)
    plan = solve(problem, solver="augmenting")
    asked = []
    general = augmenting.find_general_flow
    monkeypatch.setattr(augmenting, "start_search", lambda *_pool, **_budget: None)
    monkeypatch.setattr(augmenting, "find_general_flow", lambda graph: asked.append(graph) or general(graph))

    other = solve(problem, solver="augmenting")

    assert asked
    assert other.objective.total == plan.objective.total
    assert other.prices.tolist() == plan.prices.tolist()


def test_a_budget_that_is_spent_is_noticed():
    """All wish to be helped by the same three."""
    count = 1_500
    problem = from_arrays(
        requests={"id": np.arange(count)},
        volunteers={"id": np.arange(3), "capacity": [500, 500, 499]},
    )
    pool = augmenting_pool(problem)

    assert augmenting.augment_all(pool, scans_per_unit=0) is None
    assert augmenting.augment_all(pool, scans_per_unit=150) is not None


def augmenting_pool(problem, weights=None):
    from manyhands.core.dispatch.objectives.costs import find_costs
    from manyhands.core.dispatch.solvers.pools import split_pools

    arcs = find_candidates(problem)
    chosen = weights or Weights()
    (pool,) = split_pools(problem, arcs, find_costs(problem, arcs, chosen), chosen)
    return pool


@pytest.mark.parametrize("has_ortools", [True, False])
def test_costs_too_large_for_the_queue_go_to_a_solver_that_can(monkeypatch, has_ortools):
    """Nobody is refused: what neither the queue nor OR-Tools can hold, plain Python can."""
    if not has_ortools:
        monkeypatch.setattr(augmenting, "find_spec", lambda _name: None)
    problem = from_arrays(
        requests={"id": ["r", "s"], "weight": [2**30, 2**31 - 1]}, volunteers={"id": ["v"], "capacity": [1]}
    )
    heavy = Weights(unserved=5_000_000 if has_ortools else 50_000)

    assert augmenting.augment_all(augmenting_pool(problem, heavy), scans_per_unit=150) is None
    assert solve(problem, weights=heavy, solver="augmenting").pairs.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("column", "value"),
    [("unserved", LARGEST_VALUE - 5), ("marginal", LARGEST_VALUE - 8), ("cost", 2**31)],
)
def test_the_queue_refuses_what_it_cannot_hold(column, value):
    said = {"unserved": 5, "cost": 3, "marginal": 2} | {column: value}
    row = {name: np.array([number], dtype=np.int64) for name, number in said.items()}
    one = np.ones(1, dtype=np.int64)

    with pytest.raises(CostTooLargeError, match="make the weights smaller"):
        make_flow(np.array([0, 1]), np.zeros(1, dtype=np.int32), **row, quantity=one, capacity=one)


def test_the_largest_numbers_that_the_queue_holds_are_packed_without_loss():
    """Two at one hour and one who is far: the search runs through gates, at costs of nearly 2**39."""
    problem = from_arrays(
        requests={"id": [1, 2, 3], "weight": [3, 2, 1], "slot_mask": [1, 1, 1], "quantity": [1, 1, 1]},
        volunteers={"id": [1, 2], "capacity": [3, 1], "slot_mask": [1, 1]},
    )
    highest = (LARGEST_VALUE - 1 - 32 * (7 * 40 // 3 + 1) - 32 * 40 - 31) // 32 // 3
    for unserved in (highest, highest - 1):
        heavy = Weights(unserved=unserved)
        found = augmenting.augment_all(augmenting_pool(problem, heavy), scans_per_unit=150)

        plan = solve(problem, weights=heavy, solver="augmenting")

        assert found is not None
        assert plan.objective.total == solve(problem, weights=heavy, solver="shortest_paths").objective.total
        assert plan.unmet.tolist() == [0, 0, 1]
        assert certify(problem, find_candidates(problem), plan, heavy).is_optimal


def test_the_largest_cost_that_fits_is_solved():
    weight = (LARGEST_VALUE - 32 * 40 - 32 * 32) // 32
    problem = from_arrays(
        requests={"id": ["r", "s"], "weight": [2, 1]}, volunteers={"id": ["v"], "capacity": [1]}
    )
    heavy = Weights(unserved=weight // 2)

    plan = solve(problem, weights=heavy, solver="augmenting")

    assert augmenting.augment_all(augmenting_pool(problem, heavy), scans_per_unit=150) is not None
    assert plan.pairs.tolist() == [[0, 0]]
    assert certify(problem, find_candidates(problem), plan, heavy).is_optimal


@pytest.mark.parametrize("seed", range(6))
def test_its_plans_are_certified(seed):
    problem = crowded(seed)
    arcs = find_candidates(problem)

    assert certify(problem, arcs, solve(problem, arcs, solver="augmenting"), Weights()).may_be_shown


def test_it_is_chosen_where_there_is_much_to_do():
    assert find_solver("auto", arcs=FEW_ARCS).name == "ortools"
    assert find_solver("auto", arcs=FEW_ARCS + 1).name == "augmenting"


def test_it_is_not_chosen_without_numba(monkeypatch):
    monkeypatch.setattr("manyhands.core.dispatch.solvers.find_spec", lambda name: name != "numba" or None)

    assert find_solver("auto", arcs=FEW_ARCS + 1).name == "ortools"


def test_a_pool_of_more_rows_than_can_be_numbered_is_refused(monkeypatch):
    monkeypatch.setattr("manyhands.core.dispatch.kernels.flow.FIRST_REQUEST", 1)
    two = np.array([1, 1])

    with pytest.raises(
        CostTooLargeError, match="a pool of more than 1 rows is too large to be planned at once"
    ):
        make_flow(
            np.array([0, 1, 2]),
            np.array([0, 1]),
            np.array([5, 5]),
            unserved=np.array([9, 9]),
            quantity=two,
            marginal=two,
            capacity=two,
        )
