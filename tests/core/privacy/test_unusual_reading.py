"""Days of reading that a person should look into, and those that nobody need be asked about."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.privacy.unusual_reading import FLOOR, Finding, Look, Sign, find_unusual, usual_limit

MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
ANA, BEN, CORA = 1, 2, 3


def day(reader, people, *, number=0, hour=14, first=0, **more):
    at = (MONDAY + timedelta(days=number)).replace(hour=hour)
    return [Look(reader, first + person, at, **more) for person in range(people)]


def weeks(reader, people, *, days=20):
    return [look for number in range(days) for look in day(reader, people, number=number)]


def signs(looks, reader=ANA):
    return [finding.sign for finding in find_unusual(looks) if finding.reader == reader]


def test_a_quiet_group_is_told_of_no_busy_morning():
    assert find_unusual(weeks(ANA, 1) + weeks(BEN, 1) + day(ANA, FLOOR, number=21)) == []


def test_many_more_than_anybody_usually_looks_at():
    looks = weeks(ANA, 3) + weeks(BEN, 4) + day(ANA, 25, number=21)

    assert find_unusual(looks) == [Finding(ANA, (MONDAY + timedelta(days=21)).date(), Sign.MANY, 25, 4)]


def test_whoever_is_at_the_phone_every_day_is_used_to_it():
    """Twice what others do, but as on all their own days."""
    assert signs(weeks(ANA, 16) + weeks(BEN, 4) + weeks(CORA, 4)) == []


def test_far_beyond_the_group_is_unusual_even_when_it_is_a_habit():
    assert set(signs(weeks(ANA, 60) + weeks(BEN, 4) + weeks(CORA, 4))) == {Sign.MANY}


def test_one_wild_day_does_not_hide_the_next():
    looks = weeks(ANA, 3) + weeks(BEN, 3) + day(BEN, 300, number=20) + day(ANA, 40, number=21)

    assert signs(looks) == [Sign.MANY]


def test_the_same_person_twice_on_a_day_is_one():
    assert find_unusual(day(ANA, 10) + day(ANA, 10, hour=15)) == []


def test_many_looks_after_which_nothing_was_done():
    assert signs(day(ANA, 5, has_cause=False)) == [Sign.WITHOUT_CAUSE]
    assert signs(day(ANA, 4, has_cause=False)) == []
    assert signs(day(ANA, 5, has_cause=False) + day(ANA, 5, first=50)) == []


@pytest.mark.parametrize(("hour", "found"), [(3, [Sign.AT_NIGHT]), (5, [Sign.AT_NIGHT]), (6, []), (23, [])])
def test_at_night(hour, found):
    assert signs(day(ANA, 3, hour=hour)) == found


def test_many_requests_that_were_closed():
    assert signs(day(ANA, 3, is_closed=True)) == [Sign.CLOSED]
    assert signs(day(ANA, 2, is_closed=True)) == []


class TestOnePerson:
    def looks(self, numbers, **more):
        return [look for number in numbers for look in day(ANA, 1, number=number, **more)]

    def test_on_four_days_of_two_weeks_without_doing_anything(self):
        found = find_unusual(self.looks((0, 3, 7, 12), has_cause=False))

        assert [(one.sign, one.count) for one in found] == [(Sign.SAME_PERSON, 4)]

    def test_on_three_days_or_in_more_than_two_weeks(self):
        assert signs(self.looks((0, 3, 7), has_cause=False)) == []
        assert signs(self.looks((0, 5, 10, 15), has_cause=False)) == []

    def test_whoever_cares_for_them(self):
        assert signs(self.looks((0, 3, 7, 12))) == []


def test_the_latest_day_comes_first():
    found = find_unusual(weeks(CORA, 4) + day(ANA, 30) + day(BEN, 30, number=4))

    assert [one.reader for one in found] == [BEN, ANA]


@given(st.integers(0, 50), st.integers(5, 30), st.integers(51, 10_000))
def test_what_is_usual_is_not_moved_by_one_day(usual, days, wild):
    assert usual_limit([*([usual] * days), wild]) == usual_limit([usual] * days)


@given(st.lists(st.builds(Look, st.integers(1, 3), st.integers(1, 9), st.datetimes(timezones=st.just(UTC)))))
def test_nobody_is_named_who_did_not_look(looks):
    assert {one.reader for one in find_unusual(looks)} <= {look.reader for look in looks}
