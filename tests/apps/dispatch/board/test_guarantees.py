"""Each sentence stands only where it was found true of the very plan: real plans, checked, kept, and read again."""

import json
import re

import pytest

from manyhands.apps.dispatch.bridge.words.guarantees import guarantees_of
from manyhands.apps.dispatch.states import RunState
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from tests.apps.dispatch.conftest import NOW
from tests.core.dispatch.test_verify import DEFAULT, honest_plan
from tests.core.dispatch.towns import town_problem

BEST, EVEN, FIRST = (
    "No other plan is better",
    "The load is as even as it can be",
    "Nobody who waits comes before",
)
STRICT = Weights(load=4_000, unserved=10_000_000)
TWO = {"capacity": 2, "tasks_per_week": 2}


def certificate_of(problem, *, plan=None, weights=DEFAULT):
    """As it is stored: the best plan, or one that somebody else has made."""
    arcs = find_candidates(problem)
    best = solve(problem, arcs, weights=weights)
    made = best if plan is None else honest_plan(problem, arcs, best, plan)
    return json.loads(json.dumps(certify(problem, arcs, made, weights).as_json()))


def two_near_one_and_one_far():
    """a is near both, b far away: by default a does both, strictly each does one."""
    return town_problem("1a2.......b", people={"a": TWO, "b": {"radius_m": 9_000, "tasks_per_week": 2}})


def one_for_two():
    """Two ask, the first matters three times as much, and one can come."""
    return town_problem("1a2", needs={"1": {"weight": 3}})


@pytest.fixture
def page(board, make_run):
    """What the plan's page says of a plan with this certificate."""

    def show(certificate):
        run = make_run(RunState.DONE)
        run.certificate, run.finished_at = certificate, NOW
        run.save()
        return re.sub(r"\s+", " ", board("plan/"))

    return show


def said_in(html):
    return [sentence for sentence in (BEST, EVEN, FIRST) if sentence in html]


def test_all_that_is_true_is_said(page):
    assert said_in(page(certificate_of(one_for_two()))) == [BEST, EVEN, FIRST]


def test_an_even_load_is_not_claimed_where_a_hand_over_would_level_it(page):
    assert said_in(page(certificate_of(two_near_one_and_one_far()))) == [BEST]


def test_with_other_weights_the_same_town_has_an_even_load(page):
    assert said_in(page(certificate_of(two_near_one_and_one_far(), weights=STRICT))) == [BEST, EVEN]


def test_that_nobody_is_passed_over_is_not_claimed_where_somebody_is(page):
    certificate = certificate_of(one_for_two(), plan=[(1, 0)])

    assert not certificate["no_unmet_outranks"]
    assert FIRST not in said_in(page(certificate))


def test_what_has_no_meaning_is_not_said():
    """Where nobody waits, none of them is passed over; where nobody is planned, no load is even."""
    met = certificate_of(town_problem("1a"))
    nobody = certificate_of(town_problem("1...............a"))

    assert met["no_unmet_outranks"]
    assert nobody["no_handover_improves"]
    assert said_in(" ".join(guarantees_of(met))) == [BEST, EVEN]
    assert said_in(" ".join(guarantees_of(nobody))) == [BEST, FIRST]


def test_a_plan_that_is_not_proven_says_so(page):
    certificate = {**certificate_of(one_for_two()), "is_optimal": False}

    html = page(certificate)
    assert "It is not proven that no other plan is better." in html
    assert BEST not in html


@pytest.mark.parametrize("certificate", [{}, {"is_feasible": True, "is_optimal": True, "counts": {}}])
def test_of_a_plan_of_nothing_nothing_is_said(certificate):
    assert guarantees_of(certificate) == []


def test_a_plan_that_breaks_a_rule_claims_nothing():
    assert guarantees_of({**certificate_of(one_for_two()), "is_feasible": False}) == []
