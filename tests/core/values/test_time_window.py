from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.time_window import TimeWindow

DETROIT = ZoneInfo("America/Detroit")
NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

offsets = st.integers(0, 100)
windows = st.tuples(offsets, st.integers(1, 50)).map(
    lambda pair: TimeWindow(NOON + pair[0] * HOUR, NOON + (pair[0] + pair[1]) * HOUR)
)


def test_is_kept_in_utc():
    window = TimeWindow(NOON.astimezone(DETROIT), (NOON + HOUR).astimezone(DETROIT))

    assert window.start_at.tzinfo is UTC
    assert window == TimeWindow(NOON, NOON + HOUR)


def test_refuses_a_start_without_a_time_zone():
    with pytest.raises(ValueError, match="start_at must have a time zone"):
        TimeWindow(NOON.replace(tzinfo=None), NOON)


def test_refuses_an_end_without_a_time_zone():
    with pytest.raises(ValueError, match="end_at must have a time zone"):
        TimeWindow(NOON, NOON.replace(tzinfo=None))


@pytest.mark.parametrize("end_at", [NOON, NOON - HOUR])
def test_refuses_an_end_that_is_not_after_the_start(end_at):
    with pytest.raises(ValueError, match="must end after it starts"):
        TimeWindow(NOON, end_at)


def test_accepts_the_hour_that_the_clock_repeats():
    first = datetime(2026, 11, 1, 1, 30, tzinfo=DETROIT)
    again = first.replace(fold=1)

    assert TimeWindow(first, again).length_minutes == 60


def test_counts_the_hour_that_the_clock_leaves_out():
    before = datetime(2026, 3, 8, 1, tzinfo=DETROIT)
    after = datetime(2026, 3, 8, 3, tzinfo=DETROIT)

    assert TimeWindow(before, after).length == HOUR


def test_counts_whole_minutes():
    assert TimeWindow(NOON, NOON + timedelta(minutes=9, seconds=59)).length_minutes == 9


def test_contains_its_start_but_not_its_end():
    window = TimeWindow(NOON, NOON + HOUR)

    assert window.contains(NOON)
    assert not window.contains(NOON + HOUR)
    assert not window.contains(NOON - timedelta(seconds=1))


def test_contains_itself_and_what_is_within():
    window = TimeWindow(NOON, NOON + 3 * HOUR)

    assert window.contains(window)
    assert window.contains(TimeWindow(NOON + HOUR, NOON + 2 * HOUR))
    assert not window.contains(TimeWindow(NOON + HOUR, NOON + 4 * HOUR))
    assert not window.contains(TimeWindow(NOON - HOUR, NOON + HOUR))


def test_refuses_to_look_for_a_moment_without_a_time_zone():
    with pytest.raises(ValueError, match="moment must have a time zone"):
        TimeWindow(NOON, NOON + HOUR).contains(NOON.replace(tzinfo=None))


def test_a_fixed_offset_is_a_time_zone():
    assert TimeWindow(datetime(2026, 3, 7, 7, tzinfo=timezone(-5 * HOUR)), NOON + HOUR).start_at == NOON


@given(windows, windows)
def test_an_overlap_is_shared_by_both(a, b):
    shared = a.overlap(b)

    assert shared == b.overlap(a)
    if shared is None:
        assert a.end_at <= b.start_at or b.end_at <= a.start_at
    else:
        assert a.contains(shared)
        assert b.contains(shared)
        assert shared.start_at in {a.start_at, b.start_at}
        assert shared.end_at in {a.end_at, b.end_at}
