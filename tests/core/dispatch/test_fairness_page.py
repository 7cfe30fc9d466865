"""What the page about fairness says is so: its examples are run, its sentences counted after."""

import doctest
import itertools
from collections import Counter
from pathlib import Path

import pytest

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from tests.core.dispatch.every_plan import every_plan, is_possible, pairs_of
from tests.core.dispatch.test_verify import DEFAULT, honest_plan
from tests.core.dispatch.towns import town_problem

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "fairness.md"
EQUAL = {letter: {"capacity": 3, "tasks_per_week": 3, "radius_m": 2_600} for letter in "abc"}
TOWNS = ["1a2b3c", "12a3..b...c", "a1234b\n..c...", "1.2a3\nb...4c"]


def test_the_examples_are_true():
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False)

    assert failed == 0
    assert attempted > 10


def loads_of(plan, volunteers):
    """From the busiest to the least busy."""
    counts = Counter(volunteer for _request, volunteer in plan)
    return sorted((counts[row] for row in range(volunteers)), reverse=True)


@pytest.mark.parametrize("drawing", TOWNS)
def test_with_equal_limits_and_the_load_first_no_load_is_more_even(drawing):
    """Against every other plan that meets the same requests: the busiest, the next, and so on; and for any steps."""
    problem = town_problem(drawing, people=EQUAL)
    arcs, weights = find_candidates(problem), weights_of("strict")
    plan = solve(problem, arcs, weights=weights)
    mine = loads_of(plan.pairs.tolist(), len(problem.volunteers))
    met = Counter(plan.pairs[:, 0].tolist())

    others = [
        loads_of(other, len(problem.volunteers))
        for other in every_plan(problem, pairs_of(arcs))
        if is_possible(problem, other) and Counter(request for request, _volunteer in other) == met
    ]

    assert len(others) > 1
    assert mine == min(others)
    assert mine[::-1] == max(other[::-1] for other in others)
    assert sum(load**3 for load in mine) == min(sum(load**3 for load in other) for other in others)
    assert certify(problem, arcs, plan, weights).no_handover_improves


@pytest.mark.parametrize("drawing", TOWNS)
def test_the_check_is_true_of_the_most_even_loads_and_of_no_others(drawing):
    """Harvey and others: exactly if. For every plan there is that meets all of it."""
    problem = town_problem(drawing, people=EQUAL)
    arcs, weights = find_candidates(problem), DEFAULT
    best = solve(problem, arcs, weights=weights)
    met = Counter(best.pairs[:, 0].tolist())
    plans = [
        other
        for other in every_plan(problem, pairs_of(arcs))
        if is_possible(problem, other) and Counter(request for request, _volunteer in other) == met
    ]
    most_even = min(loads_of(plan, len(problem.volunteers)) for plan in plans)

    for plan in itertools.islice(plans, 60):
        certificate = certify(problem, arcs, honest_plan(problem, arcs, best, plan), weights)
        assert certificate.is_feasible, certificate.problems
        assert certificate.no_handover_improves is (loads_of(plan, len(problem.volunteers)) == most_even)
