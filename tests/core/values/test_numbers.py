import pytest

from manyhands.core.values.numbers import LARGEST, find_number, list_numbers


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("12", 12), ("007", 7), (str(LARGEST), LARGEST)])
def test_reads_plain_digits(typed, number):
    assert find_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", " 1", "+1", "-1", "1.0", "1e3", "1_000", "²", "٣", "one", str(LARGEST + 1), "9" * 10_000]
)
def test_what_no_row_can_have_is_none(typed):
    assert find_number(typed) is None


def test_of_many_that_are_joined_those_that_are_none_are_left_out():
    assert list_numbers("3-14-x--15-") == [3, 14, 15]


def test_no_more_are_read_than_asked_for():
    assert list_numbers("1-2-3-4", at_most=2) == [1, 2]
    assert len(list_numbers("7-" * 10_000)) == 50
