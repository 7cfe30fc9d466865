"""What each measure alone decides: with all other weights nothing, two plans differ by it and by nothing else."""

import numpy as np
import pytest

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.costs import find_costs, step_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT
from tests.core.dispatch.towns import plan_for, town_problem

NOTHING = {"load": 0, "travel": 0, "switch": 0, "preference": 0}


def costs_of(drawing, weights, **said):
    """What its pairs cost in units of 10 m, row by row."""
    problem = town_problem(drawing, **said)
    arcs = find_candidates(problem)
    costs = find_costs(problem, arcs, Weights(**NOTHING | weights))
    return (costs.arc // GRAINS_PER_UNIT).tolist(), (costs.unserved // GRAINS_PER_UNIT).tolist()


class TestUnserved:
    def test_costs_by_the_weight_of_the_request(self):
        assert costs_of("1a2", {"unserved": 7}, needs={"2": {"weight": 3}})[1] == [7, 21]

    def test_the_more_important_is_met(self):
        assert plan_for("1a.2", needs={"2": {"weight": 2}}, **NOTHING)[0] == {"1": "", "2": "a"}


class TestLoad:
    def test_costs_more_with_each_task(self):
        problem = town_problem("1a", people={"a": {"recent": 1}})
        steps = step_costs(problem, Weights(load=40), np.array([0, 0]), np.array([1, 2]))

        assert (steps // GRAINS_PER_UNIT).tolist() == [120, 200]

    @pytest.mark.measure("unserved")
    @pytest.mark.parametrize(("busy", "chosen"), [("a", "b"), ("b", "a")])
    def test_the_busy_rest(self, busy, chosen):
        helpers, _plan = plan_for("a1b", people={busy: {"recent": 3}}, **NOTHING | {"load": 40})

        assert helpers == {"1": chosen}


class TestTravel:
    def test_costs_ten_metres_a_unit(self):
        assert costs_of("b.1a", {"travel": 2})[0] == [100, 200]

    @pytest.mark.measure("unserved")
    @pytest.mark.parametrize(("drawing", "chosen"), [("a1.b", "a"), ("b1.a", "b")])
    def test_the_nearest_is_asked(self, drawing, chosen):
        assert plan_for(drawing, **NOTHING | {"travel": 1})[0] == {"1": chosen}


class TestPreference:
    def test_costs_what_was_wished(self):
        pairs = {"preferences": {"1a": -200, "1b": 30}}

        assert costs_of("a1b", {"preference": 1}, pairs=pairs)[0] == [-200, 30]

    @pytest.mark.parametrize("wished", ["a", "b"])
    def test_who_is_wished_for_is_asked(self, wished):
        pairs = {"preferences": {f"1{wished}": -1}}

        assert plan_for("a1b", pairs=pairs, **NOTHING | {"preference": 1})[0] == {"1": wished}


class TestSwitch:
    def test_a_pair_that_people_know_costs_less(self):
        known, other = costs_of("a1b", {"switch": 300}, pairs={"published": "1a"})[0]

        assert other - known == 300

    @pytest.mark.parametrize("told", ["a", "b"])
    def test_what_people_were_told_stays(self, told):
        assert plan_for("a1b", pairs={"published": f"1{told}"}, **NOTHING | {"switch": 1})[0] == {"1": told}


class TestTie:
    def test_no_two_plans_cost_the_same_for_long(self):
        problem = town_problem("abcdefgh1")
        arcs = find_candidates(problem)
        grains = find_costs(problem, arcs, Weights(**NOTHING)).arc

        assert len(set(grains.tolist())) > len(arcs) // 2
        assert (grains >= 0).all()
        assert (grains < GRAINS_PER_UNIT).all()
