from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import kept
from manyhands.core.privacy.retention import RetentionRule, erase_due_at, lasts, week_of

MADE = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

rules = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(
    lambda days: RetentionRule(min(days), max(days))
)


def test_what_is_closed_goes_after_thirty_days():
    assert erase_due_at(MADE, MADE + 10 * DAY, RetentionRule()) == MADE + 40 * DAY


def test_what_stays_open_goes_after_a_year():
    assert erase_due_at(MADE, None, RetentionRule()) == MADE + 365 * DAY


def test_closing_late_does_not_keep_it_beyond_the_year():
    assert erase_due_at(MADE, MADE + 350 * DAY, RetentionRule()) == MADE + 365 * DAY


def test_a_group_may_forget_at_once():
    assert erase_due_at(MADE, MADE + DAY, RetentionRule(days_after_closing=0)) == MADE + DAY


def test_a_day_has_24_hours_also_when_the_clock_changes():
    detroit = ZoneInfo("America/Detroit")
    closed_at = datetime(2026, 3, 7, 12, tzinfo=detroit)

    due_at = erase_due_at(MADE, closed_at, RetentionRule(days_after_closing=1))

    assert due_at == closed_at.astimezone(UTC) + timedelta(hours=24)
    assert due_at.tzinfo is UTC


@pytest.mark.parametrize(("after_closing", "at_latest"), [(-1, 365), (31, 30), (0, -1)])
def test_refuses_clocks_that_contradict_each_other(after_closing, at_latest):
    with pytest.raises(ValueError, match="not more than the days at latest"):
        RetentionRule(after_closing, at_latest)


def test_refuses_a_closing_before_the_beginning():
    with pytest.raises(ValueError, match="before it was made"):
        erase_due_at(MADE, MADE - DAY, RetentionRule())


@pytest.mark.parametrize(
    ("made", "closed", "name"),
    [(MADE.replace(tzinfo=None), None, "created_at"), (MADE, MADE.replace(tzinfo=None), "closed_at")],
)
def test_refuses_an_instant_without_a_time_zone(made, closed, name):
    with pytest.raises(ValueError, match=f"{name} must have a time zone"):
        erase_due_at(made, closed, RetentionRule())


@given(rules, st.one_of(st.none(), st.integers(0, 800)))
def test_neither_clock_is_ever_exceeded(rule, closed_after):
    closed_at = None if closed_after is None else MADE + closed_after * DAY

    due_at = erase_due_at(MADE, closed_at, rule)

    assert due_at <= MADE + rule.days_at_latest * DAY
    assert closed_at is None or due_at <= closed_at + rule.days_after_closing * DAY


def test_what_is_left_of_a_moment_is_its_week():
    sunday = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)

    assert week_of(sunday) == week_of(sunday - 6 * DAY) == datetime(2026, 2, 25, 12, tzinfo=UTC)
    assert week_of(sunday + DAY) == week_of(sunday) + 7 * DAY


def test_the_page_of_the_docs_is_the_table():
    assert kept.PAGE.read_text() == kept.render()


def test_a_class_without_a_fixed_time_says_so():
    assert lasts("drafts") == DAY
    with pytest.raises(LookupError, match="no fixed time"):
        lasts("requests")
