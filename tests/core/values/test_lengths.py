import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.lengths import METRES_PER, coarse_length


@pytest.mark.parametrize(
    ("distance_m", "unit", "nearest", "enough"),
    [
        (0, "km", 0.0, 0.0),
        (1, "km", 0.0, 0.5),
        (499, "km", 0.0, 0.5),
        (500, "km", 0.5, 0.5),
        (749, "km", 0.5, 1.0),
        (750, "km", 1.0, 1.0),
        (1_240, "km", 1.0, 1.5),
        (9_740, "km", 9.5, 10.0),
        (9_750, "km", 10.0, 10.0),
        (10_200, "km", 10.0, 11.0),
        (10_499, "km", 10.0, 11.0),
        (10_500, "km", 11.0, 11.0),
        (17_400, "km", 17.0, 18.0),
        (800, "mi", 0.0, 0.5),
        (805, "mi", 0.5, 1.0),
        (1_609.344, "mi", 1.0, 1.0),
        (16_093.44, "mi", 10.0, 10.0),
    ],
)
def test_a_length_is_said_in_halves_and_from_ten_in_whole_ones(distance_m, unit, nearest, enough):
    assert coarse_length(distance_m, unit) == nearest
    assert coarse_length(distance_m, unit, at_least=True) == enough


@given(st.integers(0, 40), st.sampled_from(["km", "mi"]))
def test_what_is_exact_stays_exact(halves, unit):
    length = halves / 2 if halves < 20 else halves // 2

    assert coarse_length(length * METRES_PER[unit], unit) == length
    assert coarse_length(length * METRES_PER[unit], unit, at_least=True) == length


@given(st.floats(0, 500_000), st.sampled_from(["km", "mi"]))
def test_what_must_be_enough_is_enough(distance_m, unit):
    enough = coarse_length(distance_m, unit, at_least=True)

    assert enough * METRES_PER[unit] >= distance_m - 0.01
    assert enough - distance_m / METRES_PER[unit] < 1
