"""What happens in a drawn town when somebody says yes, says no, falls ill or comes back."""

from dataclasses import replace

import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Delta, Engine
from manyhands.core.dispatch.problem import ProblemError
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import Fault, certify
from manyhands.core.dispatch.verify.certificate import Finding
from tests.core.dispatch.towns import town_problem

LINE = "a1b..c"
HERE = {"x_m": 0, "y_m": 0, "radius_m": 4_000}


def engine_of(drawing, *, weights=None, **said):
    return Engine(town_problem(drawing, **said), weights=weights or Weights())


def total(engine):
    """What the plan costs, checked against its certificate and a plan from nothing."""
    problem = engine.problem()
    arcs, plan = find_candidates(problem), engine.plan()
    assert certify(problem, arcs, plan, engine.weights).is_optimal
    assert plan.objective.total == solve(problem, arcs, weights=engine.weights).objective.total
    return plan.objective.total


def test_a_no_goes_to_the_next_best_and_so_on():
    engine = engine_of("a1.b....c")

    assert engine.pairs() == [("1", "a")]
    assert engine.decline("1", "a").made == (("1", "b"),)
    assert engine.decline("1", "b").made == (("1", "c"),)
    last = engine.decline("1", "c")
    assert (last.broken, last.unmet) == ((("1", "c"),), {"1": 1})
    assert engine.invitations("1", 9) == []
    total(engine)


def test_a_plan_in_which_anything_is_wrong_is_not_told(monkeypatch):
    engine = engine_of("a1.b")
    wrong = Finding(fault=Fault.ARC_MISSING, count=1)

    def find_fault(*question):
        return replace(certify(*question), problems=(wrong,))

    monkeypatch.setattr("manyhands.core.dispatch.online.reporting.certify", find_fault)

    with pytest.raises(RuntimeError, match=r"must not be shown: .*ARC_MISSING"):
        engine.plan()


def test_a_wish_counts_from_the_beginning():
    assert engine_of("a1.b").pairs() == [("1", "a")]
    assert engine_of("a1.b", pairs={"preferences": {"1b": -900}}).pairs() == [("1", "b")]


def test_whoever_drops_out_is_replaced():
    engine = engine_of("a1.b")
    engine.freeze("1", "a")
    assert len(engine.problem().requests) == 0

    delta = engine.decline("1", "a")

    assert delta.made == (("1", "b"),)
    assert engine.problem().requests.quantity.tolist() == [1]
    total(engine)


def test_whoever_falls_ill_is_replaced_and_coming_back_changes_nothing():
    engine = engine_of("a1.b..2c", people={"b": {"capacity": 2}})
    before, pairs = total(engine), engine.pairs()
    ill = {"id": "a", "x_m": 0, "y_m": 0, "radius_m": 4_000, "tasks_per_week": 1}

    away = engine.set_volunteer(ill | {"capacity": 0})

    assert away.broken == (("1", "a"),)
    assert away.made == (("1", "b"),)
    assert total(engine) > before
    engine.set_volunteer(ill | {"capacity": 1})
    assert (total(engine), engine.pairs()) == (before, pairs)


def test_a_frozen_pair_never_moves():
    engine = engine_of("a1b", needs={"1": {"quantity": 2}})

    assert not engine.freeze("1", "a").broken
    for number in range(5):
        delta = engine.insert({"id": f"new {number}", "x_m": 0, "y_m": 0, "weight": 60})
        assert ("1", "a") not in delta.broken
    assert "a" not in {volunteer for _request, volunteer in engine.pairs()}
    total(engine)


def test_further_tasks_of_somebody_who_said_yes_cost_what_they_would_have_cost():
    people = {"a": {"capacity": 3, "tasks_per_week": 3}}
    asked, agreed = engine_of("a12", people=people), engine_of("a12", people=people)
    agreed.freeze("1", "a")

    assert agreed.plan().objective.load + 40 // 3 == asked.plan().objective.load
    assert agreed.problem().volunteers.capacity.tolist() == [2]
    assert agreed.problem().volunteers.recent.tolist() == [1]


def test_somebody_else_than_planned_may_say_yes():
    engine = engine_of("a1.b")

    delta = engine.freeze("1", "b")

    assert delta == Delta(broken=(("1", "a"),))
    assert engine.problem().volunteers.capacity.tolist() == [1, 0]
    total(engine)


def test_even_beyond_their_own_limit():
    engine = engine_of("1b", people={"b": {"capacity": 0}})

    assert engine.freeze("1", "b").unmet == {"1": 0}
    assert engine.problem().volunteers.recent.tolist() == [1]
    total(engine)


def test_a_request_that_ends_frees_its_people():
    engine = engine_of("1a2", needs={"1": {"weight": 9}})
    assert engine.pairs() == [("1", "a")]

    delta = engine.cancel("1")

    assert delta == Delta(made=(("2", "a"),), broken=(("1", "a"),), unmet={"2": 0})
    engine.insert({"id": "1", "x_m": 0, "y_m": 0, "weight": 9})
    assert engine.pairs() == [("1", "a")]
    total(engine)


