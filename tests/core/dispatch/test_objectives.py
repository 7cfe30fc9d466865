"""The measures, each alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.objectives.load_spread import marginal_cost, marginal_costs
from manyhands.core.dispatch.objectives.preference import preference_cost
from manyhands.core.dispatch.objectives.switching import switching_cost
from manyhands.core.dispatch.objectives.tie_break import hash_ids, tie_cost
from manyhands.core.dispatch.objectives.travel import travel_cost, travel_costs
from manyhands.core.dispatch.objectives.unserved import unserved_cost
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT, Objective

loads = st.integers(0, 30)
capacities = st.integers(1, 10)


def total_cost(load, weight=40, capacity=1):
    """What a whole week of tasks costs."""
    return sum(marginal_cost(0, nth_task, capacity, weight) for nth_task in range(1, load + 1))


class TestLoadSpread:
    @pytest.mark.parametrize(
        ("recent", "nth", "capacity", "cost"),
        [(0, 1, 1, 40), (0, 2, 1, 120), (3, 1, 1, 280), (2, 2, 2, 140), (0, 1, 3, 13), (0, 1, 0, 40)],
    )
    def test_follows_the_formula_rounded_down(self, recent, nth, capacity, cost):
        assert marginal_cost(recent, nth, capacity, 40) == cost

    @pytest.mark.parametrize(("recent", "nth"), [(-1, 1), (0, 0), (0, -1)])
    def test_refuses_a_load_that_cannot_be(self, recent, nth):
        with pytest.raises(ValueError, match="cannot be"):
            marginal_cost(recent, nth, 1, 40)

    @given(loads, st.integers(1, 30), capacities)
    def test_each_further_task_is_dearer(self, recent, nth, capacity):
        assert marginal_cost(recent, nth + 1, capacity, 40) > marginal_cost(recent, nth, capacity, 40)
        assert marginal_cost(recent + 1, nth, capacity, 40) > marginal_cost(recent, nth, capacity, 40)

    @given(loads, st.integers(1, 30), capacities)
    def test_whoever_can_do_more_is_asked_for_less(self, recent, nth, capacity):
        assert marginal_cost(recent, nth, capacity + 1, 40) <= marginal_cost(recent, nth, capacity, 40)

    @given(loads)
    def test_marginal_costs_sum_to_the_square_of_the_load(self, load):
        assert total_cost(load) == 40 * load**2

    @given(st.integers(0, 15), st.integers(2, 15))
    def test_handing_a_task_from_the_busier_to_the_less_busy_always_pays(self, less, difference):
        more = less + difference

        assert total_cost(less + 1) + total_cost(more - 1) < total_cost(less) + total_cost(more)


class TestTravel:
    @pytest.mark.parametrize(
        ("metres", "weight", "cost"),
        [(0, 1, 0), (9, 1, 0), (10, 1, 1), (999, 1, 99), (1_000, 3, 300), (500, 0, 0)],
    )
    def test_counts_full_tens_of_metres(self, metres, weight, cost):
        assert travel_cost(metres, weight) == cost

    def test_refuses_a_negative_way(self):
        with pytest.raises(ValueError, match="cannot be -1 m"):
            travel_cost(-1, 1)


class TestWeights:
    def test_a_first_task_weighs_as_much_as_400_metres(self):
        weights = Weights()

        assert marginal_cost(0, 1, 1, weights.load) == travel_cost(400, weights.travel)

    @pytest.mark.parametrize("name", ["load", "travel"])
    def test_refuses_to_reward_what_it_should_spare(self, name):
        assert getattr(Weights(**{name: 0}), name) == 0
        with pytest.raises(ValueError, match=f"the weight of {name} must be 0 or more"):
            Weights(**{name: -1})

    @pytest.mark.parametrize("value", [1.5, "x", None, float("nan")])
    def test_takes_whole_numbers_only(self, value):
        with pytest.raises(ValueError, match="the weight of travel must be a whole number"):
            Weights(travel=value)


class TestManyAtOnce:
    @given(
        st.lists(st.tuples(loads, st.integers(1, 30), st.integers(0, 10)), max_size=5), st.integers(0, 4_000)
    )
    def test_load(self, tasks, weight):
        recent, nth, capacity = np.array(tasks, dtype=np.int64).reshape(-1, 3).T

        assert marginal_costs(recent, nth, capacity, weight).tolist() == [
            marginal_cost(*task, weight) for task in tasks
        ]

    @given(st.lists(st.integers(0, 10**6), max_size=5), st.integers(0, 50))
    def test_travel(self, ways, weight):
        many = travel_costs(np.array(ways, dtype=np.int32), weight)

        assert many.tolist() == [travel_cost(way, weight) for way in ways]


class TestTieBreak:
    def test_is_the_same_on_every_machine(self):
        texts = tie_cost(hash_ids(np.array(["p1", "p2"]))[:, None], hash_ids(np.array(["v1", "v2", "v3"])))
        numbers = tie_cost(hash_ids(np.array([1, 2]))[:, None], hash_ids(np.array([1, 2, -3])))

        assert texts.tolist() == [[26, 27, 25], [25, 3, 18]]
        assert numbers.tolist() == [[11, 27, 11], [20, 12, 8]]

    def test_a_text_of_an_id_does_not_depend_on_its_neighbours(self):
        """A column of texts is as wide as its longest."""
        assert hash_ids(np.array(["p1"]))[0] == hash_ids(np.array(["p1", "a much longer id"]))[0]

    def test_is_even(self):
        ties = tie_cost(hash_ids(np.arange(300))[:, None], hash_ids(np.arange(300)))
        counts = np.bincount(ties.ravel(), minlength=GRAINS_PER_UNIT)

        assert (ties.min(), ties.max()) == (0, GRAINS_PER_UNIT - 1)
        assert 0.9 < counts.min() / counts.mean() <= counts.max() / counts.mean() < 1.1

    def test_prefers_nobody_in_general(self):
        """Somebody's ties over many requests average out."""
        ties = tie_cost(hash_ids(np.arange(2_000))[:, None], hash_ids(np.arange(20)))

        assert np.ptp(ties.mean(axis=0)) < 1.5


def test_all_measures_and_nothing_else_are_in_the_total():
    objective = Objective(unserved=1, load=20, travel=300, preference=-4_000, switch=-50_000, tie=31)

    assert objective.total == 32 * (1 + 20 + 300 - 4_000 - 50_000) + 31


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (unserved_cost(np.array([2, 64], dtype=np.int32), 50_000), [100_000, 3_200_000]),
        (preference_cost(np.array([-5, 2**31 - 1], dtype=np.int32), 10), [-50, 10 * (2**31 - 1)]),
        (switching_cost(np.array([True, False]), 300), [-300, 0]),
    ],
)
def test_measures_in_whole_columns(cost, expected):
    assert cost.dtype == np.int64
    assert cost.tolist() == expected
