"""What people read about a cell that was understood in part, or not at all: word for word, with what they typed."""

from datetime import date

import pytest

from manyhands.core.sheets.cells.contacts import parse_contact, parse_email, parse_phone
from manyhands.core.sheets.cells.dates import parse_date
from manyhands.core.sheets.cells.distances import parse_distance_m
from manyhands.core.sheets.cells.households import parse_household
from manyhands.core.sheets.cells.languages import parse_languages
from manyhands.core.sheets.cells.positions import parse_coordinate_pair, parse_coordinates
from manyhands.core.sheets.cells.urgency import parse_urgency
from manyhands.core.sheets.cells.weekly import parse_weekly
from manyhands.core.sheets.cells.yes_no import parse_at_risk, parse_recurrence, parse_vehicle, parse_yes_no
from manyhands.core.sheets.cells.zips import parse_zip
from manyhands.core.sheets.kinds import parse_kinds
from manyhands.core.sheets.statuses import parse_need_status, parse_volunteer_status
from manyhands.core.sheets.text import parse_name, parse_text

SUNDAY = date(2020, 3, 15)


def said(reading) -> list[tuple[str, str]]:
    return [(problem.severity, problem.text) for problem in reading.problems]


@pytest.mark.parametrize(
    ("parse", "cell", "text"),
    [
        (parse_text, "=1+1", "This begins like a formula (=); it was kept as plain text."),
        (parse_text, "Ana\u200bRuiz", "Invisible characters were removed."),
        (parse_text, "\u200b", "Invisible characters were removed."),
        (parse_text, "a" * 10_001, "The text has 10001 characters; the first 10000 were kept."),
        (parse_name, "a" * 201, "The text has 201 characters; the first 200 were kept."),
        (parse_name, "517 555", "“517 555” does not look like a name."),
        (parse_phone, "517 555 0100 or 517 555 0101", "More than one number is given; the first was taken."),
        (parse_phone, "117 555 0100", "“117 555 0100” may be mistyped; no such number is in use."),
        (
            parse_email,
            "ana@example.org, ben@example.org",
            "More than one e-mail address is given; the first was taken.",
        ),
        (parse_date, "15/3/2020", "“15/3/2020” has day and month the other way round than its column."),
        (parse_distance_m, "anywhere", "“anywhere” was taken as no limit."),
        (parse_household, "4-5", "“4-5” was taken as a household of 5."),
        (parse_household, "about 6", "“about 6” was taken as a household of 6."),
        (parse_household, "6+", "“6+” was taken as a household of 6."),
        (parse_household, "3 kids", "“3 kids” was taken as a household of 4."),
        (parse_languages, "Klingon, frances", "“Klingon” is not a known language."),
        (parse_zip, "8912", "“8912” seems to have lost a zero at its start; it was taken as 08912."),
        (parse_yes_no, "tal vez", "“tal vez” is neither yes nor no; it was left open."),
        (parse_recurrence, "perhaps", "“perhaps” is neither yes nor no; it was left open."),
        (parse_at_risk, "diabetes", "“diabetes” was taken as yes."),
        (parse_urgency, "purple", "“purple” does not say clearly how urgent it is."),
        (parse_weekly, "Mondays and foobar", "Only a part was understood; “foobar” was left out."),
        (
            parse_kinds,
            "food, a unicycle",
            "“a unicycle” is not a known kind of help; it was taken as “other”.",
        ),
        (parse_need_status, "purple", "“purple” is not a known status; it was taken as not dealt with yet."),
        (
            parse_volunteer_status,
            "purple",
            "“purple” is not a known status; it was taken as not dealt with yet.",
        ),
    ],
)
def test_what_was_taken_with_a_remark(parse, cell, text):
    assert said(parse(cell)) == [("noted", text)]