def test_published_pairs_stay_unless_it_pays():
    drawing, pairs = "1b2....a", {"published": "1b"}
    kept = engine_of(drawing, pairs=pairs, weights=Weights(switch=1_000))
    free = engine_of(drawing, pairs=pairs, weights=Weights(switch=0))
    heavy = {"id": "new", "x_m": 500, "y_m": 0, "weight": 5}

    assert kept.pairs() == [("1", "b"), ("2", "a")]
    assert free.pairs() == [("1", "b"), ("2", "a")]
    for engine in (kept, free):
        delta = engine.insert(heavy, blocked=["a"])
        assert delta.published_broken == (("1", "b"),)
        assert engine.cancel("new").published_restored == (("1", "b"),)
        total(engine)


def test_invited_are_those_whom_nobody_else_needs():
    """b is the nearest to 1, but 2 has nobody else."""
    engine = engine_of("1b2..c..d", people={"b": {"radius_m": 600}})
    engine.decline("2", "c")
    engine.decline("2", "d")

    invited = engine.invitations("1", 3)

    assert [one.volunteer_id for one in invited] == ["c", "d", "b"]
    assert [one.is_planned for one in invited] == [True, False, False]
    assert invited[1].cost > invited[2].cost
    assert invited[1].total < invited[2].total
    assert [one.volunteer_id for one in engine.invitations("1", 1)] == ["c"]


def test_clashing_hours_are_told_and_kept_out_of_the_plan():
    one_hour = {"slot_mask": 1}
    engine = engine_of("1a2....b", people={"a": {"capacity": 2}}, needs={"1": one_hour})
    new = {"id": "3", "x_m": 500, "y_m": 0, "slot_mask": 1}

    delta = engine.insert(new)

    assert delta.clashing == ("a",)
    plan = engine.plan()
    assert plan.clash_cost > 0
    assert sorted(plan.pairs[:, 1].tolist()) == [0, 0, 1]
    assert certify(engine.problem(), find_candidates(engine.problem()), plan, engine.weights).may_be_shown


def test_leads_are_left_aside_by_changes_and_kept_by_the_plan():
    """Both places would go to the two who are near; one of them is for c, far away, who alone can lead."""
    led = {"quantity": 2, "leads": 1, "lead_mask": 2}
    engine = engine_of("a1b...c", people={"c": {"have_mask": 2}}, needs={"1": led})

    assert engine.decline("1", "a").made == (("1", "c"),)
    engine = engine_of("a1b...c", people={"c": {"have_mask": 2}}, needs={"1": led})

    assert engine.pairs() == [("1", "a"), ("1", "b")]
    plan = engine.plan()
    assert 2 in plan.pairs[:, 1].tolist()
    assert plan.unmet.tolist() == [0]
    total(engine)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda engine: engine.insert({"id": "1"}), "request '1' is given more than once"),
        (lambda engine: engine.insert({"id": "9", "pool": 3}), "request '9' is of pool 3"),
        (lambda engine: engine.insert({"id": "9"}, blocked=["z"]), "there is no volunteer 'z'"),
        (
            lambda engine: engine.insert({"id": "9", "quantity": 0}),
            "request '9' .*quantity must be 1 or more",
        ),
        (lambda engine: engine.insert({"id": "9"}, wishes={"a": 2**31 - 1}), "make the weight"),
        (lambda engine: engine.set_volunteer({"id": "a", "pool": 3}), "volunteer 'a' is of pool 3"),
        (lambda engine: engine.set_volunteer(HERE | {"id": "a", "malus": 2**31 - 1}), "make the weight"),
        (lambda engine: engine.set_volunteer(HERE | {"id": "z", "malus": 2**31 - 1}), "make the weight"),
        (lambda engine: engine.cancel("9"), "there is no request '9'"),
        (lambda engine: engine.decline("1", "z"), "there is no volunteer 'z'"),
        (lambda engine: engine.freeze("9", "a"), "there is no request '9'"),
        (lambda engine: engine.invitations("9", 1), "there is no request '9'"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(change, words):
    engine = engine_of(LINE)
    before, pairs = total(engine), engine.pairs()

    with pytest.raises(ProblemError, match=words):
        change(engine)

    assert (total(engine), engine.pairs()) == (before, pairs)
    engine.insert({"id": "9", "x_m": 0, "y_m": 0})
    total(engine)


def test_nobody_says_yes_twice_or_to_what_is_done():
    engine = engine_of(LINE)
    engine.freeze("1", "a")

    with pytest.raises(ProblemError, match="volunteer 'a' has said yes to '1' before"):
        engine.freeze("1", "a")
    with pytest.raises(ProblemError, match="request '1' wants nobody more"):
        engine.freeze("1", "b")
    with pytest.raises(ValueError, match="at least one person must be invited, not 0"):
        engine.invitations("1", 0)


def test_an_engine_is_of_one_pool():
    problem = from_arrays(requests={"id": ["1"]}, volunteers={"id": ["a"], "pool": [2]})
    with pytest.raises(ProblemError, match=r"of the pools \[0, 2\]"):
        Engine(problem)
