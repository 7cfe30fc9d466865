"""What a certificate says, to the row and to the number: which rows are wrong, how often, and of what."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.costs import MOST_GRAINS
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import TOO_SHORT
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import Certificate, Fault, Finding, certify
from manyhands.core.dispatch.verify.arcs import feasible_keys
from manyhands.core.dispatch.verify.hashing import hash_input
from tests.core.dispatch.test_verify import clashing, honest_plan, led, planned

DEFAULT = Weights()


def found(problem, arcs, plan, **changes):
    """What is wrong with a plan that is changed: faults with their number and rows."""
    certificate = certify(problem, arcs, replace(plan, **changes), DEFAULT)
    return [(one.fault, one.count, one.rows) for one in certificate.problems]


def crowd(people=70):
    """One request for each of many people, who can do two tasks each."""
    return from_arrays(
        requests={"id": np.arange(people)},
        volunteers={"id": np.arange(people), "capacity": np.full(people, 2)},
    )


class TestWhatIsSaid:
    def test_all_of_it_can_be_stored(self):
        certificate = Certificate(
            is_feasible=True,
            is_optimal=False,
            gap=33,
            no_handover_improves=True,
            no_unmet_outranks=False,
            problems=(Finding(fault=Fault.TWICE, count=7, rows=((0, 1), (2, -1))),),
            input_hash="f00",
            counts={"requests": 3},
            objective={"total": 9},
        )

        assert json.loads(json.dumps(certificate.as_json())) == {
            "is_feasible": True,
            "is_optimal": False,
            "gap": 33,
            "no_handover_improves": True,
            "no_unmet_outranks": False,
            "problems": [{"fault": "twice", "count": 7, "rows": [[0, 1], [2, -1]]}],
            "input_hash": "f00",
            "counts": {"requests": 3},
            "objective": {"total": 9},
        }
        assert set(certificate.as_json()) == {one.name for one in fields(Certificate)}

    @pytest.mark.parametrize(("gap", "metres"), [(None, None), (0, 0), (1, 1), (32, 10), (33, 11), (64, 20)])
    def test_a_gap_is_told_as_a_way_and_rounded_up(self, gap, metres):
        problem, arcs, plan = planned()
        certificate = certify(problem, arcs, plan, DEFAULT)

        assert replace(certificate, gap=gap).gap_m == metres

    def test_what_was_counted(self):
        problem, arcs, plan = planned("1a2.b", needs={"1": {"quantity": 3}}, people={"a": {"capacity": 2}})

        certificate = certify(problem, arcs, plan, DEFAULT)

        assert certificate.counts == {
            "requests": 2,
            "volunteers": 2,
            "arcs": 4,
            "pairs": 3,
            "people_missing": 1,
            "most_tasks": 2,
        }
        assert certificate.objective["total"] == plan.objective.total
        assert {name: certificate.objective[name] for name in ("unserved", "load", "travel")} == {
            "unserved": plan.objective.unserved,
            "load": plan.objective.load,
            "travel": plan.objective.travel,
        }
        assert certificate.may_be_shown

    def test_of_what_cannot_be_read_only_sizes_are_told(self):
        problem, arcs, plan = planned("1a2")

        certificate = certify(problem, arcs, replace(plan, pairs=np.array([[0, 9]])), DEFAULT)

        assert certificate.counts == {"requests": 2, "volunteers": 1, "arcs": 2, "pairs": 1}
        assert certificate.as_json() | {"input_hash": ""} == {
            "is_feasible": False,
            "is_optimal": False,
            "gap": None,
            "no_handover_improves": False,
            "no_unmet_outranks": False,
            "problems": [{"fault": "no_such_row", "count": 1, "rows": [[0, 9]]}],
            "input_hash": "",
            "counts": dict(certificate.counts),
            "objective": {},
        }
        assert certificate.input_hash == hash_input(problem, DEFAULT)

    def test_a_plan_with_wrong_prices_is_feasible_all_the_same(self):
        problem, arcs, plan = planned()

        certificate = certify(problem, arcs, replace(plan, duals=plan.duals - 4_000_000), DEFAULT)

        assert (certificate.is_feasible, certificate.no_handover_improves, certificate.no_unmet_outranks) == (
            True,
            True,
            True,
        )
        assert not certificate.may_be_shown


class TestWhichRows:
    def test_the_first_five_are_shown_and_all_are_counted(self):
        problem = crowd(9)
        arcs, plan = find_candidates(problem), solve(problem)

        [(fault, count, rows)] = found(problem, arcs, plan, unmet=plan.unmet + np.int16(1))

        assert (fault, count) == (Fault.UNMET_WRONG, 9)
        assert rows == ((0, -1), (1, -1), (2, -1), (3, -1), (4, -1))

    def test_a_request_whose_dual_is_wrong(self):
        """The plan is the best by the other prices too: only what this one would cost is wrong."""
        problem, arcs, plan = planned("1a.2b", needs={"2": {"quantity": 2}})
        assert plan.unmet.tolist() == [0, 1]
        duals = plan.duals.copy()
        duals[1] += 1

        assert (Fault.PRICES_WRONG, 1, ((1, -1),)) in found(problem, arcs, plan, duals=duals)

    @pytest.mark.parametrize(
        ("row", "change", "is_wrong"),
        [(0, 7, True), (0, -7, False), (0, -(10**9), True), (1, 7, True), (1, -7, False)],
    )
    def test_a_price_that_no_longer_fits_leaves_a_gap(self, row, change, is_wrong):
        """The first has the task, for as much as it is worth at most; to the second there is no way."""
        problem, arcs, plan = planned("1a" + "." * 30 + "b", people={"b": {"radius_m": 5}})
        prices = plan.prices.copy()
        prices[row] = max(0, prices[row] + change)

        wrong = [fault for fault, _count, _rows in found(problem, arcs, plan, prices=prices)]

        assert wrong == [Fault.PRICES_WRONG] * is_wrong

    def test_more_than_somebody_can_be_given(self):
        problem, arcs, plan = planned("1a2b")
        wrong = honest_plan(problem, arcs, plan, [(0, 1), (1, 1)])

        assert found(problem, arcs, wrong) == [(Fault.OVER_CAPACITY, 1, ((-1, 1),))]

    def test_more_than_are_needed(self):
        problem, arcs, plan = planned("1a.2b")
        wrong = honest_plan(problem, arcs, plan, [(1, 0), (1, 1)])

        assert (Fault.TOO_MANY, 1, ((1, -1),)) in found(problem, arcs, wrong)

    def test_places_for_leads_that_others_have(self):
        problem, arcs, plan = led()
        wrong = honest_plan(problem, arcs, plan, [(0, 0), (0, 1)])

        assert found(problem, arcs, wrong) == [(Fault.TOO_FEW_LEADS, 1, ((0, -1),))]

    def test_whose_tasks_clash(self):
        problem, arcs, plan = clashing()
        wrong = honest_plan(problem, arcs, plan, [(0, 0), (1, 0)])

        assert (Fault.HOURS_CLASH, 1, ((-1, 0),)) in found(problem, arcs, wrong)

    def test_who_is_there_twice(self):
        needs = {"1": {"quantity": 2}, "2": {"quantity": 2}}
        problem, arcs, plan = planned("1a2b", needs=needs, people={"b": {"capacity": 2}})
        wrong = honest_plan(problem, arcs, plan, [(1, 1), (1, 1)])

        assert found(problem, arcs, wrong) == [(Fault.TWICE, 1, ((1, 1),))]

    @pytest.mark.parametrize(
        ("pairs", "rows"), [([[0, 2]], ((0, 2),)), ([[0, 0], [2, 1]], ((2, 1),)), ([[-1, 0]], ((-1, 0),))]
    )
    def test_rows_that_no_table_has(self, pairs, rows):
        problem, arcs, plan = planned("1a2b")

        assert found(problem, arcs, plan, pairs=np.array(pairs)) == [(Fault.NO_SUCH_ROW, 1, rows)]

    @pytest.mark.parametrize(
        ("changes", "count"),
        [
            ({"prices": np.zeros(3)}, 1),
            ({"prices": np.zeros(3), "duals": np.zeros(1)}, 2),
            ({"prices": np.zeros(3), "duals": np.zeros(1), "unmet": np.zeros((2, 1))}, 3),
            ({"pairs": np.zeros((1, 3), dtype=np.int64)}, 1),
            ({"pairs": np.zeros(2, dtype=np.int64)}, 1),
        ],
    )
    def test_columns_of_another_length(self, changes, count):
        problem, arcs, plan = planned("1a2b")

        assert found(problem, arcs, plan, **changes) == [(Fault.NO_SUCH_ROW, count, ())]


class TestPrices:
    def test_hours_of_different_people_are_different(self):
        """The first slot of the 57th and the second of the first are not one hour."""
        problem = crowd()
        arcs, plan = find_candidates(problem), solve(problem)
        hours = np.array([[0, 1, 0], [56, 0, 0], [1, 0, 0]])

        assert found(problem, arcs, plan, hour_prices=hours) == []
        assert found(problem, arcs, plan, hour_prices=hours[[0, 1, 0]]) == [(Fault.PRICES_WRONG, 1, ())]

    @pytest.mark.parametrize(
        ("hours", "wrong"),
        [
            ([[2, 0, 1], [0, 56, 1], [0, 55, 0]], [(Fault.NO_SUCH_ROW, 2, ((-1, 2), (-1, 0)))]),
            ([[0, -1, 0]], [(Fault.NO_SUCH_ROW, 1, ())]),
            ([[0, 0, -1]], [(Fault.PRICES_WRONG, 1, ())]),
        ],
    )
    def test_hours_that_nobody_has(self, hours, wrong):
        problem, arcs, plan = planned("1a2b")

        assert found(problem, arcs, plan, hour_prices=np.array(hours)) == wrong

    @pytest.mark.parametrize("sign", [1, -1])
    def test_prices_as_large_as_can_be_added_up(self, sign):
        problem, arcs, plan = planned("1a2b")
        most = np.full(2, sign * MOST_GRAINS)

        assert found(problem, arcs, plan, prices=most) != [(Fault.PRICES_WRONG, 2, ())]
        assert (Fault.PRICES_WRONG, 2, ()) in found(problem, arcs, plan, prices=most + sign)
        assert certify(problem, arcs, replace(plan, duals=most), DEFAULT).gap == 0

    def test_a_gap_is_exact_however_large(self):
        """What somebody without a task would earn at a price of more than a float can tell from the next."""
        problem = from_arrays(requests={"id": [1]}, volunteers={"id": [7, 8]})
        arcs, plan = find_candidates(problem), solve(problem)
        prices = plan.prices.copy()
        prices[1 - plan.pairs[0, 1]] = 2**60 + 1

        assert (
            certify(problem, arcs, replace(plan, prices=prices), DEFAULT).gap == 2**60 + 1 - 32 * DEFAULT.load
        )


class TestPairs:
    def test_every_feasible_pair_is_looked_for_in_each_pool(self, monkeypatch):
        monkeypatch.setattr("manyhands.core.dispatch.verify.arcs._PAIRS_AT_ONCE", 3)
        problem = from_arrays(
            requests={"id": [1, 2, 3, 4], "pool": [0, 1, 0, 2], "need_mask": [0, 0, 1, 0]},
            volunteers={
                "id": [5, 6, 7, 8],
                "pool": [0, 1, 0, 0],
                "have_mask": [1, 0, 0, 1],
                "capacity": [1, 1, 1, 0],
            },
            blocked=[(0, 2)],
            blocked_why=[TOO_SHORT],
        )

        keys = np.concatenate(list(feasible_keys(problem)))

        assert sorted(keys.tolist()) == [0 * 4 + 0, 1 * 4 + 1, 2 * 4 + 0]

    def test_where_pairs_are_missing_and_invented(self):
        problem, arcs, plan = planned("1a2b")
        none = replace(
            arcs,
            start=np.array([0, 0, 2]),
            volunteer=arcs.volunteer[2:],
            distance_m=arcs.distance_m[2:],
            preference=arcs.preference[2:],
        )
        apart = replace(problem, blocked=np.array([[1, 0]], dtype=np.int32), blocked_why=np.zeros(1, np.int8))

        assert (Fault.ARC_MISSING, 2, ((0, 0), (0, 1))) in found(problem, none, plan)
        assert (Fault.ARC_INVENTED, 1, ((1, 0),)) in found(apart, arcs, plan)

    def test_where_a_way_is_wrong(self):
        problem, arcs, plan = planned("1a2b")
        ways = arcs.distance_m.copy()
        ways[3] += 1

        assert found(problem, replace(arcs, distance_m=ways), plan) == [(Fault.ARC_WRONG, 1, ((1, 1),))]


class TestTheNumberOfAQuestion:
    def question(self, **changes):
        """Two requests and two people, with all that can be said of them."""
        said = {
            "requests": {"id": ["r", "s"], "pool": [1, 0], "x_m": [5, 6], "y_m": [7, 8], "weight": [2, 3]},
            "volunteers": {
                "id": ["v", "w"],
                "pool": [1, 1],
                "x_m": [5, 6],
                "y_m": [7, 8],
                "radius_m": [90, 91],
            },
            "blocked": [(0, 1)],
            "blocked_why": [0],
            "preferences": [(0, 0, 5)],
            "published": [(1, 1)],
        }
        return hash_input(from_arrays(**(said | changes)), DEFAULT)

    @pytest.mark.parametrize(
        "changes",
        [
            {"blocked": []},
            {"blocked": [(0, 0)]},
            {"blocked_why": [TOO_SHORT]},
            {"preferences": [(0, 0, 6)]},
            {"preferences": [(0, 1, 5)]},
            {"published": [(1, 0)]},
            {"published": []},
            {"blocked": [], "blocked_why": [], "published": [(1, 1), (0, 1)]},
        ],
    )
    def test_another_question_has_another(self, changes):
        if not changes.get("blocked", True):
            changes["blocked_why"] = []
        assert self.question(**changes) != self.question()

    def test_the_order_of_pairs_does_not_matter_nor_how_often_they_are_listed(self):
        blocked = {"blocked": [(1, 0), (0, 1), (0, 1)], "blocked_why": [1, 0, 0]}
        turned = {"blocked": [(0, 1), (1, 0)], "blocked_why": [0, 1]}

        assert self.question(**blocked) == self.question(**turned)

    def test_pools_are_told_apart(self):
        one = {"id": ["v", "v"], "pool": [0, 1], "capacity": [1, 2]}
        two = {"id": ["v", "v"], "pool": [1, 0], "capacity": [2, 1]}
        three = {"id": ["v", "v"], "pool": [1, 0], "capacity": [1, 2]}
        numbers = [
            hash_input(from_arrays(requests={"id": ["r"]}, volunteers=volunteers), DEFAULT)
            for volunteers in (one, two, three)
        ]

        assert numbers[0] == numbers[1] != numbers[2]

    def test_it_is_the_same_in_every_version(self):
        """Stored beside plans: with another one for an old question a true plan would look false."""
        assert self.question() == "7d8b24a459744c127727a2ee61d45fb39bd43254f48a60380b90a80b7ebd5d72"
