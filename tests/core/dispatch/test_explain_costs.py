"""What another choice would cost everybody, against trying every plan; and the smaller reasons."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.chains import Chains
from manyhands.core.dispatch.explain import Code, Explainer, Explanation, Said, explain
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT
from manyhands.core.dispatch.solvers import solve
from tests.core.dispatch.every_plan import clashes, cost_of, every_plan, is_possible, pairs_of, tie_of_pairs
from tests.core.dispatch.strategies import problems
from tests.core.dispatch.towns import town_problem
from tests.core.dispatch.worlds import SATURDAY_MORNING, volunteer

DEFAULT = Weights()


def least_with(problem, arcs, pair, *, may_clash):
    """The least cost of all plans in which a pair is made; None when there are none."""
    pairs, ties = pairs_of(arcs), tie_of_pairs(problem)
    costs = [
        cost_of(problem, pairs, plan, DEFAULT, ties)
        for plan in every_plan(problem, pairs)
        if pair in plan and is_possible(problem, plan) and (may_clash or not clashes(problem, plan))
    ]
    return min(costs, default=None)


def unused_pairs(arcs, plan):
    """The feasible pairs that are not in a plan."""
    return sorted(pairs_of(arcs).keys() - {tuple(pair) for pair in plan.pairs.tolist()})


@given(problems(most_requests=3, most_volunteers=3, pools=1))
def test_the_cheapest_chain_is_what_trying_everything_says(problem):
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    if plan.clash_cost or problem.requests.leads.any():
        return
    chains = Chains(ledger=Ledger(problem=problem, arcs=arcs, plan=plan, weights=DEFAULT))

    for request, helper in unused_pairs(arcs, plan):
        exchange = chains.exchange(request, helper)
        least = least_with(problem, arcs, (request, helper), may_clash=True)
        assert exchange.more == least - plan.objective.total


@given(problems(most_requests=3, most_volunteers=2, pools=1, slots=2))
def test_no_more_is_said_than_it_would_cost(problem):
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    explainer = Explainer(problem, arcs, plan, DEFAULT)

    for request, helper in unused_pairs(arcs, plan):
        ids = problem.requests.id[request].item(), problem.volunteers.id[helper].item()
        told = explainer.explain(*ids).find(Code.COSTS_MORE)
        least = least_with(problem, arcs, (request, helper), may_clash=False)
        if told and least is not None:
            assert told.number("more_m") <= (least - plan.objective.total) * 10 / GRAINS_PER_UNIT


def test_a_chain_from_a_plan_that_is_not_the_best_saves():
    problem = town_problem("1a...b2")
    arcs = find_candidates(problem)
    plan = solve(problem, arcs, solver="greedy")
    worse = type(plan)(
        **{name: getattr(plan, name) for name in plan.__slots__}
        | {"pairs": np.array([[0, 1], [1, 0]], dtype=np.int32)}
    )
    chains = Chains(ledger=Ledger(problem=problem, arcs=arcs, plan=worse, weights=DEFAULT))

    assert chains.is_improvable()
    assert chains.exchange(0, 0).more < 0
    assert chains.exchange(0, 1) is None


def test_no_chain_is_the_cheapest_where_others_could_go_round_and_save():
    """Whoever asks about c and 3 learns nothing of it as long as a and b each do what the other should."""
    problem = town_problem("1a...b2....3d.c", people={name: {"radius_m": 20_000} for name in "abcd"})
    arcs = find_candidates(problem)
    plan = solve(problem, arcs)
    crossed = replace(plan, pairs=np.array([[0, 1], [1, 0], [2, 3]], dtype=np.int32))
    best, worse = (
        Chains(ledger=Ledger(problem=problem, arcs=arcs, plan=one, weights=DEFAULT))
        for one in (plan, crossed)
    )

    assert best.exchange(2, 2).more > 0
    assert worse.exchange(2, 2) is None


def why(problem, request, helper, *, weights=DEFAULT, **more):
    """The answer about one pair in the best plan."""
    arcs = find_candidates(problem)
    return explain(problem, arcs, solve(problem, arcs, weights=weights), weights, request, helper, **more)


def test_where_hours_clash_prices_tell_the_least():
    """One of the two tasks at one hour is b's; somebody more would be c, and d is farther still."""
    hours = {"1": {"slot_mask": 1}, "2": {"slot_mask": 1}}
    far = {"radius_m": 20_000}
    problem = town_problem(
        "1a2....b....c........d", needs=hours, people={"a": {"capacity": 2}, "b": far, "c": far, "d": far}
    )

    remark = why(problem, "1", "d").find(Code.COSTS_MORE)

    assert remark.flag("at_least")
    assert 4_000 <= remark.number("more_m") <= 4_500, "4.5 km from c to d, less what b gains"
    assert why(problem, "2", "a").find(Code.HOURS_CLASH) or why(problem, "1", "a").find(Code.HOURS_CLASH)


