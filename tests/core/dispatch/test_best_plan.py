"""No plan is better: every plan of small worlds is tried."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.problem import columns_of
from manyhands.core.dispatch.solvers import solve
from tests.core.dispatch.every_plan import (
    clashes,
    cost_of,
    is_possible,
    least_cost,
    pairs_of,
    tie_of_pairs,
)
from tests.core.dispatch.strategies import problems, weights

EXACT = ["augmenting", "ortools", "shortest_paths"]


@pytest.mark.parametrize("solver", EXACT)
@given(problem=problems(), weights=weights)
def test_no_plan_costs_less(solver, problem, weights):
    arcs = find_candidates(problem)

    plan = solve(problem, arcs, weights=weights, solver=solver)

    assert plan.objective.total == least_cost(problem, arcs, weights)
    assert plan.objective.total - plan.clash_cost == least_cost(problem, arcs, weights, may_clash=True)
    assert plan.is_clash_proven


@pytest.mark.parametrize("solver", [*EXACT, "greedy"])
@given(problem=problems(most_requests=6, most_volunteers=5), weights=weights)
def test_the_plan_is_possible_and_its_numbers_are_its_own(solver, problem, weights):
    arcs = find_candidates(problem)
    pairs, ties = pairs_of(arcs), tie_of_pairs(problem)

    plan = solve(problem, arcs, weights=weights, solver=solver)
    made = [tuple(pair) for pair in plan.pairs.tolist()]

    assert made == sorted(set(made))
    assert set(made) <= pairs.keys()
    assert is_possible(problem, made)
    assert not clashes(problem, made)
    assert plan.objective.total == cost_of(problem, pairs, made, weights, ties)
    found = np.bincount(plan.pairs[:, 0], minlength=len(problem.requests))
    assert (found + plan.unmet == problem.requests.quantity).all()
    assert (plan.unmet >= 0).all()


@given(problem=problems(most_requests=8, most_volunteers=6, pools=1), weights=weights)
def test_prices_prove_the_plan(problem, weights):
    """The bound that prices and duals give is the cost of the plan, where nobody need lead."""
    problem = replace(problem, requests=replace(problem.requests, leads=0 * problem.requests.leads))
    arcs = find_candidates(problem)

    plan = solve(problem, arcs, weights=weights)

    pairs, ties = pairs_of(arcs), tie_of_pairs(problem)
    bound = int((problem.requests.quantity * plan.duals).sum())
    for (request, volunteer), (distance_m, wish) in pairs.items():
        alone = cost_of(
            problem, {(request, volunteer): (distance_m, wish)}, [(request, volunteer)], weights, ties
        )
        nothing = cost_of(problem, {}, [], weights, ties)
        without_load = alone - nothing + 32 * weights.unserved * int(problem.requests.weight[request])
        without_load -= step(problem, weights, volunteer, 1)
        hour = cheapest_hour(problem, plan, request, volunteer)
        bound -= max(0, int(plan.duals[request]) - without_load - int(plan.prices[volunteer]) - hour)
    for volunteer, capacity in enumerate(problem.volunteers.capacity.tolist()):
        steps = [step(problem, weights, volunteer, nth) for nth in range(1, capacity + 1)]
        bound -= sum(max(0, int(plan.prices[volunteer]) - cost) for cost in steps)
    bound -= sum(extra for _volunteer, _slot, extra in plan.hour_prices.tolist())
    assert bound == plan.objective.total
    assert (plan.duals <= 32 * weights.unserved * problem.requests.weight.astype(np.int64)).all()


def cheapest_hour(problem, plan, request, volunteer):
    """What the cheapest hour that suits both costs beyond the volunteer's price."""
    own = int(problem.volunteers.slot_mask[volunteer]) & int(problem.requests.slot_mask[request])
    extra = {slot: price for person, slot, price in plan.hour_prices.tolist() if person == volunteer}
    return min(extra.get(slot, 0) for slot in range(56) if own >> slot & 1)


def step(problem, weights, volunteer, nth):
    """What somebody's nth further task costs, in grains."""
    recent = int(problem.volunteers.recent[volunteer])
    return 32 * (weights.load * (2 * (recent + nth) - 1) // int(problem.volunteers.tasks_per_week[volunteer]))


@given(problem=problems(most_requests=6, most_volunteers=5), weights=weights, data=st.data())
def test_the_order_of_rows_changes_nothing(problem, weights, data):
    requests = data.draw(st.permutations(range(len(problem.requests))))
    volunteers = data.draw(st.permutations(range(len(problem.volunteers))))
    shuffled = shuffle(problem, requests, volunteers)

    plan, other = solve(problem, weights=weights), solve(shuffled, weights=weights)

    assert people(problem, plan) == people(shuffled, other)
    assert plan.objective == other.objective
    assert plan.prices[volunteers].tolist() == other.prices.tolist()
    assert plan.duals[requests].tolist() == other.duals.tolist()
    moved = np.argsort(np.array(volunteers, dtype=int))
    hours = [[int(moved[person]), slot, extra] for person, slot, extra in plan.hour_prices.tolist()]
    assert sorted(hours) == other.hour_prices.tolist()


@given(problem=problems(most_requests=6, most_volunteers=5), weights=weights, offset=st.integers(1, 10**9))
def test_ids_decide_only_between_plans_that_are_equally_good(problem, weights, offset):
    renamed = replace(
        problem,
        requests=replace(problem.requests, id=problem.requests.id * 7 + offset),
        volunteers=replace(problem.volunteers, id=problem.volunteers.id * 3 - offset),
    )

    one, other = solve(problem, weights=weights).objective, solve(renamed, weights=weights).objective

    units = [(objective.total - objective.tie) // 32 for objective in (one, other)]
    assert abs(units[0] - units[1]) < max(1, int(problem.requests.quantity.sum()))


def people(problem, plan):
    """The pairs by pool and ids."""
    return sorted(
        (
            int(problem.requests.pool[request]),
            int(problem.requests.id[request]),
            int(problem.volunteers.id[volunteer]),
        )
        for request, volunteer in plan.pairs.tolist()
    )


def shuffle(problem, requests, volunteers):
    """The same problem with its rows in another order."""

    def moved(pairs):
        place = np.argsort(np.array(requests, dtype=int)), np.argsort(np.array(volunteers, dtype=int))
        if not len(pairs):
            return pairs
        return np.column_stack([place[0][pairs[:, 0]], place[1][pairs[:, 1]]]).astype(np.int32)

    def reordered(table, order):
        rows = np.array(order, dtype=int)
        return replace(table, **{name: column[rows] for name, column in columns_of(table).items()})

    wishes = problem.preferences
    return replace(
        problem,
        requests=reordered(problem.requests, requests),
        volunteers=reordered(problem.volunteers, volunteers),
        blocked=moved(problem.blocked)[::-1],
        published=moved(problem.published)[::-1],
        preferences=replace(wishes, pairs=moved(wishes.pairs)),
    )


@given(problem=problems(most_requests=6, most_volunteers=5), weights=weights)
def test_greedy_never_beats_it_and_never_says_it_is_best(problem, weights):
    greedy, best = solve(problem, weights=weights, solver="greedy"), solve(problem, weights=weights)

    assert greedy.objective.total >= best.objective.total
    assert not greedy.is_clash_proven or not len(find_candidates(problem))