@pytest.mark.parametrize(
    ("parse", "cell", "text"),
    [
        (parse_phone, "ask my son", "“ask my son” is not a telephone number."),
        (parse_email, "ana at home", "“ana at home” is not an e-mail address."),
        (
            parse_contact,
            "through my daughter",
            "“through my daughter” is neither a telephone number nor an e-mail address.",
        ),
        (parse_date, "soon", "“soon” is not a date that can be understood."),
        (parse_date, "9" * 61, f"“{'9' * 59}…” is not a date that can be understood."),
        (parse_date, "12345", "“12345” is not a date that can be understood."),
        (parse_date, "2/30/2020", "“2/30/2020” is not a date that can be understood."),
        (parse_date, "15 de foo", "“15 de foo” is not a date that can be understood."),
        (parse_date, "3/15", "“3/15” has no year."),
        (parse_date, "3/15/1820", "“3/15/1820” is too far in the past or the future."),
        (parse_distance_m, "20 minutes", "“20 minutes” is a time, not a distance."),
        (parse_distance_m, "not far", "“not far” is not a distance."),
        (parse_distance_m, "-5", "“-5” is not a distance."),
        (parse_distance_m, "9999", "“9999” is farther than anybody goes."),
        (parse_household, "lots", "“lots” does not say how many people live there."),
        (parse_household, "0", "“0” does not say how many people live there."),
        (parse_household, "-3", "“-3” does not say how many people live there."),
        (parse_household, "x" * 201, f"“{'x' * 59}…” does not say how many people live there."),
        (parse_household, "41", "41 people in one household is not plausible."),
        (parse_zip, "ABC", "“ABC” is not a ZIP code."),
        (parse_yes_no, "Tuesday", "“Tuesday” is neither yes nor no."),
        (parse_vehicle, "Tuesday", "“Tuesday” is neither yes nor no."),
        (parse_recurrence, "Tuesday", "“Tuesday” is neither yes nor no."),
        (parse_weekly, "call me", "“call me” does not say on which days and hours."),
        (parse_coordinate_pair, "here", "“here” is not a position on Earth."),
        (parse_coordinate_pair, "95, 95", "“95, 95” is not a position on Earth."),
    ],
)
def test_what_could_not_be_taken(parse, cell, text):
    assert said(parse(cell)) == [("refused", text)]
    assert parse(cell).value is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Friday", "“Friday” was taken as 2020-03-20."),
        ("tomorrow", "“tomorrow” was taken as 2020-03-16."),
        ("3/20", "“3/20” was taken as 2020-03-20."),
    ],
)
def test_which_day_a_word_was_taken_for(cell, text):
    assert said(parse_date(cell, reference=SUNDAY)) == [("noted", text)]


def test_a_day_that_no_year_has_is_none_however_near():
    assert said(parse_date("2/30", reference=SUNDAY)) == [
        ("refused", "“2/30” is not a date that can be understood.")
    ]


SWAPPED = ("noted", "Latitude and longitude were swapped; they were put right.")
IN_METRES = ("noted", "The position is in metres (Web Mercator); it was converted.")
HALF = ("refused", "Only one of latitude and longitude is given.")


@pytest.mark.parametrize(
    ("latitude", "longitude", "problems"),
    [
        ("42.73", "", [HALF]),
        ("", "-84.55", [HALF]),
        ("-84.55", "42.73", [SWAPPED]),
        ("5270000", "-9412000", [IN_METRES]),
        ("-9412000", "5270000", [IN_METRES, SWAPPED]),
        ("nan", "1", [("refused", "“nan, 1” is not a position on Earth.")]),
        ("north", "west", [("refused", "“north, west” is not a position on Earth.")]),
        ("200", "95", [("refused", "“200, 95” is not a position on Earth.")]),
        ("95", "91", [("refused", "“95, 91” is not a position on Earth.")]),
        ("99000000", "5", [("refused", "“99000000, 5” is not a position on Earth.")]),
        ("20000000", "20030000", [("refused", "“20000000, 20030000” is not a position on Earth.")]),
    ],
)
def test_of_coordinates(latitude, longitude, problems):
    assert said(parse_coordinates(latitude, longitude)) == problems


def test_several_things_may_be_said_of_one_cell():
    assert said(parse_phone("117 555 0100, 117 555 0101")) == [
        ("noted", "More than one number is given; the first was taken."),
        ("noted", "“117 555 0100, 117 555 0101” may be mistyped; no such number is in use."),
    ]


@pytest.mark.parametrize("cell", ["ana@example.org, ana@example.org", "Ana <ana@example.org>"])
def test_one_address_twice_is_one(cell):
    assert said(parse_email(cell)) == []
    assert parse_email(cell).value == "ana@example.org"
