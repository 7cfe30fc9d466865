"""Plans for drawn towns, as somebody who knows the town would make them."""

import pytest

from tests.core.dispatch.towns import plan_for

MONDAY, TUESDAY = 0b01, 0b10

solvers = pytest.mark.parametrize("solver", ["augmenting", "ortools", "shortest_paths"])


@solvers
def test_the_nearest_is_asked(solver):
    helpers, _plan = plan_for("b.1..a", solver=solver)

    assert helpers == {"1": "b"}


@solvers
def test_the_nearest_leaves_a_need_to_the_only_other_who_reaches_it(solver):
    """By hand 1 goes to b, who is nearer, and then nobody reaches 2."""
    helpers, plan = plan_for("a.1b.....2", people={"a": {"radius_m": 1_000}}, solver=solver)

    assert helpers == {"1": "a", "2": "b"}
    assert plan.objective.travel == 100 + 300
    assert plan_for("a.1b.....2", people={"a": {"radius_m": 1_000}}, solver="greedy")[0] == {
        "1": "b",
        "2": "",
    }


@solvers
def test_the_more_important_is_met(solver):
    helpers, plan = plan_for("1a.2", needs={"2": {"weight": 2}}, solver=solver)

    assert helpers == {"1": "", "2": "a"}
    assert plan.unmet.tolist() == [1, 0]
    assert plan.objective.unserved == 50_000


@solvers
def test_the_busy_rest(solver):
    """Half a kilometre farther is less than what three tasks weigh."""
    helpers, _plan = plan_for("a1.b", people={"a": {"recent": 3}}, solver=solver)

    assert helpers == {"1": "b"}


@solvers
def test_load_is_spread_before_anybody_gets_a_second_task(solver):
    twice = {"capacity": 2, "tasks_per_week": 2}

    helpers, _plan = plan_for("a12.b", people={"a": twice, "b": twice}, load=4_000, solver=solver)

    assert helpers == {"1": "a", "2": "b"}


@solvers
def test_several_people_are_different_people(solver):
    many = {"capacity": 3}

    helpers, plan = plan_for(
        "a1.b", needs={"1": {"quantity": 3}}, people={"a": many, "b": many}, solver=solver
    )

    assert helpers == {"1": "ab"}
    assert plan.unmet.tolist() == [1]


@solvers
def test_who_must_not_meet_does_not(solver):
    helpers, _plan = plan_for("a1..b", pairs={"blocked": "1a"}, solver=solver)

    assert helpers == {"1": "b"}


@solvers
def test_a_wish_is_worth_the_way_it_names(solver):
    assert plan_for("a1.b", pairs={"preferences": {"1b": -40}}, solver=solver)[0] == {"1": "a"}
    assert plan_for("a1.b", pairs={"preferences": {"1b": -60}}, solver=solver)[0] == {"1": "b"}


@solvers
def test_what_people_were_told_stays_unless_it_costs_three_kilometres(solver):
    """a 500 m, b 2,500 m away: 2 km more."""
    assert plan_for("a1....b", pairs={"published": "1b"}, solver=solver)[0] == {"1": "b"}
    assert plan_for("a1....b", pairs={"published": "1b"}, solver=solver, switch=100)[0] == {"1": "a"}


@solvers
def test_two_tasks_at_one_hour_go_to_two_people(solver):
    twice = {"capacity": 2, "tasks_per_week": 2}
    at_once = {"1": {"slot_mask": MONDAY}, "2": {"slot_mask": MONDAY}}

    helpers, plan = plan_for("1a2....b", needs=at_once, people={"a": twice}, load=0, solver=solver)

    assert helpers == {"1": "a", "2": "b"}
    assert round(plan.clash_cost / 32) == 250 - 50
    assert plan.is_clash_proven


@solvers
def test_two_tasks_that_can_be_at_two_hours_go_to_one(solver):
    twice = {"capacity": 2, "tasks_per_week": 2}
    needs = {"1": {"slot_mask": MONDAY}, "2": {"slot_mask": MONDAY | TUESDAY}}

    helpers, plan = plan_for("1a2....b", needs=needs, people={"a": twice}, load=0, solver=solver)

    assert helpers == {"1": "a", "2": "a"}
    assert plan.clash_cost == 0


@solvers
def test_a_clash_that_nobody_can_take_over_leaves_the_less_important(solver):
    three = {"capacity": 3, "tasks_per_week": 3, "slot_mask": MONDAY | TUESDAY}
    needs = {"1": {"weight": 2}, "2": {"weight": 1}, "3": {"weight": 3}}

    helpers, plan = plan_for("1a2\n.3.", needs=needs, people={"a": three}, solver=solver)

    assert helpers == {"1": "a", "2": "", "3": "a"}
    assert plan.clash_cost > 0


def test_a_price_is_what_one_task_more_would_cost():
    """Somebody more for 1 would be b: 1 km, and the first task of the week."""
    _helpers, plan = plan_for("a1.b", pairs={"preferences": {"1b": 50}})

    price_of_b, dual = plan.prices.tolist()[1] // 32, plan.duals.tolist()[0] // 32

    assert price_of_b == 40
    assert dual == 100 + 50 + 40


def test_who_is_needed_twice_is_worth_the_need_that_is_left():
    """a is the only one for both: one task more of a means that 1 is left; a second person for 2 is not there."""
    _helpers, plan = plan_for("1a2", needs={"2": {"weight": 3}})

    assert [dual // 32 for dual in plan.duals.tolist()] == [50_000, 150_000]
    assert 0 <= 32 * (150_000 - 50) - plan.prices.tolist()[0] < 32, "but for the tie-break"
