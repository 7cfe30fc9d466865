"""The two sentences about fairness are told only when they are true of the plan at hand."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from tests.core.dispatch.every_plan import every_plan, is_possible, pairs_of
from tests.core.dispatch.strategies import problems
from tests.core.dispatch.test_verify import DEFAULT, honest_plan
from tests.core.dispatch.towns import town_problem

STRICT = Weights(load=4_000, unserved=10_000_000)


def certified(problem, weights=DEFAULT, plan=None):
    """What is true of a plan, the best one unless another is given."""
    arcs = find_candidates(problem)
    best = solve(problem, arcs, weights=weights)
    return certify(problem, arcs, best if plan is None else honest_plan(problem, arcs, best, plan), weights)


def test_the_near_and_busy_one_keeps_a_task_when_the_way_weighs_more():
    problem = town_problem(
        "1a2.......b",
        people={"a": {"capacity": 2, "tasks_per_week": 2}, "b": {"radius_m": 9_000, "tasks_per_week": 2}},
    )

    assert not certified(problem).no_handover_improves
    assert certified(problem, STRICT).no_handover_improves


def test_a_chain_over_a_third_is_seen():
    """a can give one of three tasks to b only, and b one to c."""
    people = {
        "a": {"capacity": 3, "tasks_per_week": 9},
        "b": {"capacity": 1, "radius_m": 1_500},
        "c": {"capacity": 1, "radius_m": 1_200},
    }
    problem = town_problem("1a2.b4.c\n.3......", people=people)
    chain = [(0, 0), (1, 0), (2, 0), (3, 1)]

    certificate = certified(problem, plan=chain)

    assert certificate.is_feasible
    assert not certificate.no_handover_improves


def test_who_matters_less_is_not_served_before_who_matters_more():
    problem = town_problem("1a2", needs={"1": {"weight": 3}})

    assert certified(problem).no_unmet_outranks
    assert not certified(problem, plan=[(1, 0)]).no_unmet_outranks


def test_equal_weights_outrank_nobody():
    problem = town_problem("1a2")

    assert certified(problem, plan=[(0, 0)]).no_unmet_outranks
    assert certified(problem, plan=[(1, 0)]).no_unmet_outranks


def loads_and_found(plan):
    """How many tasks each volunteer has, how many people each request."""
    return Counter(volunteer for _request, volunteer in plan), Counter(
        request for request, _volunteer in plan
    )


def a_handover_levels(problem, plan, others):
    """Whether another plan serves the same and moves one task to somebody at least two less busy."""
    loads, found = loads_and_found(plan)
    recent = problem.volunteers.recent.tolist()
    for other in others:
        new_loads, new_found = loads_and_found(other)
        moved = {row: new_loads[row] - loads[row] for row in loads.keys() | new_loads.keys()}
        changed = {row: change for row, change in moved.items() if change}
        if new_found == found and sorted(changed.values()) == [-1, 1]:
            giver, taker = sorted(changed, key=lambda row: changed[row])
            if recent[giver] + loads[giver] >= recent[taker] + loads[taker] + 2:
                return True
    return False


def an_unmet_outranks(problem, plan, others):
    """Whether another plan with the same loads finds one more for a weightier request, one fewer for another."""
    loads, found = loads_and_found(plan)
    weights = problem.requests.weight.tolist()
    for other in others:
        new_loads, new_found = loads_and_found(other)
        moved = {row: new_found[row] - found[row] for row in found.keys() | new_found.keys()}
        changed = {row: change for row, change in moved.items() if change}
        if new_loads == loads and sorted(changed.values()) == [-1, 1]:
            dropped, gained = sorted(changed, key=lambda row: changed[row])
            if weights[gained] > weights[dropped]:
                return True
    return False


@given(problems(most_requests=3, most_volunteers=3, pools=1), st.randoms(use_true_random=False))
def test_both_are_what_trying_everything_says(problem, chance):
    arcs = find_candidates(problem)
    others = [plan for plan in every_plan(problem, pairs_of(arcs)) if is_possible(problem, plan)]
    plan = chance.choice(others)

    certificate = certified(problem, plan=plan)

    if certificate.is_feasible:
        assert certificate.no_handover_improves != a_handover_levels(problem, plan, others)
        assert certificate.no_unmet_outranks != an_unmet_outranks(problem, plan, others)
