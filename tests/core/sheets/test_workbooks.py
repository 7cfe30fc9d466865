"""An .xlsx is read like the sheet that people see."""

import io
import zipfile
from datetime import date, datetime
from datetime import time as clock

import openpyxl
import pytest

from manyhands.core.sheets import SheetError, read_table
from manyhands.core.sheets.workbooks import read_workbook

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


def shown_as(rows, formula: bytes, shown: bytes) -> bytes:
    """A workbook in which a formula has been calculated, as a program leaves it that has shown it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_workbook(rows))) as plain, zipfile.ZipFile(file, "w") as book:
        for entry in plain.infolist():
            data = plain.read(entry)
            book.writestr(
                entry,
                data.replace(b"<f>%s</f><v></v>" % formula, b"<f>%s</f><v>%s</v>" % (formula, shown)).replace(
                    b"<f>%s</f><v />" % formula, b"<f>%s</f><v>%s</v>" % (formula, shown)
                ),
            )
    return file.getvalue()


def test_a_formula_counts_as_what_it_last_showed():
    data = shown_as([["Name", "People", "Of them"], ["Ana", "=3+4", "=1+1"]], b"3+4", b"7")

    assert read_table(data).rows[0].cells == ("Ana", "7", "=1+1")


def test_a_formula_at_the_end_of_a_row_is_not_lost():
    table = read_table(as_workbook([["Name", "Need", "People"], ["Ana", None, "=3+4"], ["Bo", "food"]]))

    assert [row.cells for row in table.rows] == [("Ana", "", "=3+4"), ("Bo", "food", "")]


def test_one_row_and_one_column_more_than_wanted_are_read_so_that_too_many_are_noticed():
    for cell in ("x", "=1+1"):
        found = read_workbook(as_workbook([["head"] * 9, *[[cell] * 9] * 9]), max_rows=3, max_columns=2)

        assert [len(row) for row in found.rows] == [3] * 4
        assert (found.name, found.notes) == ("Requests", ())


def test_what_is_said_of_other_sheets():
    table = read_table(as_workbook([], Second=ROWS, Third=[["x"]]))

    assert [(note.severity, note.text) for note in table.notes] == [
        ("noted", "Only the sheet “Second” was read. Left out besides: 2.")
    ]


def test_a_hidden_sheet_is_not_read():
    book = openpyxl.Workbook()
    book.active.append(["hidden", "things"])
    book.active.sheet_state = "hidden"
    seen = book.create_sheet("Seen")
    for row in ROWS:
        seen.append(row)
    file = io.BytesIO()
    book.save(file)

    assert read_table(file.getvalue()).sheet == "Seen"


def test_days_and_hours_come_as_they_are_written():
    table = read_table(as_workbook([["Name", "Day", "Hour"], [" Ana ", date(2020, 3, 15), clock(9, 30)]]))

    assert table.rows[0].cells == ("Ana", "2020-03-15T00:00:00", "09:30:00")


@pytest.mark.parametrize(("megabytes", "code"), [(64, "other_workbook"), (65, "too_large")])
def test_an_archive_is_measured_as_it_would_be_unpacked(megabytes, code):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("one.xml", b"\0" * (megabytes - 1) * 1024 * 1024)
        archive.writestr("another.xml", b"\0" * 1024 * 1024)

    with pytest.raises(SheetError) as caught:
        read_table(file.getvalue())
    assert caught.value.code == code
    assert caught.value.params == ({"size_mb": 65, "limit_mb": 64} if code == "too_large" else {})


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
