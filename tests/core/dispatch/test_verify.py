"""Wrong plans of every kind are found out, and right ones are proven."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import NOWHERE, REMOTE, TOO_SHORT
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import Fault, certify
from tests.core.dispatch.every_plan import (
    clashes,
    cost_of,
    every_plan,
    is_possible,
    least_cost,
    pairs_of,
    tie_of_pairs,
)
from tests.core.dispatch.strategies import problems, weights
from tests.core.dispatch.towns import town_problem

TOWN = """
    a.1...b.2
    ....c....
    3...d....
"""
DEFAULT = Weights()


def planned(drawing=TOWN, **changes):
    """A town, its feasible pairs and its best plan."""
    problem = town_problem(drawing, **changes)
    arcs = find_candidates(problem)
    return problem, arcs, solve(problem, arcs)


def honest_plan(problem, arcs, plan, pairs):
    """Another plan that tells the truth about itself; the prices stay those of the first."""
    pairs = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
    other = replace(plan, pairs=pairs, clash_cost=0)
    ledger = Ledger(problem=problem, arcs=arcs, plan=other, weights=DEFAULT)
    return replace(other, unmet=ledger.missing.astype(np.int16), objective=ledger.objective())


def with_column(table, **columns):
    """A table in which every row has another value."""
    return replace(
        table, **{name: np.full_like(getattr(table, name), value) for name, value in columns.items()}
    )


def without_arc(arcs, row):
    """The feasible pairs without one of them."""
    start = arcs.start - (arcs.start > row)
    columns = {
        name: np.delete(getattr(arcs, name), row) for name in ("volunteer", "distance_m", "preference")
    }
    return replace(arcs, start=start, **columns)


def faults(certificate):
    """The kinds of what is wrong."""
    return {finding.fault for finding in certificate.problems}


def test_the_best_plan_is_proven():
    certificate = certify(*planned(), DEFAULT)

    assert certificate.is_feasible
    assert certificate.is_optimal
    assert (certificate.gap, certificate.problems) == (0, ())
    assert certificate.counts["pairs"] == 3
    assert certificate.counts["people_missing"] == 0


def test_it_is_stored_as_json():
    stored = certify(*planned(), DEFAULT).as_json()

    assert stored["is_optimal"] is True
    assert stored["problems"] == []
    assert stored["objective"]["unserved"] == 0
    assert len(stored["input_hash"]) == 64


@pytest.mark.parametrize(
    ("fault", "table", "columns"),
    [
        (Fault.OTHER_POOL, "volunteers", {"pool": 1}),
        (Fault.PLACE_NOT_KNOWN, "requests", {"where": NOWHERE}),
        (Fault.LACKS, "requests", {"need_mask": 4}),
        (Fault.NO_COMMON_LANGUAGE, "volunteers", {"language_mask": 0}),
        (Fault.NO_TIME, "volunteers", {"slot_mask": 0}),
        (Fault.TOO_FAR, "volunteers", {"radius_m": 10}),
        (Fault.TOO_FAR, "volunteers", {"radius_m": -1}),
        (Fault.OVER_CAPACITY, "volunteers", {"capacity": 0}),
    ],
)
def test_a_pair_that_breaks_a_rule(fault, table, columns):
    problem, _arcs, plan = planned()
    changed = replace(problem, **{table: with_column(getattr(problem, table), **columns)})

    certificate = certify(changed, find_candidates(changed), plan, DEFAULT)

    assert fault in faults(certificate)
    assert not certificate.is_feasible
    assert not certificate.is_optimal
    assert certificate.problems[0].rows


@pytest.mark.parametrize(
    ("why", "fault"), [(0, Fault.BLOCKED), (1, Fault.BLOCKED), (TOO_SHORT, Fault.NO_TIME)]
)
def test_a_pair_that_is_blocked(why, fault):
    problem, _arcs, plan = planned()
    blocked = replace(problem, blocked=plan.pairs[:1], blocked_why=np.array([why], dtype=np.int8))

    certificate = certify(blocked, find_candidates(blocked), plan, DEFAULT)

    assert faults(certificate) == {fault}
    assert certificate.problems[0].rows == (tuple(plan.pairs[0].tolist()),)


def test_somebody_has_more_than_they_can_be_given():
    problem, arcs, plan = planned("1a2b")
    wrong = honest_plan(problem, arcs, plan, [(0, 0), (1, 0)])

    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.OVER_CAPACITY}


def test_more_people_than_are_needed():
    problem, arcs, plan = planned("a1b")
    wrong = honest_plan(problem, arcs, plan, [(0, 0), (0, 1)])

    assert Fault.TOO_MANY in faults(certify(problem, arcs, wrong, DEFAULT))


def test_the_same_person_twice():
    problem, arcs, plan = planned("a1b", needs={"1": {"quantity": 2}}, people={"a": {"capacity": 2}})
    wrong = honest_plan(problem, arcs, plan, [(0, 0), (0, 0)])

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert faults(certificate) == {Fault.TWICE}
    assert certificate.problems[0].rows == ((0, 0),)


def test_two_tasks_at_the_same_hours():
    hours = {"1": {"slot_mask": 1}, "2": {"slot_mask": 1}}
    problem, arcs, plan = planned("1a2..b", needs=hours, people={"a": {"capacity": 2}})
    wrong = honest_plan(problem, arcs, plan, [(0, 0), (1, 0)])

    assert Fault.HOURS_CLASH in faults(certify(problem, arcs, wrong, DEFAULT))
    assert certify(problem, arcs, plan, DEFAULT).is_feasible


def led(**people):
    """Two people are wanted, one of whom must be able to lead; a and b are nearer than c, who can."""
    needs = {"1": {"quantity": 2, "leads": 1, "lead_mask": 4}}
    return planned("a1b...c", needs=needs, people={"c": {"have_mask": 4}} | people)


def test_a_place_for_a_lead_is_left_to_one():
    problem, arcs, plan = led()

    assert plan.pairs[:, 1].tolist() in ([0, 2], [1, 2])
    assert certify(problem, arcs, plan, DEFAULT).is_optimal
    wrong = honest_plan(problem, arcs, plan, [(0, 0), (0, 1)])
    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.TOO_FEW_LEADS}


def test_without_a_lead_the_place_stays_empty():
    problem, arcs, plan = led(c={"radius_m": 10, "have_mask": 4})

    certificate = certify(problem, arcs, plan, DEFAULT)

    assert (len(plan.pairs), plan.unmet.tolist()) == (1, [1])
    assert certificate.is_optimal
    crowd = honest_plan(problem, arcs, plan, [(0, 0), (0, 1)])
    assert faults(certify(problem, arcs, crowd, DEFAULT)) == {Fault.TOO_FEW_LEADS}
    nobody = honest_plan(problem, arcs, plan, [])
    assert faults(certify(problem, arcs, nobody, DEFAULT)) == {Fault.PRICES_WRONG}


def test_two_leads_may_come_where_one_must():
    _problem, _arcs, plan = led(a={"have_mask": 4}, b={"have_mask": 4})

    assert plan.pairs.tolist() == [[0, 0], [0, 1]]


def test_where_only_leads_are_wanted_nobody_else_may_come():
    needs = {"1": {"quantity": 1, "leads": 1, "lead_mask": 4}}
    problem, arcs, plan = planned("a1..c", needs=needs, people={"c": {"have_mask": 4}})
    wrong = honest_plan(problem, arcs, plan, [(0, 0)])

    assert plan.pairs.tolist() == [[0, 1]]
    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.LACKS, Fault.TOO_FEW_LEADS}


def test_people_missing_are_miscounted():
    problem, arcs, plan = planned()

    wrong = replace(plan, unmet=plan.unmet + np.int16(1))

    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.UNMET_WRONG}


@pytest.mark.parametrize("measure", ["unserved", "load", "travel", "preference", "switch", "tie"])
def test_a_cost_is_wrong(measure):
    problem, arcs, plan = planned()
    wrong = replace(plan, objective=replace(plan.objective, **{measure: -7}))

    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.OBJECTIVE_WRONG}


@pytest.mark.parametrize("pairs", [[(0, 9)], [(9, 0)], [(-1, 0)]])
def test_a_row_that_is_not_there(pairs):
    problem, arcs, plan = planned()
    wrong = replace(plan, pairs=np.array(pairs, dtype=np.int32))

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert faults(certificate) == {Fault.NO_SUCH_ROW}
    assert certificate.gap is None


def test_columns_that_are_too_short():
    problem, arcs, plan = planned()

    assert faults(certify(problem, arcs, replace(plan, prices=plan.prices[:1]), DEFAULT)) == {
        Fault.NO_SUCH_ROW
    }


def test_a_pair_is_left_out():
    problem, arcs, plan = planned()
    wrong = honest_plan(problem, arcs, plan, plan.pairs[:-1].tolist())

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert faults(certificate) == {Fault.BETTER_EXISTS}
    assert certificate.gap >= 1
    assert not certificate.is_optimal


def test_two_people_are_swapped():
    problem, arcs, plan = planned("1a...b2")
    wrong = honest_plan(problem, arcs, plan, [(0, 1), (1, 0)])

    assert plan.pairs.tolist() == [[0, 0], [1, 1]]
    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.BETTER_EXISTS}


@pytest.mark.parametrize("prices", ["prices", "duals"])
@pytest.mark.parametrize("change", [-4_000_000, 4_000_000])
def test_prices_that_prove_nothing(prices, change):
    problem, arcs, plan = planned()
    wrong = replace(plan, **{prices: getattr(plan, prices) + change})

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert faults(certificate) == {Fault.PRICES_WRONG}
    assert certificate.is_feasible
    assert not certificate.may_be_shown
    assert not certificate.is_optimal


def test_a_feasible_pair_is_kept_back():
    """Without the pair another plan looks best; the proof over a part of the pairs proves nothing."""
    problem, arcs, plan = planned("1a...b2")
    own = int(np.flatnonzero((arcs.request == 0) & (arcs.volunteer == 0))[0])
    fewer = without_arc(arcs, own)
    wrong = solve(problem, fewer)

    assert wrong.objective.total > plan.objective.total
    certificate = certify(problem, fewer, wrong, DEFAULT)
    assert Fault.ARC_MISSING in faults(certificate)
    assert certificate.problems[0].rows == ((0, 0),)


def test_a_feasible_pair_is_invented():
    problem, arcs, plan = planned()
    narrow = replace(problem, volunteers=with_column(problem.volunteers, radius_m=600))

    assert Fault.ARC_INVENTED in faults(certify(narrow, arcs, plan, DEFAULT))


@pytest.mark.parametrize("column", ["distance_m", "preference"])
def test_a_feasible_pair_is_misdescribed(column):
    problem, arcs, plan = planned()
    wrong = replace(arcs, **{column: getattr(arcs, column) + np.int32(50)})

    assert faults(certify(problem, wrong, plan, DEFAULT)) == {Fault.ARC_WRONG}


@pytest.mark.parametrize(
    ("column", "change"),
    [
        pytest.param("start", lambda column: column[:-1], id="a request without a row"),
        pytest.param("start", lambda column: np.append(column, column[-1]), id="a row without a request"),
        pytest.param("start", lambda column: np.append(1, column[1:]), id="a pair before the first row"),
        pytest.param("start", lambda column: column[[0, 2, 1, 3]], id="rows that go back"),
        pytest.param("distance_m", lambda column: column[1:], id="a pair without a way"),
        pytest.param("preference", lambda column: column[1:], id="a pair without a wish"),
        pytest.param("volunteer", lambda column: column - 1, id="somebody before the first row"),
        pytest.param("volunteer", lambda column: column + 1, id="somebody after the last row"),
        pytest.param("volunteer", lambda column: column[::-1].copy(), id="not in their order"),
    ],
)
def test_rows_of_pairs_that_cannot_be_read(column, change):
    problem, arcs, plan = planned()
    broken = replace(arcs, **{column: change(getattr(arcs, column))})

    assert faults(certify(problem, broken, plan, DEFAULT)) == {Fault.ARC_WRONG}


def test_a_plan_that_claims_nothing_is_not_called_wrong():
    problem = town_problem("1...a2b")
    arcs = find_candidates(problem)
    greedy = solve(problem, arcs, solver="greedy")

    certificate = certify(problem, arcs, greedy, DEFAULT)

    assert certificate.problems == ()
    assert certificate.is_feasible
    assert not certificate.is_optimal
    assert certificate.gap > 0


def clashing():
    """Only b can take one of two tasks at the same hour, though both are near a."""
    hours = {"1": {"slot_mask": 1}, "2": {"slot_mask": 1}}
    people = {"a": {"capacity": 2}, "b": {"radius_m": 9_000}, "c": {"radius_m": 9_000}}
    return planned("1a2....b...c", needs=hours, people=people)


def test_the_best_plan_that_keeps_hours_apart_is_proven():
    problem, arcs, plan = clashing()

    certificate = certify(problem, arcs, plan, DEFAULT)

    assert plan.clash_cost > 0
    assert certificate.is_optimal
    assert (certificate.problems, certificate.gap) == ((), 0)


@pytest.mark.parametrize("clash_cost", [0, 1 << 50])
def test_hours_are_no_excuse_for_a_worse_plan(clash_cost):
    """c is farther than b: that one task has to go to somebody else does not make it c."""
    problem, arcs, plan = clashing()
    wrong = replace(honest_plan(problem, arcs, plan, [(0, 0), (1, 2)]), clash_cost=clash_cost)

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert not certificate.is_optimal
    assert certificate.gap == wrong.objective.total - plan.objective.total
    assert 0 <= certificate.gap_m * 32 - certificate.gap * 10 < 32
    assert faults(certificate) == {Fault.PRICES_WRONG}


def test_without_prices_of_hours_nothing_is_proven():
    """The same plan and the same prices of people, but nobody says what the hour of both tasks costs."""
    problem, arcs, plan = clashing()
    assert plan.hour_prices[:, :2].tolist() == [[0, 0]]

    certificate = certify(problem, arcs, replace(plan, hour_prices=plan.hour_prices[:0]), DEFAULT)

    assert certificate.gap > 0
    assert faults(certificate) == {Fault.BETTER_EXISTS}, "for whoever does not look at hours"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([[0, 0, -1]], Fault.PRICES_WRONG),
        ([[0, 0, 1], [0, 0, 1]], Fault.PRICES_WRONG),
        ([[0, 56, 1]], Fault.NO_SUCH_ROW),
        ([[9, 0, 1]], Fault.NO_SUCH_ROW),
        ([[-1, 0, 1]], Fault.NO_SUCH_ROW),
        ([[0, 0]], Fault.NO_SUCH_ROW),
    ],
)
def test_prices_of_hours_that_cannot_be(rows, fault):
    problem, arcs, plan = clashing()
    wrong = replace(plan, hour_prices=np.array(rows, dtype=np.int64))

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert faults(certificate) == {fault}
    assert not certificate.is_optimal
    assert not certificate.may_be_shown


@pytest.mark.parametrize("column", ["prices", "duals", "hour_prices"])
def test_prices_whose_sums_would_leave_64_bits(column):
    problem, arcs, plan = clashing()
    table = getattr(plan, column).copy()
    table[(0, 2) if table.ndim > 1 else 0] = 2**62

    certificate = certify(problem, arcs, replace(plan, **{column: table}), DEFAULT)

    assert faults(certificate) == {Fault.PRICES_WRONG}
    assert certificate.gap is None


def test_large_prices_of_many_are_added_up_exactly():
    """Sixteen times 2**61 is too much for 64 bits: cut off, it would be 0 and look like a proof."""
    problem = from_arrays(requests={"id": [1]}, volunteers={"id": np.arange(16)})
    arcs, plan = find_candidates(problem), solve(problem)
    wrong = replace(plan, prices=np.full(len(plan.prices), 2**61))

    certificate = certify(problem, arcs, wrong, DEFAULT)

    assert certificate.gap > 2**63
    assert faults(certificate) == {Fault.PRICES_WRONG}


def test_prices_of_hours_that_prove_nothing():
    problem, arcs, plan = clashing()
    wrong = replace(plan, hour_prices=plan.hour_prices + np.array([0, 0, 1_000]))

    assert faults(certify(problem, arcs, wrong, DEFAULT)) == {Fault.PRICES_WRONG}


def test_the_same_question_has_the_same_number():
    problem, arcs, plan = planned()
    order = [2, 0, 1]
    turned = replace(
        problem,
        requests=replace(
            problem.requests,
            **{name: getattr(problem.requests, name)[order] for name in problem.requests.__slots__},
        ),
    )

    again = certify(turned, find_candidates(turned), solve(turned), DEFAULT)

    first = certify(problem, arcs, plan, DEFAULT)
    assert again.input_hash == first.input_hash
    assert again.is_optimal
    remote = replace(problem, requests=with_column(problem.requests, where=REMOTE))
    assert certify(remote, find_candidates(remote), solve(remote), DEFAULT).input_hash != first.input_hash
    assert certify(problem, arcs, plan, Weights(load=0)).input_hash != first.input_hash


@given(problems(), weights)
def test_every_best_plan_is_proven(problem, weights):
    arcs = find_candidates(problem)
    plan = solve(problem, arcs, weights=weights)

    certificate = certify(problem, arcs, plan, weights)

    assert certificate.problems == ()
    assert (certificate.is_optimal, certificate.gap) == (True, 0)
    assert certificate.objective["total"] == least_cost(problem, arcs, weights)


@given(problems(most_requests=3, most_volunteers=2, pools=1, slots=2), st.randoms(use_true_random=False))
def test_hours_are_proven_for_the_best_plan_alone(problem, chance):
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    pairs = pairs_of(arcs)
    others = [other for other in every_plan(problem, pairs) if is_possible(problem, other)]
    other = chance.choice([other for other in others if not clashes(problem, other)])
    excused = replace(honest_plan(problem, arcs, plan, other), clash_cost=1 << 50)
    cost = cost_of(problem, pairs, other, DEFAULT, tie_of_pairs(problem))

    assert certify(problem, arcs, excused, DEFAULT).is_optimal == (cost == least_cost(problem, arcs, DEFAULT))


@given(problems(most_requests=3, most_volunteers=3), st.randoms(use_true_random=False))
def test_no_other_plan_is_taken_for_the_best(problem, chance):
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    pairs = pairs_of(arcs)
    others = [other for other in every_plan(problem, pairs) if is_possible(problem, other)]
    other = chance.choice(others)
    cost = cost_of(problem, pairs, other, DEFAULT, tie_of_pairs(problem))

    certificate = certify(problem, arcs, honest_plan(problem, arcs, plan, other), DEFAULT)

    assert certificate.is_optimal == (certificate.is_feasible and cost == least_cost(problem, arcs, DEFAULT))
