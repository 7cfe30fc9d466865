"""Whose turn it is: bounded, growing with waiting, and nobody starves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.equity.priority import (
    DAYS_TO_PASS_ALL,
    DAYS_TO_PASS_NEXT_URGENCY,
    EQUITY_LEAST,
    EQUITY_MOST,
    URGENCY_FACTORS,
    WAITING_MOST,
    WAITING_PER_DAY,
    priority_of,
)

urgencies = st.sampled_from(sorted(URGENCY_FACTORS))
equities = st.floats(EQUITY_LEAST, EQUITY_MOST)
hours = st.floats(0, 24 * 365)


def test_it_is_shown_with_its_parts():
    shown = priority_of(4, equity=1.5, waited_hours=2 * 24 + 5).as_json()

    assert shown == {"value": 12.0, "urgency": 4.0, "equity": 1.5, "waiting": 2.0}


def test_it_is_told_to_one_decimal_and_weighed_as_a_whole_number():
    priority = priority_of(3, equity=1.23, waited_hours=24)

    assert priority.as_json() == {"value": 5.5, "urgency": 3.0, "equity": 1.23, "waiting": 1.5}
    assert priority.weight == 55


def test_nothing_is_known_of_a_new_need_but_its_urgency():
    assert [priority_of(urgency, waited_hours=0).value for urgency in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_hours_count_by_full_days():
    assert priority_of(2, waited_hours=23.9) == priority_of(2, waited_hours=0)
    assert priority_of(2, waited_hours=24).waiting == 1 + WAITING_PER_DAY


@given(urgencies, st.floats(allow_nan=False, allow_infinity=False), hours)
def test_every_part_is_bounded(urgency, equity, waited_hours):
    priority = priority_of(urgency, equity=equity, waited_hours=waited_hours)

    assert EQUITY_LEAST <= priority.equity <= EQUITY_MOST
    assert 1 <= priority.waiting <= WAITING_MOST
    assert 10 <= priority.weight <= 720
    assert math.isclose(priority.value, priority.urgency * priority.equity * priority.waiting)


@given(*[st.tuples(strategy, strategy).map(sorted) for strategy in (urgencies, equities, hours)])
def test_more_of_anything_never_counts_less(urgency, equity, waited):
    less, more = (
        priority_of(urgency[which], equity=equity[which], waited_hours=waited[which]) for which in (0, 1)
    )

    assert less.weight <= more.weight


@given(st.sampled_from([1, 2, 3]), equities, equities, st.floats(0, 23.9))
def test_waiting_passes_the_next_urgency(urgency, equity, other_equity, hours_of_newer):
    waited = priority_of(urgency, equity=equity, waited_hours=24 * DAYS_TO_PASS_NEXT_URGENCY)
    newer = priority_of(urgency + 1, equity=other_equity, waited_hours=hours_of_newer)

    assert waited.weight > newer.weight


@given(urgencies, urgencies, equities, equities)
def test_waiting_passes_everything_in_the_end(urgency, other_urgency, equity, other_equity):
    waited = priority_of(urgency, equity=equity, waited_hours=24 * DAYS_TO_PASS_ALL)

    assert waited.weight > priority_of(other_urgency, equity=other_equity, waited_hours=0).weight


def test_a_day_less_does_not_pass():
    """The published numbers of days are the least that hold."""
    nearly = priority_of(1, waited_hours=24 * (DAYS_TO_PASS_NEXT_URGENCY - 1))
    assert nearly.weight <= priority_of(2, equity=EQUITY_MOST, waited_hours=0).weight

    nearly = priority_of(1, waited_hours=24 * (DAYS_TO_PASS_ALL - 1))
    assert nearly.weight <= priority_of(4, equity=EQUITY_MOST, waited_hours=0).weight


@pytest.mark.parametrize("urgency", [0, 5, -1, 2.5])
def test_an_urgency_nobody_knows_is_refused(urgency):
    with pytest.raises(ValueError, match="urgency must be one of 1, 2, 3, 4"):
        priority_of(urgency, waited_hours=0)


@pytest.mark.parametrize("numbers", [{"equity": math.nan}, {"waited_hours": math.inf}])
def test_numbers_must_be_finite(numbers):
    with pytest.raises(ValueError, match="finite"):
        priority_of(1, **({"equity": 1.0, "waited_hours": 0} | numbers))


def test_a_clock_that_went_back_counts_as_new():
    assert priority_of(3, waited_hours=-5) == priority_of(3, waited_hours=0)
