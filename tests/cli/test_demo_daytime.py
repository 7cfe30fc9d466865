"""Invented people sleep at night."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from manyhands.cli.demo.daytime import by_day, days_ago, next_by_day

LANSING = ZoneInfo("America/Detroit")
# Over the night in which the clocks go forward, and over the one in which they go back.
STARTS = (datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC))
MOMENTS = [start + timedelta(minutes=37 * step) for start in STARTS for step in range(200)]


def hour(moment):
    return moment.astimezone(LANSING).hour + moment.astimezone(LANSING).minute / 60


def test_nobody_does_anything_at_night():
    for moment in MOMENTS:
        before, after = by_day(moment, LANSING), next_by_day(moment, LANSING)

        assert before <= moment <= after
        assert 8 <= hour(before) < 21
        assert 8 <= hour(after) < 21
        assert timedelta(0) <= after - before < timedelta(hours=28)


def test_what_is_by_day_stays():
    noon = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)

    assert by_day(noon, LANSING) == next_by_day(noon, LANSING) == noon


def test_some_days_ago_is_by_day_and_the_same_each_time():
    at = datetime(2026, 11, 22, 7, 25, tzinfo=UTC)

    first, second = (days_ago(30, Random(1), LANSING, at=at) for _time in range(2))

    assert first == second
    assert 8 <= hour(first) < 21
    assert timedelta(days=30) <= at - first < timedelta(days=32)
