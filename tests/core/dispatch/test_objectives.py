"""The measures, each alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.dispatch.objectives.load_spread import marginal_cost
from manyhands.core.dispatch.objectives.travel import travel_cost
from manyhands.core.dispatch.objectives.weights import Weights

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
