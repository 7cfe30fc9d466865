"""The last number that still counts and the first that does not: days, hours, ways, people and places in cells."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from manyhands.core.sheets.cells.date_words import find_named_day, month_number
from manyhands.core.sheets.cells.dates import (
    can_be_read_two_ways,
    find_day_first,
    parse_date,
    parse_timestamp,
)
from manyhands.core.sheets.cells.distances import parse_distance_m
from manyhands.core.sheets.cells.households import Household, parse_household
from manyhands.core.sheets.cells.number_words import list_numbers, number_of
from manyhands.core.sheets.cells.positions import parse_coordinate_pair, parse_coordinates
from manyhands.core.sheets.cells.urgency import parse_urgency
from manyhands.core.sheets.volunteers import parse_weekly_tasks
from manyhands.core.values.point import Point


def codes(reading) -> list[str]:
    return [problem.code for problem in reading.problems]


class TestDays:
    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("1/1/1990", date(1990, 1, 1)),
            ("12/31/2100", date(2100, 12, 31)),
            ("12/31/1989", None),
            ("1/1/2101", None),
            ("1/1/99", date(2099, 1, 1)),
            ("1/1/00", date(2000, 1, 1)),
            ("15 mar 20", date(2020, 3, 15)),
            ("32874", date(1990, 1, 1)),
            ("32873", None),
            ("73415", date(2100, 12, 31)),
            ("73416", None),
            ("12/12/2020", date(2020, 12, 12)),
            ("0/12/2020", None),
            ("12/0/2020", None),
            ("2020-12-31", date(2020, 12, 31)),
            ("2020-13-01", None),
            ("29 de febrero de 2020", date(2020, 2, 29)),
            ("29 de febrero de 2021", None),
            ("3rd of May, 2021", date(2021, 5, 3)),
            ("Dec 1st 2021", date(2021, 12, 1)),
        ],
    )
    def test_the_first_and_the_last_that_are_believed(self, cell, day):
        assert parse_date(cell).value == day

    @pytest.mark.parametrize(
        ("cell", "clock"),
        [
            ("3/15/2020 0:00", "00:00:00"),
            ("3/15/2020 23:59:59", "23:59:59"),
            ("3/15/2020 23:59:59,7", "23:59:59"),
            ("3/15/2020 12:00 PM", "12:00:00"),
            ("3/15/2020 12:30 am", "00:30:00"),
            ("3/15/2020 1 pm", "13:00:00"),
            ("3/15/2020 at 11 a.m.", "11:00:00"),
            ("15/3/2020 a las 9:05", "09:05:00"),
            ("43905.999999", "00:00:00"),
            ("43905,25", "06:00:00"),
        ],
    )
    def test_hours_of_a_day(self, cell, clock):
        moment = parse_timestamp(cell).value

        assert moment.strftime("%H:%M:%S") == clock
        assert moment.date() == (date(2020, 3, 16) if "999999" in cell else date(2020, 3, 15))
        assert moment.tzinfo is UTC

    @pytest.mark.parametrize(
        "cell", ["3/15/2020 24:00", "3/15/2020 7:60", "3/15/2020 7:07:60", "3/15/2020 7"]
    )
    def test_hours_that_no_day_has(self, cell):
        assert (parse_timestamp(cell).value, codes(parse_timestamp(cell))) == (None, ["not_a_date"])

    @pytest.mark.parametrize(
        ("offset", "hours"),
        [("Z", 0), ("z", 0), ("+00:00", 0), ("-0400", -4), ("+05:30", 5.5), (" +02:00", 2)],
    )
    def test_an_offset_is_kept_however_it_is_written(self, offset, hours):
        moment = parse_timestamp(f"2020-03-15T22:49:40{offset}", zone=timezone(timedelta(hours=9))).value

        assert moment.utcoffset() == timedelta(hours=hours)
        assert moment.replace(tzinfo=None) == datetime(2020, 3, 15, 22, 49, 40)  # noqa: DTZ001 - compared without

    @pytest.mark.parametrize(
        ("cells", "day_first"),
        [
            ([], False),
            (["soon", "3/15"], False),
            (["3/4/2020"], None),
            (["12/12/2020"], None),
            (["13/12/2020"], True),
            (["12/13/2020"], False),
            (["13/12/2020", "12/13/2020"], None),
            (["13/12/2020", "14/12/2020", "12/13/2020"], True),
            (["12/13/2020", "12/14/2020", "13/12/2020"], False),
            ([" 15/4/20 at noon"], True),
        ],
    )
    def test_the_order_that_more_dates_of_a_column_speak_for(self, cells, day_first):
        assert find_day_first(cells) is day_first

    @pytest.mark.parametrize(
        ("cell", "can_be"),
        [
            ("12/11/2020", True),
            ("11/12/2020", True),
            (" 1/2/20 ", True),
            ("13/11/2020", False),
            ("11/13/2020", False),
            ("12/12/2020", False),
            ("12/11", False),
        ],
    )
    def test_which_dates_mean_two_days(self, cell, can_be):
        assert can_be_read_two_ways(cell) is can_be

    @pytest.mark.parametrize(
        ("cell", "day_first", "day", "said"),
        [
            ("12/11/2020", True, date(2020, 11, 12), []),
            ("12/11/2020", False, date(2020, 12, 11), []),
            ("13/12/2020", False, date(2020, 12, 13), ["date_order_differs"]),
            ("12/13/2020", True, date(2020, 12, 13), ["date_order_differs"]),
        ],
    )
    def test_the_calendar_decides_from_thirteen_on(self, cell, day_first, day, said):
        reading = parse_date(cell, day_first=day_first)

        assert (reading.value, codes(reading)) == (day, said)

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("12/17", date(2020, 12, 17)),
            ("3/15", date(2020, 3, 15)),
            ("15 de marzo", date(2020, 3, 15)),
            ("March 1", date(2020, 3, 1)),
        ],
    )
    def test_a_day_without_a_year_is_one_of_this_year(self, cell, day):
        reading = parse_date(cell, reference=date(2020, 3, 15))

        assert (reading.value, codes(reading)) == (day, ["relative_date"])

    @pytest.mark.parametrize(("back", "year"), [(90, 2020), (91, 2021)])
    def test_from_ninety_days_back_on_it_is_one_of_next_year(self, back, year):
        reference = date(2020, 9, 1)
        day = reference - timedelta(days=back)

        assert parse_date(f"{day.month}/{day.day}", reference=reference).value == day.replace(year=year)

    @pytest.mark.parametrize(
        ("cell", "ahead"),
        [
            ("today", 0),
            ("esta noche", 0),
            ("tomorrow", 1),
            ("mañana", 1),
            ("day after tomorrow", 2),
            ("pasado mañana", 2),
            ("Sunday", 0),
            ("this Monday", 1),
            ("el próximo sábado", 6),
            ("próximo sábado", 6),
            ("by Tuesday", 2),
            ("on Weds", 3),
            ("este jueves", 4),
            ("some day", None),
        ],
    )
    def test_named_days_from_a_sunday_on(self, cell, ahead):
        sunday = date(2020, 3, 15)

        assert find_named_day(cell, sunday) == (None if ahead is None else sunday + timedelta(days=ahead))
        assert find_named_day(cell, None) is None

    @pytest.mark.parametrize(
        ("name", "number"),
        [("jan", 1), ("Ene", 1), ("set", 9), ("Septiembre", 9), ("dic", 12), ("de", None), ("xyz", None)],
    )
    def test_months_by_three_letters(self, name, number):
        assert month_number(name) == number


class TestUrgency:
    @pytest.mark.parametrize(
        ("cell", "step"),
        [
            ("24 hours", "now"),
            ("25 hours", "days"),
            ("1 day", "now"),
            ("in a day", "now"),
            ("72 horas", "days"),
            ("73 horas", "week"),
            ("3 days", "days"),
            ("4 days", "week"),
            ("8 days", "week"),
            ("9 days", "whenever"),
            ("one week", "week"),
            ("a couple of weeks", "whenever"),
            ("next month", "whenever"),
            ("1 to 3 days", "days"),
            ("two days or three", "days"),
            ("2 days or so", "days"),
            ("un dia o dos", "days"),
            ("a few hours", "now"),
            ("unos dias", "days"),
        ],
    )
    def test_a_stated_time_decides_to_the_hour(self, cell, step):
        assert (parse_urgency(cell).value, codes(parse_urgency(cell))) == (step, [])


class TestWays:
    @pytest.mark.parametrize(
        ("cell", "metres"),
        [
            ("1 mile", 1_609),
            ("2,5 km", 2_500),
            ("2.5 kms", 2_500),
            ("3 blocks", 300),
            ("4 cuadras", 400),
            ("1000 ft", 305),
            ("1000 feet", 305),
            ("100 yards", 91),
            ("250 metros", 250),
            ("1-3 km", 3_000),
            ("up to 12 mls", 19_312),
            ("500 km", 500_000),
            ("500.1 km", None),
            ("0 km", 0),
            ("-1 km", None),
        ],
    )
    def test_every_unit(self, cell, metres):
        assert parse_distance_m(cell).value == metres

    @pytest.mark.parametrize(("unit", "metres"), [("km", 7_000), ("mi", 11_265)])
    def test_a_bare_number_is_in_the_groups_unit(self, unit, metres):
        assert parse_distance_m("7", unit=unit).value == metres
        assert parse_distance_m("7 km", unit=unit).value == 7_000

    def test_only_the_beginning_of_a_cell_is_read(self):
        assert parse_distance_m("5 km " + "x" * 200 + " 400").value == 5_000
        assert parse_distance_m("x" * 199 + "5 km").value is not None
        assert codes(parse_distance_m("x" * 200 + "5 km")) == ["not_a_distance"]


class TestPeople:
    @pytest.mark.parametrize(
        ("cell", "household"),
        [
            ("40", Household(40)),
            ("40.00", Household(40)),
            ("just me", Household(1)),
            ("vivo sola", Household(1)),
            ("2 adults", Household(2, 2, 0)),
            ("me and my 3 kids", Household(4, 1, 3)),
            ("me and two adults", Household(3, 3, 0)),
            ("1 adult and a baby", Household(2, 1, 1)),
            ("adults: two elderly adults, three small children", Household(5, 2, 3)),
            ("6 in all, 2 kids", Household(6, 4, 2)),
            ("2 kids of 2", Household(3, None, 2)),
            ("2-4", Household(4)),
            ("4 or 2", Household(4)),
            ("4 a 5", Household(5)),
            ("about six", Household(6)),
            ("una familia de seis", Household(6)),
            ("three, ages 4 and 70", Household(3)),
            ("3 (5, 7 and 40 years)", Household(3)),
        ],
    )
    def test_who_lives_there(self, cell, household):
        assert parse_household(cell).value == household

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            ("40", []),
            ("41", ["household_implausible"]),
            ("40 adults 1 child", ["household_implausible"]),
            ("2-41", ["household_implausible"]),
            ("39-40", ["household_approximate"]),
            ("more than 3", ["household_approximate"]),
            ("casi 5", ["household_approximate"]),
            ("5", []),
            ("a 5", []),
            ("2 kids", ["household_approximate"]),
            ("5 in all, 2 kids", []),
            ("3 4 5", ["not_a_household"]),
            ("0", ["not_a_household"]),
        ],
    )
    def test_what_is_said_of_a_household(self, cell, said):
        assert codes(parse_household(cell)) == said

    def test_a_cell_of_two_hundred_letters_is_read_and_a_longer_one_is_not(self):
        assert parse_household("4 people" + " " * 192).value == Household(4)
        assert codes(parse_household("4 people" + " " * 193)) == ["not_a_household"]

    @pytest.mark.parametrize(
        ("cell", "tasks"),
        [("100", 100), ("101", None), ("2 or 3", 3), ("3 to 2", 3), ("dos", 2), ("-2", None), ("many", None)],
    )
    def test_tasks_a_week(self, cell, tasks):
        reading = parse_weekly_tasks(cell)

        assert reading.value == tasks
        assert codes(reading) == ([] if tasks else ["not_a_number"])

    @pytest.mark.parametrize(
        ("word", "number"),
        [("zero", 0), ("docena", 12), ("9999", 9_999), ("10000", None), ("un", 1), ("", None)],
    )
    def test_numbers_in_words(self, word, number):
        assert number_of(word) == number

    def test_articles_are_no_numbers_in_a_sentence(self):
        assert list_numbers("A family of five: an aunt, una tia, un tio y dos niños, one dog") == [5, 2, 1]


class TestPlaces:
    @pytest.mark.parametrize(
        ("latitude", "longitude", "point"),
        [
            ("80", "179", Point(179, 80)),
            ("-60", "-180", Point(-180, -60)),
            ("80.1", "179", None),
            ("-60.1", "180", None),
            ("80.1", "5", Point(80.1, 5)),
            ("-60.1", "5", Point(-60.1, 5)),
            ("0", "1", Point(1, 0)),
            ("1", "0", Point(0, 1)),
            ("0", "0", None),
            ("180", "45", Point(180, 45)),
            ("45", "180", Point(180, 45)),
            ("S 33.8", "151.2 E", Point(151.2, -33.8)),
            ("40,4 n", "3,7 o", Point(-3.7, 40.4)),
            ("40.4N", "-3.7W", Point(-3.7, 40.4)),
            ("+40.4", "+3.7", Point(3.7, 40.4)),
        ],
    )
    def test_where_people_live(self, latitude, longitude, point):
        assert parse_coordinates(latitude, longitude).value == point

    @pytest.mark.parametrize(("latitude", "is_swapped"), [("55", True), ("57", False)])
    def test_swapping_must_bring_it_ten_times_nearer(self, latitude, is_swapped):
        """60 degrees away as it is, 5 when swapped; then 62 and 7."""
        reading = parse_coordinates(latitude, "10", near=Point(lon=50, lat=10))

        assert codes(reading) == ["coordinates_swapped"] * is_swapped
        assert reading.value == (Point(lon=55, lat=10) if is_swapped else Point(lon=10, lat=57))

    @pytest.mark.parametrize(
        ("latitude", "longitude", "lat", "lon", "said"),
        [
            ("5270000", "-9412000", 42.72, -84.55, ["coordinates_in_metres"]),
            ("-9412000", "5270000", 42.72, -84.55, ["coordinates_in_metres", "coordinates_swapped"]),
            ("1000", "20037508", 0.01, 180.0, ["coordinates_in_metres"]),
            ("-4000000", "16830000", -33.79, 151.19, ["coordinates_in_metres"]),
        ],
    )
    def test_metres_of_a_map(self, latitude, longitude, lat, lon, said):
        reading = parse_coordinates(latitude, longitude)

        assert (round(reading.value.lat, 2), round(reading.value.lon, 2)) == (lat, lon)
        assert codes(reading) == said

    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [("999", "20037508"), ("5000", "20037509"), ("20000000", "20030000"), ("181", "5"), ("5", "-181")],
    )
    def test_what_is_neither_degrees_nor_metres(self, latitude, longitude):
        assert codes(parse_coordinates(latitude, longitude)) == ["not_coordinates"]

    @pytest.mark.parametrize(
        ("cell", "point"),
        [
            ("42.73;-84.55", Point(-84.55, 42.73)),
            ("[42.73, -84.55]", Point(-84.55, 42.73)),
            ("42.73\t-84.55", Point(-84.55, 42.73)),
            ("42,73 -84,55", Point(-84.55, 42.73)),
            ("point(-84.55 42.73)", Point(-84.55, 42.73)),
            ("Point ( -84.55 42.73 )", Point(-84.55, 42.73)),
            ("42.73", None),
            ("42.73, home", None),
            ("home, -84.55", None),
            ("nan", None),
        ],
    )
    def test_both_in_one_cell(self, cell, point):
        reading = parse_coordinate_pair(cell)

        assert reading.value == point
        assert codes(reading) == ([] if point else ["not_coordinates"])

    def test_a_pair_is_put_right_by_a_point_of_the_group(self):
        madrid = Point(lon=-3.7, lat=40.4)

        assert parse_coordinate_pair("-3.69, 40.41", near=madrid).value == Point(lon=-3.69, lat=40.41)
        assert parse_coordinate_pair("POINT(40.41 -3.69)", near=madrid).value == Point(lon=-3.69, lat=40.41)
