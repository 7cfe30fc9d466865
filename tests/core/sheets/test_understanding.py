"""Headings are understood, and doubts are said before a row is taken."""

import csv

import pytest

from manyhands.core.sheets import read_table, understand
from manyhands.core.sheets.headings import find_field

PERSON = "Name,Phone,Email"


def table_of(*lines: str):
    return read_table("\n".join(lines).encode())


def meanings(understanding) -> dict[str, str | None]:
    return {column.label: column.field for column in understanding.columns}


def codes(understanding) -> list[str]:
    return [problem.code for problem in understanding.problems]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NAME", "name"),
        ("Full name:", "name"),
        ("nombre y apellidos", "name"),
        ("First Name", "first_name"),
        ("Apellidos", "last_name"),
        ("Telephone", "phone"),
        ("Teléfono celular", "phone"),
        ("E-mail address", "email"),
        ("Correo electrónico", "email"),
        ("Dirección", "address"),
        ("ZIP / Postal code", "zip"),
        ("Código postal", "zip"),
        ("lat", "latitude"),
        ("Longitud", "longitude"),
        ("Ciudad", "city"),
        ("What do you need?<br><br>Please check <b>all</b> that apply.", "category"),
        ("¿Qué necesita?", "category"),
        ("Please describe your request", "details"),
        ("Is your need: Please use best judgement", "urgency"),
        ("¿Qué tan urgente es?", "urgency"),
        ("How many people live in your home?", "household"),
        ("¿Cuántas personas viven en su hogar?", "household"),
        ("Is anybody in your home immunocompromised?", "at_risk"),
        ("Is your need recurring?", "recurring"),
        ("¿Con qué frecuencia?", "recurring"),
        ("What language do you prefer?", "languages"),
        ("¿Quiere permanecer anónima?", "anonymous"),
        ("STATUS", "status"),
        ("Organizadora", "owner"),
        ("Marca temporal", "submitted"),
        ("requestDate", "submitted"),
        ("Needed by (date)", "needed_by"),
        ("¿Para cuándo?", "needed_by"),
        ("ID", "reference"),
        ("Observaciones", "notes"),
    ],
)
def test_a_heading_of_needs_is_understood(heading, field):
    assert find_field(heading, "needs").field.key == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("How would you like to volunteer?", "skills"),
        ("¿En qué puede ayudar?", "skills"),
        ("Do you have access to a car?", "vehicle"),
        ("¿Tiene carro?", "vehicle"),
        ("When are you available?", "availability"),
        ("Disponibilidad", "availability"),
        ("How far are you willing to travel?", "radius"),
        ("¿Hasta dónde puede ir?", "radius"),
        ("How many tasks per week?", "weekly_tasks"),
    ],
)
def test_a_heading_of_volunteers_is_understood(heading, field):
    assert find_field(heading, "volunteers").field.key == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Adress", "address"), ("Telephne", "phone"), ("Emial", "email"), ("Nmae", "name"), ("Housold size", "household"),
     ("Recuring", "recurring"), ("Direcion", "address"), ("Timestmap", "submitted")],
)  # fmt: skip
def test_a_typo_is_forgiven_and_less_sure(heading, field):
    match = find_field(heading, "needs")

    assert (match.field.key, match.how) == (field, "typo")
    assert match.confidence < find_field(field if field != "submitted" else "timestamp", "needs").confidence


@pytest.mark.parametrize(
    "heading",
    ["", "   ", "State", "Shoe size", "Posted to Slack?", "Requests count", "Emergency contact phone", "Pet name",
     "Date of birth", "Thank you!", "😀", "שם", "x" * 5_000],
)  # fmt: skip
def test_what_is_not_known_is_left_out(heading):
    assert find_field(heading, "needs") is None


def test_columns_that_are_left_out_and_missing_ones_are_reported():
    understanding = understand(table_of("Name,Shoe size", "Ana,38"))

    assert [column.label for column in understanding.columns if column.field is None] == ["Shoe size"]
    assert understanding.missing == ("what_is_needed",)
    assert codes(understanding) == ["missing_what_is_needed"]


def test_needs_without_anybody_to_reach_cannot_be_used():
    assert understand(table_of("What do you need?,City", "food,Lansing")).missing == ("who_or_where",)


def test_a_sheet_of_volunteers_is_not_taken_for_needs():
    table = table_of(f"{PERSON},Availability,Do you have a car?", "Bo,517 555 0100,,weekends,yes")

    assert "looks_like_volunteers" in codes(understand(table, "needs"))
    assert understand(table, "volunteers").problems == ()


