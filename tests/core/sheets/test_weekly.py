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
        ("8pm-12am Saturday", slots([5], (7,))),
        ("12am-12pm Sunday", slots([6], (0, 1, 2, 3))),
        ("12pm-12am Sunday", slots([6], (4, 5, 6, 7))),
        ("Sun 8-10", slots([6], (2, 3))),
        ("Sun 10-11", slots([6], (3,))),
        ("Sun 11-1", slots([6], (3, 4))),
        ("Sun 6-7", slots([6], (6,))),
        ("Sun 7-8", slots([6], (2,))),
        ("Sun 1-5pm", slots([6], (4, 5))),
        ("Sun 9-5pm", slots([6], (3, 4, 5))),
        ("Sun 12-3pm", slots([6], (4,))),
        ("after 6 on Mondays", slots([0], (6, 7))),
        ("after 7 on Mondays", slots([0], (2, 3, 4, 5, 6, 7))),
        ("until 7 on Mondays", slots([0], (2, 3, 4, 5))),
        ("until 8 on Mondays", slots([0], (2,))),
        ("before 12pm Mondays", slots([0], MORNING)),
        ("despues de las 18 los martes", slots([1], (6, 7))),
        ("after work on Fridays", slots([4], EVENING)),
        ("after noon Sundays", slots([6], AFTERNOON)),
        ("early mornings", slots(EVERY_DAY, (2,))),
        ("late afternoons", slots(EVERY_DAY, AFTERNOON)),
        ("noches", slots(EVERY_DAY, (6, 7))),
        ("daytime Mon", slots([0], (3, 4, 5))),
        ("mediodia los lunes", slots([0], (4,))),
        ("lunes y miercoles", slots([0, 2], WHOLE_DAY)),
        ("Sat to Sat", slots([5], WHOLE_DAY)),
        ("Tue thru Thu, evenings", slots([1, 2, 3], EVENING)),
        ("all day Sunday; Monday mornings", slots([6], WHOLE_DAY) | slots([0], MORNING)),
        ("weekdays other than Friday", slots(range(4), WHOLE_DAY)),
        ("evenings except Mondays, Tuesdays", slots(range(2, 7), EVENING)),
        ("anytime, not Sunday mornings", slots(range(6), WHOLE_DAY) | slots([6], (4, 5, 6))),
        ("entre semana por las tardes", slots(WEEKDAYS, (4, 5, 6))),
        ("TR evenings", slots([1, 3], EVENING)),
        ("24/7", slots(EVERY_DAY, WHOLE_DAY)),
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
