from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import SLOT_COUNT, WeekSlots, slot_index, slot_runs

DETROIT = ZoneInfo("America/Detroit")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SUNDAY, MONDAY = 6, 0

pairs = st.tuples(st.integers(0, 6), st.integers(0, 7))
week_slots = st.integers(0, 2**SLOT_COUNT - 1).map(WeekSlots)
# Nights in which a clock changes, on both sides of the world, by an hour, half an hour and a day.
nights = st.sampled_from(
    [
        ("America/Detroit", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("America/Detroit", datetime(2026, 11, 1, 6, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 6, 1, tzinfo=UTC)),
        ("America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ]
)


@st.composite
def windows_around_changes(draw):
    """A zone, and a window of whole minutes not far from a change of its clock."""
    name, change_at = draw(nights)
    start_at = change_at + draw(st.integers(-2_000, 600)) * MINUTE
    return ZoneInfo(name), TimeWindow(start_at, start_at + draw(st.integers(1, 2_500)) * MINUTE)


def detroit(day, start, end, *, month=3):
    """A window by the clock on the wall in Detroit."""
    return TimeWindow(
        datetime(2026, month, day, start, tzinfo=DETROIT), datetime(2026, month, day, end, tzinfo=DETROIT)
    )


def slots_minute_by_minute(window, zone):
    """The local slot of each minute of a window, the slow and obvious way."""
    minutes = int(window.length / MINUTE)
    local_times = ((window.start_at + n * MINUTE).astimezone(zone) for n in range(minutes))
    return [local.weekday() * 8 + local.hour // 3 for local in local_times]


class TestSet:
    def test_numbers_slots_from_monday_midnight(self):
        assert (slot_index(0, 0), slot_index(0, 7), slot_index(1, 0), slot_index(6, 7)) == (0, 7, 8, 55)

    @pytest.mark.parametrize("pair", [(-1, 0), (7, 0), (0, -1), (0, 8)])
    def test_refuses_a_slot_that_is_not_in_the_week(self, pair):
        with pytest.raises(ValueError, match="must be from 0"):
            WeekSlots.from_pairs([pair])

    @pytest.mark.parametrize("mask", [-1, 2**56, 2**64])
    def test_refuses_a_mask_beyond_the_week(self, mask):
        with pytest.raises(ValueError, match="must be from 0 to"):
            WeekSlots(mask)

    @pytest.mark.parametrize("mask", [True, 1.0, "1", None])
    def test_refuses_a_mask_that_is_not_a_whole_number(self, mask):
        with pytest.raises(TypeError, match="whole number"):
            WeekSlots(mask)

    def test_always_is_every_slot_and_never_none(self):
        assert len(WeekSlots.always()) == 56
        assert len(WeekSlots.never()) == 0
        assert not WeekSlots.never()
        assert WeekSlots.always().mask == 2**56 - 1

    @given(st.sets(pairs))
    def test_gives_back_the_pairs_it_was_made_of(self, chosen):
        slots = WeekSlots.from_pairs(chosen)

        assert slots.pairs() == chosen
        assert list(slots) == sorted(chosen)
        assert len(slots) == len(chosen)

    @given(st.sets(pairs), st.sets(pairs))
    def test_follows_the_rules_of_sets(self, a, b):
        left, right = WeekSlots.from_pairs(a), WeekSlots.from_pairs(b)

        assert (left | right).pairs() == a | b
        assert (left & right).pairs() == a & b
        assert left.overlaps(right) == bool(a & b)
        assert (left in right) == (a <= b)

    def test_knows_a_pair_and_not_its_neighbour(self):
        slots = WeekSlots.from_pairs([(2, 5)])

        assert (2, 5) in slots
        assert (2, 6) not in slots
        assert (9, 9) not in slots
        assert 21 not in slots


class TestWindows:
    def test_touches_the_slots_it_reaches_into(self):
        window = detroit(9, 9, 12)

        assert WeekSlots.touched_by(window, DETROIT).pairs() == {(MONDAY, 3)}

    def test_touches_a_slot_from_its_first_minute(self):
        just_over = TimeWindow(detroit(9, 9, 12).start_at, detroit(9, 9, 12).end_at + MINUTE)

        assert WeekSlots.touched_by(just_over, DETROIT).pairs() == {(MONDAY, 3), (MONDAY, 4)}

    def test_follows_local_time_into_another_day(self):
        window = TimeWindow(datetime(2026, 3, 9, 1, tzinfo=UTC), datetime(2026, 3, 9, 3, tzinfo=UTC))

        assert WeekSlots.touched_by(window, DETROIT).pairs() == {(SUNDAY, 7)}

    def test_goes_round_from_sunday_to_monday(self):
        window = TimeWindow(datetime(2026, 3, 8, 23, tzinfo=DETROIT), datetime(2026, 3, 9, 1, tzinfo=DETROIT))

        assert WeekSlots.touched_by(window, DETROIT).pairs() == {(SUNDAY, 7), (MONDAY, 0)}

    def test_a_week_touches_everything(self):
        window = TimeWindow(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC))

        assert WeekSlots.touched_by(window, DETROIT) == WeekSlots.always()

    def test_accepts_a_year_and_refuses_more(self):
        start_at = datetime(2026, 1, 1, tzinfo=UTC)
        year = TimeWindow(start_at, start_at + timedelta(days=366))
        longer = TimeWindow(start_at, year.end_at + MINUTE)

        assert WeekSlots.touched_by(year, DETROIT) == WeekSlots.always()
        with pytest.raises(ValueError, match="too long"):
            WeekSlots.touched_by(longer, DETROIT)

    @given(windows_around_changes(), week_slots)
    def test_agrees_with_going_minute_by_minute(self, zoned, slots):
        zone, window = zoned
        by_minute = slots_minute_by_minute(window, zone)

        touched = WeekSlots.touched_by(window, zone)

        assert touched.mask == sum(1 << slot for slot in set(by_minute))
        assert slots.covers(window, zone) == (touched in slots)

    @given(windows_around_changes(), week_slots)
    def test_finds_the_stretch_that_going_minute_by_minute_finds(self, zoned, slots):
        zone, window = zoned
        longest = current = 0
        for slot in slots_minute_by_minute(window, zone):
            current = current + 1 if slots.mask >> slot & 1 else 0
            longest = max(longest, current)

        assert slots.longest_stretch(window, zone) == longest * MINUTE

    @given(windows_around_changes())
    def test_runs_add_up_to_the_window(self, zoned):
        zone, window = zoned
        runs = slot_runs(window, zone)

        assert sum((run.length for run in runs), timedelta()) == window.length
        assert all(before.slot != after.slot for before, after in pairwise(runs))


class TestNightsInWhichTheClockChanges:
    """Detroit, 2026: the clock goes from 2 to 3 on March 8th, from 2 back to 1 on November 1st."""

    def test_the_first_slot_of_a_spring_sunday_is_two_hours_long(self):
        assert [str(run.length) for run in slot_runs(detroit(8, 0, 6), DETROIT)] == ["2:00:00", "3:00:00"]

    def test_the_first_slot_of_an_autumn_sunday_is_four_hours_long(self):
        assert [str(run.length) for run in slot_runs(detroit(1, 0, 6, month=11), DETROIT)] == [
            "4:00:00",
            "3:00:00",
        ]

    def test_the_hour_after_the_spring_gap_belongs_to_the_second_slot(self):
        window = TimeWindow(datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC))

        assert WeekSlots.touched_by(window, DETROIT).pairs() == {(SUNDAY, 1)}

    def test_both_autumn_hours_at_one_belong_to_the_first_slot(self):
        window = TimeWindow(datetime(2026, 11, 1, 5, tzinfo=UTC), datetime(2026, 11, 1, 7, tzinfo=UTC))

        assert WeekSlots.touched_by(window, DETROIT).pairs() == {(SUNDAY, 0)}

    @pytest.mark.parametrize(
        "change_at", [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)]
    )
    def test_every_minute_around_the_change_is_in_its_slot(self, change_at):
        for minutes in range(-200, 200, 7):
            window = TimeWindow(change_at + minutes * MINUTE, change_at + (minutes + 240) * MINUTE)

            spent = Counter()
            for run in slot_runs(window, DETROIT):
                spent[run.slot] += int(run.length / MINUTE)

            assert spent == Counter(slots_minute_by_minute(window, DETROIT))

    def test_a_free_night_is_an_hour_shorter_in_spring_and_longer_in_autumn(self):
        sundays = WeekSlots.from_pairs((SUNDAY, band) for band in range(8))

        spring = sundays.longest_stretch(detroit(8, 0, 9), DETROIT)
        autumn = sundays.longest_stretch(detroit(1, 0, 9, month=11), DETROIT)

        assert (spring, autumn) == (8 * HOUR, 10 * HOUR)

    def test_a_slot_comes_back_when_the_clock_goes_back_across_its_edge(self):
        """Santiago de Chile goes from midnight back to 23:00: Saturday's last slot is four hours."""
        santiago = ZoneInfo("America/Santiago")
        window = TimeWindow(datetime(2026, 4, 5, 0, tzinfo=UTC), datetime(2026, 4, 5, 6, tzinfo=UTC))

        assert [(run.slot, str(run.length)) for run in slot_runs(window, santiago)] == [
            (5 * 8 + 7, "4:00:00"),
            (6 * 8, "2:00:00"),
        ]


def test_a_free_afternoon_within_a_long_window_is_found():
    afternoon = WeekSlots.from_pairs([(MONDAY, 4), (MONDAY, 5)])

    assert afternoon.longest_stretch(detroit(9, 9, 20), DETROIT) == 6 * HOUR


def test_two_short_stretches_do_not_make_a_long_one():
    apart = WeekSlots.from_pairs([(MONDAY, 3), (MONDAY, 5)])

    assert apart.longest_stretch(detroit(9, 9, 20), DETROIT) == 3 * HOUR