def test_a_sheet_of_needs_is_not_taken_for_volunteers():
    table = table_of(f"{PERSON},What do you need?,Urgency", "Ana,517 555 0100,,food,ASAP")

    assert codes(understand(table, "volunteers")) == ["looks_like_needs"]


def test_swapped_columns_are_put_right_and_said():
    table = table_of(
        "Name,Email,Phone,Need", "Ana,517 555 0100,ana@example.org,food", "Bo,517-555-0101,,rides"
    )
    understanding = understand(table)

    assert meanings(understanding) == {"Name": "name", "Email": "phone", "Phone": "email", "Need": "category"}
    assert codes(understanding) == ["columns_swapped"]


def test_a_name_column_full_of_numbers_is_swapped_with_the_phone():
    understanding = understand(table_of("Name,Phone,Need", "517 555 0100,Ana,food", "517 555 0101,Bo,food"))

    assert meanings(understanding)["Name"] == "phone"


def test_one_misplaced_answer_swaps_nothing():
    lines = ["Name,Email,Phone,Need", "Ana,517 555 0100,ana@x.org,food", "Bo,bo@x.org,517 555 0101,food"]

    assert codes(understand(table_of(*lines))) == []


def test_a_column_that_is_plainly_something_else_is_pointed_at():
    understanding = understand(table_of("Name,Email,Need", "Ana,517 555 0100,food", "Bo,517 555 0101,food"))

    assert codes(understanding) == ["content_differs"]


def test_columns_without_headings_are_told_by_their_answers():
    understanding = understand(
        table_of("517 555 0100,ana@example.org,48912", "517 555 0101,bo@example.org,48910")
    )

    assert [column.field for column in understanding.columns] == ["phone", "email", "zip"]
    assert {column.how for column in understanding.columns} == {"content"}
    assert "no_header" in codes(understanding)


def test_answers_do_not_name_a_column_where_a_heading_has_named_another():
    understanding = understand(
        table_of("Name,Phone,", "Ana,517 555 0100,517 555 0111", "Bo,517 555 0101,517 555 0112")
    )

    assert [column.field for column in understanding.columns] == ["name", "phone", None]


def test_the_surest_of_two_columns_comes_first():
    understanding = understand(table_of("Nearest intersection,Address,Need", "A and B,12 Main St,food"))

    assert [column.label for column in understanding.columns_of("address")] == [
        "Address",
        "Nearest intersection",
    ]


def test_the_order_of_day_and_month_comes_from_the_whole_column():
    lines = ["Name,Need,Fecha", "Ana,food,3/4/2020", "Bo,food,15/4/2020"]
    understanding = understand(table_of(*lines))

    assert understanding.day_first == {2: True}
    assert codes(understanding) == []


@pytest.mark.parametrize(("day_first", "code"), [(False, "month_first_assumed"), (True, "day_first_assumed")])
def test_an_order_that_cannot_be_told_is_assumed_and_said(day_first, code):
    table = table_of("Name,Need,Date", "Ana,food,3/4/2020")
    understanding = understand(table, day_first_if_unclear=day_first)

    assert understanding.day_first == {2: day_first}
    assert codes(understanding) == [code]


@pytest.mark.data
def test_every_column_of_a_real_response_sheet_is_understood(real_sheets):
    data = (real_sheets / "lansing_lama_templates" / "submission_responses.csv").read_bytes()
    understanding = understand(read_table(data))

    assert [column.field for column in understanding.columns] == [
        "reference", "owner", "status", "name", "submitted", "address", "email", "phone", "anonymous", "household",
        "at_risk", "category", "urgency", "details", "recurring", "notes",
    ]  # fmt: skip
    assert (understanding.looks_like, codes(understanding)) == ("needs", [])


@pytest.mark.data
def test_real_headings_of_five_groups_mean_what_they_say(real_sheets):
    with (real_sheets / "headings_from_real_groups.csv").open(encoding="utf-8") as file:
        headings = {row["heading"].strip() for row in csv.DictReader(file)}
    expected = {
        "requesterName": "name", "requesterContact": "contact", "requesterAddr": "address", "requestType": "category",
        "requestInfo": "details", "requestStatus": "status", "coordinatorName": "owner", "nextDateNeeded": "needed_by",
        "Vulnerability": "at_risk", "Household Size": "household", "Timeframe": "urgency", "Tasks": "category",
        "Address (won't post in Slack)": "address", "Intake Volunteer - This is you!": "owner", "slackURL": None,
        "Completion_Date": None, "Please provide your contact phone number:": "phone", "Can meet outside": None,
    }  # fmt: skip

    assert expected.keys() <= headings
    found = {heading: find_field(heading, "needs") for heading in expected}
    assert {heading: match and match.field.key for heading, match in found.items()} == expected
