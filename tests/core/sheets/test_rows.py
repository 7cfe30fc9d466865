"""Rows become needs and volunteers, and no row vanishes."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from manyhands.core.sheets import KINDS, Local, parse_needs, parse_volunteers, read_table, understand
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots

# The headings of a real response sheet; the rows are invented.
HEADINGS = (
    "ID,Organizer,Status,Name,Timestamp,Address,email,telephone,Does your request need to remain anonymous? ,"
    "Number of people in household ,"
    '"Is a member of your household over the age of 50, or otherwise at elevated risk? ",'
    "What do you need? Check all that apply,Is your need:,Add any details about your request,"
    "Is your need recurring?,Organizer Results and Comments"
)
FULL_ROW = (
    '7,Inés,Pending,Zoë Núñez Ibáñez 🌻,3/15/2020 22:49:40,"12 Main St, Lansing, MI 48912",zoe@example.org,'
    '(517) 555-0100,No,2 adults 3 kids,Yes,"Food, pet care, clothing/laundry","non urgent, I can wait a day or two",'
    "Milk please,This weekly,Called on Monday"
)


def needs_of(*lines: str, local: Local | None = None):
    table = read_table("\n".join(lines).encode())
    return parse_needs(table, understand(table), local=local)


def codes(result) -> list[tuple[str, str]]:
    return [(problem.field, problem.problem.code) for problem in result.problems]


def test_a_full_row_is_understood_whole():
    result = needs_of(HEADINGS, FULL_ROW, local=Local(zone=ZoneInfo("America/Detroit")))[0]
    need = result.value

    assert (result.line, result.problems) == (2, ())
    assert (need.person.name, need.person.email) == ("Zoë Núñez Ibáñez 🌻", "zoe@example.org")
    assert need.person.phone.e164 == "+15175550100"
    assert (need.place.address, need.place.zip.code) == ("12 Main St, Lansing, MI 48912", "48912")
    assert [asked.kind for asked in need.asked] == ["groceries", "pet_care", "clothing"]
    assert (need.urgency, need.recurrence, need.at_risk, need.anonymous) == ("days", "weekly", True, False)
    assert (need.household.size, need.household.children) == (5, 3)
    assert need.submitted.isoformat() == "2020-03-15T22:49:40-04:00"
    assert (need.status.state, need.owner, need.reference) == ("new", "Inés", "7")
    assert (need.details, need.notes) == ("Milk please", "Called on Monday")


def test_one_bad_cell_costs_its_field_and_nothing_else():
    row = FULL_ROW.replace("3/15/2020 22:49:40", "last spring").replace("(517) 555-0100", "ask my son")
    result = needs_of(HEADINGS, row)[0]

    assert result.is_taken
    assert (result.value.submitted, result.value.person.phone) == (None, None)
    assert result.value.person.email == "zoe@example.org"
    assert sorted(codes(result)) == [("phone", "not_a_phone"), ("submitted", "not_a_date")]
    assert result.raw["telephone"] == "ask my son"


def test_a_problem_names_its_column_as_the_sheet_does():
    result = needs_of("Name,Código postal,Need", "Ana,4891X,food")[0]

    assert result.problems[0].column == "Código postal"
    assert result.problems[0].text == "Código postal: “4891X” is not a ZIP code."


def test_a_row_that_asks_for_nothing_is_refused_and_kept_as_typed():
    result = needs_of("Name,Phone,Need", "Ana,517 555 0100,")[0]

    assert (result.value, codes(result)) == (None, [("", "nothing_asked")])
    assert result.raw == {"Name": "Ana", "Phone": "517 555 0100"}


def test_doubled_headings_lose_no_cell():
    result = needs_of("Name,Notes,Notes,Need", "Ana,one,two,food")[0]

    assert (result.raw["Notes"], result.raw["Notes (2)"]) == ("one", "two")


def test_a_row_about_nobody_and_nowhere_is_refused():
    assert codes(needs_of("Name,Phone,Need", ",,food", "Ana,,food")[0]) == [("", "nobody_named")]


@pytest.mark.parametrize("row", ["Ana,,,food", ",517 555 0100,,food", ",,48912,food"])
def test_a_name_or_a_contact_or_a_place_is_enough(row):
    assert needs_of("Name,Phone,ZIP,Need", row)[0].is_taken


def test_details_alone_are_a_request_of_kind_other():
    result = needs_of("Name,Details", "Ana,I need somebody to look at my boiler")[0]

    assert [(asked.kind, asked.label) for asked in result.value.asked] == [("other", "")]
    assert codes(result) == [("", "kind_not_said")]


def test_headings_repeated_in_the_middle_are_no_request():
    results = needs_of("Name,Phone,Need", "Ana,517 555 0100,food", "Name,Phone,Need", "Bo,517 555 0101,rides")

    assert [result.line for result in results if result.is_taken] == [2, 4]
    assert codes(results[1]) == [("", "repeated_header")]


def test_cells_beyond_the_headings_are_said_and_kept():
    result = needs_of("Name,Need", "Ana,food,and bread")[0]

    assert codes(result) == [("", "extra_cells")]
    assert result.raw["+1"] == "and bread"


def test_a_second_column_fills_what_the_first_leaves_blank():
    results = needs_of(
        "Name,Phone number,Phone Number,Need", "Ana,,517 555 0100,food", "Bo,nope,517 555 0101,food"
    )

    assert [result.value.person.phone.e164 for result in results] == ["+15175550100", "+15175550101"]


def test_first_and_last_names_are_put_together():
    result = needs_of("First name,Last name,Need", "María José,García Márquez,food")[0]

    assert result.value.person.name == "María José García Márquez"


def test_several_columns_of_notes_are_kept_together():
    result = needs_of("Name,Need,Notes,Comments", "Ana,food,by bike,ring twice")[0]

    assert result.value.notes == "by bike\nring twice"


def test_a_formula_stays_text_and_is_flagged():
    result = needs_of(
        "Name,Phone,Details", '"=HYPERLINK(""http://x.example"")",517 555 0100,@SUM(A1) please'
    )[0]

    assert result.value.person.name.startswith("=HYPERLINK")
    assert {code for _, code in codes(result)} >= {"formula"}


def test_day_before_month_is_followed_through_the_column():
    results = needs_of("Name,Need,Para cuándo", "Ana,food,3/4/2020", "Bo,food,25/4/2020")

    assert [result.value.needed_by for result in results] == [date(2020, 4, 3), date(2020, 4, 25)]


def test_day_before_month_is_followed_in_when_it_was_asked():
    results = needs_of("Name,Need,Fecha", "Ana,food,3/4/2020", "Bo,food,25/4/2020")

    assert [result.value.submitted.date() for result in results] == [date(2020, 4, 3), date(2020, 4, 25)]


def test_friday_is_the_friday_after_it_was_written():
    result = needs_of("Name,Need,Timestamp,Needed by", "Ana,food,3/15/2020 10:00,Friday")[0]

    assert result.value.needed_by == date(2020, 3, 20)


def test_coordinates_from_two_columns():
    result = needs_of("Name,Need,Lat,Lng", "Ana,food,-84.55,42.73")[0]

    assert result.value.place.position == Point(lon=-84.55, lat=42.73)
    assert ("latitude", "coordinates_swapped") in codes(result)


def test_a_thousand_mixed_rows_are_all_accounted_for():
    lines = [HEADINGS, *([FULL_ROW, "x", FULL_ROW.replace("No,", "maybe,")] * 334)]
    results = needs_of(*lines)

    assert [result.line for result in results] == list(range(2, len(lines) + 1))
    assert sum(result.is_taken for result in results) == 668
    assert all(result.problems for result in results if not result.is_taken)


def test_every_kind_that_is_read_is_one_of_the_list():
    asked = [asked for result in needs_of(HEADINGS, FULL_ROW) for asked in result.value.asked]

    assert {one.kind for one in asked} <= set(KINDS)


def test_a_volunteer_is_understood_whole():
    table = read_table(
        "Nombre,Teléfono,¿En qué puede ayudar?,Idiomas,¿Tiene carro?,Disponibilidad,¿Qué tan lejos?,"
        "Tareas por semana,Estado\n"
        'Tomás Ruiz,517 555 0100,"compras, viajes",español e inglés,sí,sábados por la mañana,8 km,dos,Activo\n'.encode()
    )
    result = parse_volunteers(table, understand(table, "volunteers"))[0]
    tomas = result.value

    assert result.problems == ()
    assert [skill.kind for skill in tomas.skills] == ["errand", "ride"]
    assert (tomas.person.languages, tomas.has_vehicle, tomas.radius_m) == (("es", "en"), True, 8000)
    assert WeekSlots(tomas.week_mask).pairs() == {(5, 2), (5, 3)}
    assert (tomas.weekly_tasks, tomas.status) == (2, "active")


def test_repeated_headings_are_no_volunteer():
    table = read_table(b"Name,Phone,Availability\nName,Phone,Availability\nBo,,weekends\n")
    results = parse_volunteers(table, understand(table, "volunteers"))

    assert codes(results[0]) == [("", "repeated_header")]
    assert results[1].is_taken


def test_a_volunteer_without_name_and_contact_is_refused():
    table = read_table(b"Name,Phone,Availability\n,,weekends\nBo,,weekends\n")
    results = parse_volunteers(table, understand(table, "volunteers"))

    assert [result.is_taken for result in results] == [False, True]


@pytest.mark.data
def test_the_invented_row_of_a_real_sheet_is_taken(real_sheets):
    table = read_table((real_sheets / "lansing_lama_templates" / "submission_responses.csv").read_bytes())
    result = parse_needs(table, understand(table))[0]

    assert (result.is_taken, result.problems) == (True, ())
    assert result.value.status.close_reason == "fulfilled"


def test_a_date_to_come_is_not_when_it_was_asked():
    local = Local(written_on=date(2026, 5, 4))
    past, ahead = needs_of(
        "Name,What do you need?,Date", "Ana,food,2026-05-01", "Bo,food,2026-05-09", local=local
    )

    assert (past.value.submitted.date(), past.value.needed_by) == (date(2026, 5, 1), None)
    assert (ahead.value.submitted, ahead.value.needed_by) == (None, date(2026, 5, 9))
    assert ("Date", "date_to_come") in [(said.column, said.problem.code) for said in ahead.problems]


@pytest.mark.parametrize("heading", ["Fecha para", "Needed by", "Date for", "Fecha para la ayuda"])
def test_a_column_may_say_until_when(heading):
    [row] = needs_of(f"Name,What do you need?,{heading}", "Ana,food,2026-05-09")

    assert row.value.needed_by == date(2026, 5, 9)


def test_until_when_is_read_from_whichever_column_says_it():
    first, second, neither = needs_of(
        "Name,What do you need?,Needed by,Deadline",
        "Ana,food,2026-05-09,2026-05-30",
        "Bo,food,,2026-05-10",
        "Cy,food,,",
    )

    assert [row.value.needed_by for row in (first, second, neither)] == [
        date(2026, 5, 9),
        date(2026, 5, 10),
        None,
    ]


def test_the_same_phone_for_the_same_twice_is_noted_and_kept():
    rows = needs_of(
        "Phone,What do you need?", "517 555 0100,food", "(517) 555-0100,food", "517 555 0100,a ride"
    )

    noticed = [
        (row.line, said.problem.params["line"])
        for row in rows
        for said in row.problems
        if said.problem.code == "asked_above"
    ]
    assert noticed == [(3, 2)]
    assert all(row.is_taken for row in rows)