def test_where_hours_clash_what_costs_nothing_more_is_not_told():
    """Somebody more would be c or d, who are as far as each other."""
    hours, far = {"1": {"slot_mask": 1}, "2": {"slot_mask": 1}}, {"radius_m": 20_000}
    drawing = "............c\n1a2....b\n............d"
    problem = town_problem(drawing, needs=hours, people={"a": {"capacity": 2}, "b": far, "c": far, "d": far})

    for helper in "cd":
        assert [remark.code for remark in why(problem, "1", helper).remarks] == [Code.FARTHER]


@pytest.mark.rule("distance")
def test_prices_tell_that_somebody_would_be_missing():
    """Two tasks at one hour near a; d alone can do 3, so giving d another leaves 3 without anybody."""
    needs = {"1": {"slot_mask": 1}, "2": {"slot_mask": 1}, "3": {"weight": 9}}
    people = {"a": {"capacity": 2}, "b": {"radius_m": 4_000}, "d": {"radius_m": 9_000}}
    problem = town_problem("1a2....b\n" + "\n" * 12 + "..d3", needs=needs, people=people)

    remark = why(problem, "1", "d").find(Code.WOULD_LEAVE)

    assert remark is not None
    assert remark.texts("request_ids") == ()


@pytest.mark.parametrize(
    ("drawing", "people", "pairs", "load", "code"),
    [
        ("b1.a", {}, {"preferences": {"1b": 400}}, 40, Code.LESS_WISHED),
        ("b1...a", {}, {"published": "1a"}, 40, Code.OTHER_TOLD),
        ("b1.a", {"a": {"tasks_per_week": 9, "capacity": 9}}, {}, 400, Code.SMALLER_LIMIT),
        ("b1.a", {"b": {"recent": 4}}, {}, 40, Code.BUSIER_BEFORE),
    ],
)
def test_the_smaller_reasons(drawing, people, pairs, load, code):
    problem = town_problem(drawing, people=people, pairs=pairs)

    assert why(problem, "1", "b", weights=Weights(load=load)).remarks[0].code is code


def test_whoever_has_told_us_less_comes_later():
    problem = town_problem("b1.a")
    malus = np.array([0, 400], dtype=np.int32)
    columns = {name: getattr(problem.volunteers, name) for name in problem.volunteers.__slots__}
    volunteers = type(problem.volunteers)(**columns | {"malus": malus})

    answer = why(type(problem)(requests=problem.requests, volunteers=volunteers), "1", "b")

    assert answer.remarks[0].code is Code.LESS_SAID


def test_another_pool_is_the_only_reason():
    """The same person in two pools is two rows; bits mean something else in each."""
    problem = town_problem("1a.b", people={"b": {"radius_m": 1}})
    pool = np.array([0, 1], dtype=np.int32)
    volunteers = type(problem.volunteers)(
        **{name: getattr(problem.volunteers, name) for name in problem.volunteers.__slots__} | {"pool": pool}
    )
    split = type(problem)(requests=problem.requests, volunteers=volunteers)

    assert [remark.code for remark in why(split, "1", "b").remarks] == [Code.OTHER_POOL]


def test_whoever_was_not_told_of_is_told_from_the_columns():
    problem = town_problem("1a.b", people={"b": {"capacity": 0, "tasks_per_week": 2}})
    resting = volunteer(id="b", paused_until=SATURDAY_MORNING + timedelta(days=3))

    full = why(problem, "1", "b", said=Said(at=SATURDAY_MORNING)).find(Code.FULL)
    paused = why(problem, "1", "b", said=Said(at=SATURDAY_MORNING, volunteers={"b": resting}))

    assert full.facts == {"tasks": 2, "tasks_per_week": 2}
    assert [remark.code for remark in paused.remarks] == [Code.PAUSED]


def test_languages_without_names_are_not_told():
    """Columns may hold bits of which nobody has said what they mean."""
    problem = from_arrays(
        requests={"id": ["r"], "x_m": [0], "y_m": [0], "language_mask": [1]},
        volunteers={
            "id": ["a", "b"],
            "x_m": [0, 0],
            "y_m": [0, 0],
            "radius_m": [500, 500],
            "language_mask": [1, 2],
        },
    )

    assert why(problem, "r", "a").find(Code.LANGUAGE) is None
    assert why(problem, "r", "b").find(Code.NO_COMMON_LANGUAGE).texts("needed") == ()


@pytest.mark.parametrize("broken", [{"remarks": "text"}, {"remarks": ["text"]}, {"passed_over": {}}])
def test_an_explanation_of_another_form_is_refused(broken):
    stored = why(town_problem("1a"), "1", "a").as_json()

    with pytest.raises(ValueError, match="was expected"):
        Explanation.from_json(stored | broken)
