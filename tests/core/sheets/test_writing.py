"""What is handed out as a sheet: no cell of it is a formula, in whichever program it is opened."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.sheets.writing import harmless, write_csv, write_workbook

# Each begins with what OWASP names, bare or behind blanks that a program leaves out.
DANGEROUS = [
    "=1+1",
    "+1 517 555 0100",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=2",
    "\tx",
    "\rx",
    "  =1",
    '=HYPERLINK("//x")',
]


def in_csv(text: str) -> str:
    return next(csv.reader(io.StringIO(write_csv([[text]]).decode("utf-8-sig"), newline="")))[0]


def in_workbook(text: str):
    return openpyxl.load_workbook(io.BytesIO(write_workbook([[text]], title="Plan"))).active["A1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_is_a_text_in_a_csv_file(text):
    assert in_csv(text) == f"'{text}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_is_a_text_in_a_workbook_and_in_what_is_saved_from_it(text):
    cell = in_workbook(text)

    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["-84.55", "Ana", "3 = 3", "a@example.org", "1-2"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert in_csv(text) == in_workbook(text).value == text


@given(st.text())
def test_no_text_at_all_begins_like_a_formula(text):
    begins = harmless(text)[:1]

    assert begins not in set("=+@\t\r")
    assert begins != "-" or harmless(text)[1:].replace(".", "", 1).isdecimal()


def test_half_a_character_does_not_keep_the_rest_from_being_written():
    assert in_csv("An\ud800a") == "An?a"


def test_what_a_workbook_cannot_hold_is_left_out():
    assert in_workbook("An\x00a\x0b R\x1fuiz\n2").value == "Ana Ruiz\n2"


def test_the_first_row_of_a_workbook_stays_in_sight_under_its_title():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([["way"], [None]], title="Plan of May")))

    assert (book.sheetnames, book.active.freeze_panes) == (["Plan of May"], "A2")
    assert book.active["A2"].value is None


def test_numbers_stay_numbers():
    assert write_csv([["way"], [-1.5], [None]]).decode("utf-8-sig") == 'way\r\n-1.5\r\n""\r\n'
    assert (
        openpyxl.load_workbook(io.BytesIO(write_workbook([[-1.5]], title="Plan"))).active["A1"].value == -1.5
    )
