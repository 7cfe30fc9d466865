"""What a plan of two sheets says is what is known, and no more."""

import pytest

from manyhands.cli.language import speak
from manyhands.cli.planning.measures import length_in_cell, length_in_words
from tests.cli.planning_sheets import BEN, CARMEN, LUIS, MARIA, VOLUNTEERS, need, sheet, volunteer

SPANISH_NEEDS = ("Nombre", "Teléfono", "¿Qué necesita?", "Código postal", "Fecha límite")
ENGLISH_DATES = ("Name", "Phone", "What do you need?", "ZIP", "Needed by")


def test_two_unknown_kinds_are_not_the_same(plan):
    planned = plan([need(what="Unicornios")], [volunteer(can="payasos, otro"), BEN])

    [row] = planned.rows
    assert row["Plan: outcome"] == "nobody yet"
    assert row["Plan: why"].startswith("“Unicornios” is not a kind of help that is known here")


def test_the_same_unknown_words_do_fit(plan):
    planned = plan([need(what="¡Unicornios!")], [volunteer(can="unicornios"), volunteer(BEN, can="payasos")])

    assert planned.helpers() == [(MARIA[0], CARMEN[0])]


@pytest.mark.parametrize("words", ["Other", "otro"])
def test_other_is_not_what_others_call_other(plan, words):
    planned = plan([need(what=words)], [volunteer(can="other")])

    assert planned.rows[0]["Plan: why"].startswith("No kind of help is named")


def test_two_unknown_kinds_of_one_row_are_two_tasks(plan):
    planned = plan([need(what="unicorns; dragons")], [CARMEN])

    assert [row["Plan: kind of help"] for row in planned.rows] == ["unicorns", "dragons"]


def test_children_are_childcare(plan):
    planned = plan([need(what="Childcare")], [volunteer(can="niños")])

    assert planned.helpers() == [(MARIA[0], CARMEN[0])]


def test_recent_tasks_are_not_tasks_of_this_week(plan):
    headings = (*VOLUNTEERS, "Recent tasks")
    needs = [MARIA, need(name="Rosa Delgado", phone="")]
    planned = plan(needs, sheet(headings, (*CARMEN, "5")))

    assert [row["Plan: tasks of this person this week"] for row in planned.rows] == ["2", "2"]
    whys = [row["Plan: why"] for row in planned.rows]
    assert "has no task yet this week" in whys[0]
    assert "has no task yet" not in whys[1]
    assert "gets 2 tasks in this plan" in whys[1]


def test_one_middle_of_a_zip_code_is_no_distance(plan):
    planned = plan([MARIA, LUIS], [CARMEN])

    assert "is in the same ZIP code" in planned.rows[0]["Plan: why"]
    assert planned.rows[0]["Plan: way (mi)"] == "same ZIP code"
    assert float(planned.rows[1]["Plan: way (mi)"]) % 0.5 == 0
    assert "0.0 mi" not in planned.said


def test_lengths_are_no_finer_than_places_are_known():
    assert [length_in_words(length_m, "mi") for length_m in (30, 1_609, 2_300, 40_000)] == [
        "less than 0.5 mi", "1 mi", "1.5 mi", "25 mi",
    ]  # fmt: skip
    assert length_in_cell(30, "km", is_same_zip=False) == "less than 0.5"
    assert length_in_cell(2_600, "km", is_same_zip=False) == 2.5
    speak("es")
    try:
        assert length_in_words(30, "km") == "menos de 0,5 km"
    finally:
        speak("en")


@pytest.mark.parametrize(
    ("headings", "options", "day"),
    [
        (SPANISH_NEEDS, [], "2026-03-11"),
        (SPANISH_NEEDS, ["--dates", "month-first"], "2026-11-03"),
        (ENGLISH_DATES, [], "2026-11-03"),
        (ENGLISH_DATES, ["--dates", "day-first"], "2026-03-11"),
    ],
)
def test_a_date_that_can_be_read_two_ways(plan, headings, options, day):
    """A day that has passed is told; so which day was read shows in a week that begins after one of the two."""
    row = ("María Núñez", "517-555-0101", "Groceries", "48912", "11/03/2026")
    helpers = sheet(VOLUNTEERS, CARMEN)
    planned = plan(sheet(headings, row), helpers, "--week", "2026-06-01", *options)

    assert ("2026-03-11) has passed" in planned.said) == (day == "2026-03-11")
    order = "month-first" if day == "2026-03-11" else "day-first"
    assert f"It is about row 2. For the other way add --dates {order}." in planned.said


@pytest.mark.parametrize(
    ("option", "name"), [("--out", "plan.pdf"), ("--out", "plan"), ("--map", "plan.pdf")]
)
def test_a_file_is_not_called_what_it_is_not(plan, tmp_path, option, name):
    planned = plan([MARIA], [CARMEN], option, str(tmp_path / name))

    assert planned.code == 2
    assert "choose a name that ends in" in planned.warned
    assert not (tmp_path / name).exists()


def test_a_zip_code_of_four_digits_that_is_none(plan):
    planned = plan([need(zip="4891")], [volunteer(zip="4891"), BEN])

    assert "row 2: ZIP: a digit is missing in “4891”." in planned.said
    assert "place not known: a digit is missing in the ZIP code 4891" in planned.said
    assert "04891" not in planned.said


def test_people_of_whom_nothing_is_known_hardly_look_like_volunteers(plan):
    users = sheet(("Name", "Email"), ("Ana Ruiz", "ana@example.org"))
    planned = plan([MARIA], users)

    assert "volunteers.csv: This hardly looks like a sheet of people who help" in planned.said
    assert "hardly looks" not in plan([MARIA], [CARMEN], "--force").said


def test_the_page_names_who_is_not_asked_and_why(plan, tmp_path):
    page = tmp_path / "plan.html"
    idle = [
        volunteer(BEN, name="Otto Idle", phone="", can="repairs"),
        volunteer(BEN, name="Pia Break", phone="", status="on break"),
        volunteer(BEN, name="Zed None", phone="", tasks="0"),
        volunteer(BEN, name="Uma Far", phone="", zip="49503", how="1 mile"),
    ]
    plan([MARIA], [CARMEN, volunteer(BEN, phone=""), *idle], "--map", str(page))
    text = page.read_text(encoding="utf-8")

    for said in (
        "<bdi>Otto Idle</bdi>: nothing is asked for that they have said they can do",
        "<bdi>Pia Break</bdi>: is taking a break",
        "<bdi>Zed None</bdi>: takes no tasks this week",
        "<bdi>Uma Far</bdi>: nothing that they can do is within their reach",
        "could do 1 task, but the plan as a whole is better with others",
        "<details open><summary>5 people are not asked this time.</summary>",
        "<details open><summary>What is missing in the sheets was assumed</summary>",
    ):
        assert said in text
