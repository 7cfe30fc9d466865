"""An .xlsx is read like the sheet that people see."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from manyhands.core.sheets import SheetError, read_table

ROWS = [["Name", "Phone", "ZIP"], ["José", "517 555 0100", 48912], ["Ana", 5175550101, 1001.0]]


def as_workbook(rows, **others) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Requests"
    for row in rows:
        book.active.append(row)
    for title, more in others.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(SheetError) as caught:
        read_table(data)
    return caught.value.code


def test_numbers_come_as_people_type_them():
    table = read_table(as_workbook(ROWS), filename="requests.xlsx")

    assert [row.cells for row in table.rows] == [
        ("José", "517 555 0100", "48912"),
        ("Ana", "5175550101", "1001"),
    ]
    assert (table.sheet, table.notes) == ("Requests", ())


def test_what_is_no_text_comes_as_text():
    table = read_table(as_workbook([["Name", "Done", "Share"], ["Ana", True, 0.5], [None, False, None]]))

    assert [row.cells for row in table.rows] == [("Ana", "TRUE", "0.5"), ("", "FALSE", "")]


def test_dates_come_in_one_form():
    moment = datetime(2020, 3, 15, 22, 49, 40)  # noqa: DTZ001 - a cell has no zone
    table = read_table(as_workbook([["Name", "Timestamp"], ["Ana", moment]]))

    assert table.rows[0].cells[1] == "2020-03-15T22:49:40"


def test_other_sheets_are_left_out_and_said():
    table = read_table(as_workbook(ROWS, Old=[["x"]], Older=[["y"]]))

    assert [note.code for note in table.notes] == ["other_sheets"]
    assert table.notes[0].params["count"] == 2


def test_an_empty_first_sheet_is_passed_over():
    assert read_table(as_workbook([], Second=ROWS)).sheet == "Second"


def test_a_formula_that_was_never_calculated_stays_readable():
    table = read_table(as_workbook([["Name", "Phone"], ["Ana", '="517 555 " & "0100"']]))

    assert table.rows[0].cells[1] == '="517 555 " & "0100"'


def test_line_numbers_are_those_of_the_sheet():
    assert [row.line for row in read_table(as_workbook([["Name", "Need"], [], ["Ana", "food"]])).rows] == [3]


def test_an_empty_workbook_says_so():
    assert refusal(as_workbook([])) == "empty"


def test_other_archives_and_damaged_ones_are_told_apart():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    good = as_workbook(ROWS)

    assert refusal(file.getvalue()) == "other_workbook"
    assert refusal(good[: len(good) // 2]) == "broken_workbook"
    assert refusal(b"PK\x03\x04 nothing else") == "broken_workbook"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == "old_workbook"


def test_damage_inside_the_archive_is_reported():
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_workbook(ROWS))) as good, zipfile.ZipFile(file, "w") as bad:
        for entry in good.infolist():
            data = good.read(entry)
            bad.writestr(entry.filename, b"<broken" if entry.filename == "xl/workbook.xml" else data)

    assert refusal(file.getvalue()) == "broken_workbook"


def test_a_small_archive_that_unpacks_to_gigabytes_is_refused_unread():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (80 * 1024 * 1024))

    assert len(file.getvalue()) < 1024 * 1024
    assert refusal(file.getvalue()) == "too_large"
