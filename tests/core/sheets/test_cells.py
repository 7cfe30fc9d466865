"""Cells mean what people mean by them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from manyhands.core.sheets.cells.contacts import parse_contact, parse_email, parse_phone
from manyhands.core.sheets.cells.date_words import month_number
from manyhands.core.sheets.cells.dates import can_be_read_two_ways, parse_date, parse_timestamp
from manyhands.core.sheets.cells.distances import parse_distance_m
from manyhands.core.sheets.cells.households import parse_household
from manyhands.core.sheets.cells.languages import parse_languages
from manyhands.core.sheets.cells.lists import split_list
from manyhands.core.sheets.cells.positions import parse_coordinate_pair, parse_coordinates
from manyhands.core.sheets.cells.urgency import parse_urgency
from manyhands.core.sheets.cells.yes_no import parse_at_risk, parse_recurrence, parse_vehicle, parse_yes_no
from manyhands.core.sheets.cells.zips import parse_zip
from manyhands.core.sheets.kinds import parse_kinds
from manyhands.core.sheets.statuses import parse_need_status, parse_volunteer_status
from manyhands.core.sheets.text import parse_name, parse_text
from manyhands.core.values.point import Point


def codes(reading) -> list[str]:
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    "cell", ["Yes", "YES!", "y", "sí", "Si, por favor", "x", "X", "✓", "✔️", "☑", "TRUE", "1"]
)
def test_yes_in_many_forms(cell):
    assert parse_yes_no(cell).value is True


@pytest.mark.parametrize("cell", ["No", "n", "No, thank you", "FALSE", "0", "☐", "falso", "nobody"])
def test_no_in_many_forms(cell):
    assert parse_yes_no(cell).value is False


@pytest.mark.parametrize("cell", ["", "  ", "-", "n/a", "N/A", "?"])
def test_a_blank_is_neither_yes_nor_no_and_no_mistake(cell):
    assert (parse_yes_no(cell).value, codes(parse_yes_no(cell))) == (None, [])


def test_doubt_is_not_yes():
    assert codes(parse_yes_no("tal vez")) == ["unsure"]
    assert codes(parse_yes_no("I don't know")) == ["unsure"]
    assert codes(parse_yes_no("Tuesday")) == ["not_yes_no"]


def test_a_reason_for_being_at_risk_counts_as_yes():
    assert parse_at_risk("diabetes").value is True
    assert codes(parse_at_risk("diabetes")) == ["taken_as_yes"]
    assert parse_at_risk("No").value is False


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Honda minivan", True), ("tengo camioneta", True), ("bicicleta", False), ("No car", False), ("", None)],
)
def test_a_vehicle_named_is_one(cell, value):
    assert parse_vehicle(cell).value is value


@pytest.mark.parametrize(
    ("cell", "value"),
    [("One time need.", "once"), ("biweekly", "every_two_weeks"), ("cada semana", "weekly"), ("mensual", "monthly"),
     ("Yes, I would need it occasionally.", "occasionally"), ("yes", "regularly"), ("no", "once"), ("", None)],
)  # fmt: skip
def test_how_often(cell, value):
    assert parse_recurrence(cell).value == value


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3/15/2020", date(2020, 3, 15)),
        ("03-15-20", date(2020, 3, 15)),
        ("2020-03-15", date(2020, 3, 15)),
        ("2020/3/15", date(2020, 3, 15)),
        ("March 15, 2020", date(2020, 3, 15)),
        ("Sun, 15 Mar 2020", date(2020, 3, 15)),
        ("15 de marzo del 2020", date(2020, 3, 15)),
        ("domingo 15 de marzo de 2020", date(2020, 3, 15)),
        ("43905", date(2020, 3, 15)),
        ("43905.9511574", date(2020, 3, 15)),
        ("2/29/2020", date(2020, 2, 29)),
    ],
)
def test_dates_in_many_forms(cell, day):
    assert (parse_date(cell).value, codes(parse_date(cell))) == (day, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [("2/30/2020", "not_a_date"), ("2/29/2021", "not_a_date"), ("13/13/2020", "not_a_date"), ("soon", "not_a_date"),
     ("3/15", "date_without_year"), ("3/15/1820", "date_implausible"), ("12345", "not_a_date"),
     ("00/00/0000", "not_a_date"), ("3/15/2020 99:99", "not_a_date"),
     ("15 de foo", "not_a_date"), ("9" * 5_000, "not_a_date"), ("٣/١٥/٢٠٢٠x", "not_a_date")],
)  # fmt: skip
def test_what_is_no_date_is_said(cell, code):
    assert (parse_date(cell).value, codes(parse_date(cell))) == (None, [code])


@pytest.mark.parametrize(
    ("cell", "clock"),
    [("3/15/2020 22:49:40", "22:49:40"), ("3/15/2020 10:49 PM", "22:49:00"), ("15/3/2020, 10:05 a. m.", "10:05:00"),
     ("2020-03-15T22:49:40.123", "22:49:40"), ("3/15/20 12:00 AM", "00:00:00"), ("43905.5", "12:00:00")],
)  # fmt: skip
def test_times_of_the_group_s_zone(cell, clock):
    zone = ZoneInfo("America/Detroit")
    moment = parse_timestamp(cell, zone=zone).value

    assert moment.isoformat() == f"2020-03-15T{clock}-04:00"


def test_a_time_with_its_own_offset_keeps_it():
    moment = parse_timestamp("2020-03-15T22:49:40Z", zone=ZoneInfo("America/Detroit")).value

    assert moment == datetime(2020, 3, 15, 22, 49, 40, tzinfo=UTC)


def test_the_column_decides_over_the_habit_and_the_calendar_over_the_column():
    assert parse_date("3/4/2020", day_first=True).value == date(2020, 4, 3)
    assert parse_date("4/15/2020", day_first=True).value == date(2020, 4, 15)
    assert codes(parse_date("4/15/2020", day_first=True)) == ["date_order_differs"]


def test_near_days_count_from_when_they_were_written():
    sunday = date(2020, 3, 15)

    assert parse_date("Friday", reference=sunday).value == date(2020, 3, 20)
    assert parse_date("el viernes", reference=sunday).value == date(2020, 3, 20)
    assert parse_date("3/20", reference=sunday).value == date(2020, 3, 20)
    assert parse_date("1/5", reference=date(2020, 12, 28)).value == date(2021, 1, 5)
    assert codes(parse_date("tomorrow", reference=sunday)) == ["relative_date"]


def test_a_day_that_no_year_has_is_not_looked_for_in_the_next_one():
    reading = parse_date("2/30", reference=date(2020, 3, 15))

    assert (reading.value, codes(reading)) == (None, ["not_a_date"])


@pytest.mark.parametrize("cell", ["", "soon", "3/4", "2026-03-04"])
def test_what_is_no_day_between_slashes_has_one_meaning_or_none(cell):
    assert not can_be_read_two_ways(cell)


def test_two_letters_name_no_month():
    assert month_number("ma") is None
    assert month_number("mar") == 3


@pytest.mark.parametrize(
    ("cell", "step"),
    [("Urgent! I need this within 24 hours", "now"), ("ASAP", "now"), ("urgente", "now"), ("hoy mismo", "now"),
     ("non urgent, I can wait a day or two", "days"), ("1-2 days", "days"), ("3–5 days", "week"), ("soon", "days"),
     ("about a week", "week"), ("Not urgent", "week"), ("no es urgente", "week"), ("anytime", "whenever"),
     ("It would be great if available, but could survive without", "whenever"), ("sin prisa", "whenever"),
     ("2 semanas", "whenever"), ("en 3 días", "days"), ("low", "whenever"), ("High", "now"), ("No", "week"),
     ("sí", "now"),
     ("No food left, urgent", "now"), ("No tengo comida, urgente", "now"), ("", None)],
)  # fmt: skip
def test_urgency_in_four_steps(cell, step):
    assert parse_urgency(cell).value == step


@pytest.mark.parametrize(
    ("cell", "size"),
    [("7", 7), ("7.0", 7), ("cuatro", 4), ("family of five", 5), ("2 adults 3 kids", 5), ("2 adultos y 2 niños", 4),
     ("just me", 1), ("me and 2 kids", 3), ("1 adult, 1 child (age 4)", 2), ("4 people", 4), ("two", 2),
     ("3 personas", 3), ("5, ages 2, 4, 6, 30, 35", 5), ("sola", 1), ("3 kids", 4),
     ("5 total, 3 kids", 5), ("4-5", 5), ("6+", 6), ("", None),
     ("lots", None), ("0", None), ("-3", None)],
)  # fmt: skip
def test_household_sizes(cell, size):
    household = parse_household(cell).value

    assert (household and household.size) == size


def test_adults_and_children_are_kept_apart():
    household = parse_household("2 adults, 3 kids").value

    assert (household.adults, household.children) == (2, 3)


@pytest.mark.parametrize(
    ("cell", "items"),
    [("Food, pet care, clothing/laundry", ("Food", "pet care", "clothing/laundry")),
     ("food; rides\npets | talk", ("food", "rides", "pets", "talk")),
     ("- milk\n- bread", ("milk", "bread")),
     ("rides (work, school), food", ("rides (work, school)", "food")),
     ("Food, food., FOOD", ("Food",)),
     ("about 1,500 diapers", ("about 1,500 diapers",)),
     ("", ())],
)  # fmt: skip
def test_lists_are_cut_where_people_would(cell, items):
    assert split_list(cell) == items


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [("Food, pet care, clothing/laundry", ["groceries", "pet_care", "clothing"]),
     ("Housing;Food;Transportation for essential travel;Pet care - food, litter;Laundry access",
      ["housing", "groceries", "ride", "pet_care", "housework"]),
     ("Pet care - food, litter, Clothing", ["pet_care", "clothing"]),
     ("comida, medicinas y pañales", ["groceries", "medicine", "supplies"]), ("milk and eggs", ["groceries"]),
     ("medicine and a ride", ["medicine", "ride"]), ("ride there and back", ["ride"]),
     ("Grocries", ["groceries"]), ("milk/rides", ["groceries", "ride"]), ("dog food", ["pet_care"]),
     ("someone to talk to", ["talk"]), ("ayuda con la renta", ["cash"]), ("shovel my driveway", ["housework"]),
     ("I do not have resources to share", []), ("a unicycle", ["other"]), ("Other", ["other"])],
)  # fmt: skip
def test_kinds_of_help(cell, kinds):
    assert [asked.kind for asked in parse_kinds(cell).value or ()] == kinds


def test_an_unknown_kind_keeps_its_words():
    reading = parse_kinds("food, a unicycle")

    assert reading.value[1].label == "a unicycle"
    assert codes(reading) == ["unknown_kind"]


@pytest.mark.parametrize(
    ("cell", "languages"),
    [("English", ("en",)), ("English/Spanish", ("en", "es")), ("español e inglés", ("es", "en")), ("ASL", ("ase",)),
     ("Haitian Creole", ("ht",)), ("Only Spanish", ("es",)), ("Spansh", ("es",)), ("es, en", ("es", "en")),
     ("العربية", ("ar",)), ("Русский", ("ru",)), ("", None), ("Klingon", None)],
)  # fmt: skip
def test_languages_by_name(cell, languages):
    assert parse_languages(cell).value == languages


@pytest.mark.parametrize(
    ("cell", "e164"),
    [("(517) 555-0100", "+15175550100"), ("517.555.0100", "+15175550100"), ("1-517-555-0100", "+15175550100"),
     ("5175550100.0", "+15175550100"), ("5.1755501E9", "+15175550100"), ("+52 55 1234 5678", "+525512345678"),
     ("cell: 517 555 0100 (text only)", "+15175550100"), ("call me", None), ("12", None), ("", None)],
)  # fmt: skip
def test_telephone_numbers(cell, e164):
    phone = parse_phone(cell).value

    assert (phone and phone.e164) == e164


def test_a_national_number_is_read_in_its_region():
    assert parse_phone("600 000 000", region="ES").value.e164 == "+34600000000"


def test_two_numbers_are_noticed_and_an_unlikely_one_too():
    assert codes(parse_phone("517 555 0100 or 517 555 0101")) == ["more_phones"]
    assert codes(parse_phone("117 555 0100")) == ["phone_unlikely"]


def test_a_contact_can_be_either():
    assert parse_contact("ana@example.org").value.email == "ana@example.org"
    assert parse_contact("517 555 0100").value.phone.e164 == "+15175550100"
    assert codes(parse_contact("through my daughter")) == ["contact_unclear"]


@pytest.mark.parametrize("cell", ["ana", "ana@home", "@x.org", "ana @ example . org", "=cmd|' /C calc'!A0"])
def test_what_is_no_address_is_refused(cell):
    assert codes(parse_email(cell)) == ["not_an_email"]


@pytest.mark.parametrize(
    ("cell", "code", "problems"),
    [("48912", "48912", []), ("48912-1234", "48912", []), ("489121234", "48912", []), ("8912", "08912", ["zip_padded"]),
     ("926", None, ["not_a_zip"]), ("999", None, ["not_a_zip"]),
     ("Lansing MI 48912", "48912", []), ("4891", "04891", ["zip_padded"]),
     ("8912-1234", "08912", ["zip_padded"]), ("517 5550100", None, ["not_a_zip"]), ("5550100", None, ["not_a_zip"]),
     ("CB1 3NF", None, ["not_a_zip"]), ("12", None, ["not_a_zip"]), ("٤٨٩١٢", None, ["not_a_zip"])],
)  # fmt: skip
def test_zip_codes(cell, code, problems):
    reading = parse_zip(cell)

    assert (reading.value and reading.value.code, codes(reading)) == (code, problems)


@pytest.mark.parametrize(
    ("cells", "point", "problems"),
    [
        (("42.73", "-84.55"), (-84.55, 42.73), []),
        (("42,73", "-84,55"), (-84.55, 42.73), []),
        (("42.73° N", "84.55° W"), (-84.55, 42.73), []),
        (("-84.55", "42.73"), (-84.55, 42.73), ["coordinates_swapped"]),
        (("-118.2", "34.05"), (-118.2, 34.05), ["coordinates_swapped"]),
        (("200", "95"), None, ["not_coordinates"]),
        (("99000000", "5"), None, ["not_coordinates"]),
        (("20000000", "20030000"), None, ["not_coordinates"]),
        (("0", "0"), None, ["not_coordinates"]),
        (("north", "west"), None, ["not_coordinates"]),
        (("42.73", ""), None, ["half_coordinates"]),
        (("nan", "NaN"), None, ["not_coordinates"]),
        (("42.73", "nan"), None, ["not_coordinates"]),
        (("inf", "-inf"), None, ["not_coordinates"]),
        (("", ""), None, []),
    ],
)
def test_coordinates(cells, point, problems):
    reading = parse_coordinates(*cells)

    assert reading.value == (point and Point(*point))
    assert codes(reading) == problems


def test_a_point_of_the_group_tells_swapped_columns_anywhere():
    madrid = Point(lon=-3.7, lat=40.4)

    assert parse_coordinates("-3.69", "40.41").value == Point(lon=40.41, lat=-3.69)
    assert parse_coordinates("-3.69", "40.41", near=madrid).value == Point(lon=-3.69, lat=40.41)


@pytest.mark.parametrize("cells", [("5270000", "-9412000"), ("-9412000", "5270000")])
def test_metres_of_a_map_are_converted_even_swapped(cells):
    reading = parse_coordinates(*cells)

    assert (round(reading.value.lat, 2), round(reading.value.lon, 2)) == (42.72, -84.55)
    assert codes(reading)[0] == "coordinates_in_metres"


@pytest.mark.parametrize(
    "cell", ["42.73, -84.55", "42.73,-84.55", "(42.73 -84.55)", "42,73; -84,55", "POINT (-84.55 42.73)"]
)
def test_both_coordinates_in_one_cell(cell):
    assert parse_coordinate_pair(cell).value == Point(lon=-84.55, lat=42.73)


@pytest.mark.parametrize(
    ("cell", "metres", "problems"),
    [("5 miles", 8047, []), ("8 km", 8000, []), ("5", 8047, []), ("5-10 mi", 16093, []), ("500 m", 500, []),
     ("10 millas", 16093, []), ("3 kilómetros", 3000, []), ("20 minutes", None, ["distance_is_time"]),
     ("anywhere", None, ["no_limit"]), ("not far", None, ["not_a_distance"]), ("9999", None, ["distance_implausible"])],
)  # fmt: skip
def test_distances(cell, metres, problems):
    reading = parse_distance_m(cell)

    assert (reading.value, codes(reading)) == (metres, problems)


@pytest.mark.parametrize(
    ("cell", "state", "reason"),
    [("Completed", "closed", "fulfilled"), ("DONE!", "closed", "fulfilled"), ("x", "closed", "fulfilled"),
     ("Pending", "new", ""), ("Not completed", "new", ""), ("Assigned / In Progress", "in_progress", ""),
     ("Seeking Volunteer", "open", ""), ("Assigned", "assigned", ""), ("Unassigned", "new", ""),
     ("Duplicate", "closed", "duplicate"),
     ("Assistance No Longer Required", "closed", "no_longer_needed"), ("pendiente", "new", ""),
     ("Entregado", "closed", "fulfilled"),
     ("Outside Bed-Stuy", "closed", "out_of_scope"), ("Intake Complete", "triaged", ""), ("purple", "new", "")],
)  # fmt: skip
def test_status_words(cell, state, reason):
    status = parse_need_status(cell).value

    assert (status.state, status.close_reason, status.is_open) == (state, reason, state != "closed")


def test_status_words_of_volunteers():
    states = [
        parse_volunteer_status(cell).value
        for cell in ("Active", "Inactive", "On break", "New", "Vetted", "baja")
    ]

    assert states == ["active", "left", "paused", "applicant", "approved", "left"]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)"])
def test_a_formula_is_text_and_flagged(cell):
    assert (parse_text(cell).value, codes(parse_text(cell))) == (cell, ["formula"])


@pytest.mark.parametrize(
    "name",
    ["María José García Márquez", "O’Brien", "X Æ A-12", "Nguyễn Thị Minh", "דוד כהן", "محمد علی", "Null", "李明",
     "Zoë 🌻", "bell hooks", "de la Cruz y Vega", "<b>Ana</b>", "Na", "Ana (she/her)", "No"],
)  # fmt: skip
def test_a_name_stays_as_its_owner_writes_it(name):
    assert (parse_name(f"  {name} ").value, codes(parse_name(name))) == (name, [])


def test_a_family_emoji_keeps_its_joiners():
    assert parse_text("👩‍👧‍👦").value == "👩‍👧‍👦"


def test_a_long_text_is_cut_and_said():
    reading = parse_text("a" * 12_000)

    assert (len(reading.value), codes(reading)) == (10_000, ["text_cut"])
