import pytest

from manyhands.core.values.numbers import LARGEST, find_number


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("12", 12), ("007", 7), (str(LARGEST), LARGEST)])
def test_reads_plain_digits(typed, number):
    assert find_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", " 1", "+1", "-1", "1.0", "1e3", "1_000", "²", "٣", "one", str(LARGEST + 1), "9" * 10_000]
)
def test_what_no_row_can_have_is_none(typed):
    assert find_number(typed) is None
