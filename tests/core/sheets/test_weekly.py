"""Weekly availability in words becomes slots."""

import pytest

from manyhands.core.sheets.cells.weekly import parse_weekly
from manyhands.core.values.week_slots import WeekSlots

WEEKDAYS = range(5)
EVERY_DAY = range(7)
MORNING, AFTERNOON, EVENING = (2, 3), (4, 5), (6,)
WHOLE_DAY = (2, 3, 4, 5, 6)


def slots(days, bands) -> set[tuple[int, int]]:
    return {(day, band) for day in days for band in bands}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("weekday evenings", slots(WEEKDAYS, EVENING)),
        ("Mon/Wed mornings", slots([0, 2], MORNING)),
        ("sábados", slots([5], WHOLE_DAY)),
        ("sábados por la tarde", slots([5], (4, 5, 6))),
        ("Mon-Fri 9am-5pm", slots(WEEKDAYS, (3, 4, 5))),
        ("9-5", slots(EVERY_DAY, (3, 4, 5))),
        ("2-5", slots(EVERY_DAY, (5,))),
        ("lunes a viernes de 9 a 13", slots(WEEKDAYS, (3,))),
        ("Fri to Mon", slots([4, 5, 6, 0], WHOLE_DAY)),
        ("Mon, Tue 10:00-14:00; Sat afternoon", slots([0, 1], (3, 4)) | slots([5], AFTERNOON)),
        ("Mornings on weekdays, evenings on weekends", slots(WEEKDAYS, MORNING) | slots([5, 6], EVENING)),
        ("Weekends, weekday evenings", slots([5, 6], WHOLE_DAY) | slots(WEEKDAYS, EVENING)),
        ("after 6pm", slots(EVERY_DAY, (6, 7))),
        ("after 5", slots(EVERY_DAY, (6, 7))),
        ("until 3pm on Sats", slots([5], (2, 3, 4))),
        ("before noon", slots(EVERY_DAY, MORNING)),
        ("every day but Sunday", slots(range(6), WHOLE_DAY)),
        ("not Mondays", slots(range(1, 7), WHOLE_DAY)),
        ("10pm-2am Saturday", slots([5], (7, 0))),
        ("MWF mornings", slots([0, 2, 4], MORNING)),
        ("fines de semana", slots([5, 6], WHOLE_DAY)),
        ("Anytime", slots(EVERY_DAY, WHOLE_DAY)),
        ("flexible", slots(EVERY_DAY, WHOLE_DAY)),
    ],
)
def test_words_become_slots(cell, expected):
    reading = parse_weekly(cell)

    assert WeekSlots(reading.value).pairs() == expected
    assert reading.problems == ()


def test_what_is_left_out_is_said():
    reading = parse_weekly("Saturdays unless raining")

    assert WeekSlots(reading.value).pairs() == slots([5], WHOLE_DAY)
    assert [problem.code for problem in reading.problems] == ["weekly_in_part"]


@pytest.mark.parametrize("cell", ["call me", "???x", "=SUM(A1)", "whenever-ish?!"])
def test_what_says_no_days_and_hours_is_refused_or_read(cell):
    reading = parse_weekly(cell)

    assert reading.is_refused or reading.value


def test_a_blank_says_nothing():
    assert parse_weekly(" ").value is None
    assert parse_weekly(" ").problems == ()
