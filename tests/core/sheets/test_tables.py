"""A file becomes a table, or says why not."""

import time

import pytest

from manyhands.core.sheets import MAX_COLUMNS, MAX_ROWS, SheetError, read_table

ROWS = [
    ["Name", "Phone", "What do you need?"],
    ["Zoë Núñez Ibáñez", "517 555 0100", "Food"],
    ["Ana", "517 555 0101", "Rides"],
]


def as_csv(rows: list[list[str]], delimiter: str = ",", newline: str = "\r\n") -> str:
    return newline.join(delimiter.join(row) for row in rows) + newline


def codes(table) -> list[str]:
    return [note.code for note in table.notes]


def refusal(data: bytes, filename: str = "") -> SheetError:
    with pytest.raises(SheetError) as caught:
        read_table(data, filename=filename)
    return caught.value


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"],
)
def test_an_accented_name_survives_every_encoding(encoding):
    table = read_table(as_csv(ROWS).encode(encoding))

    assert table.headings == tuple(ROWS[0])
    assert table.rows[0].cells[0] == "Zoë Núñez Ibáñez"


def test_a_guessed_encoding_is_said():
    assert codes(read_table(as_csv(ROWS).encode("cp1252"))) == ["encoding_guessed"]
    assert codes(read_table(as_csv(ROWS).encode())) == []


def test_curly_quotes_of_windows_are_read():
    table = read_table("Name,Need\nAna,“milk” – 2 €\n".encode("cp1252"))

    assert table.rows[0].cells[1] == "“milk” – 2 €"


def test_bytes_that_windows_does_not_know_are_taken_as_latin_1():
    table = read_table(b"Name,Need\nAn\xe1,milk \x81\n")

    assert table.encoding == "latin-1"
    assert table.rows[0].cells[0] == "Aná"


def test_broken_utf_16_loses_a_letter_and_says_so():
    table = read_table(as_csv(ROWS).encode("utf-16") + b"\x41")

    assert "letters_lost" in codes(table)
    assert len(table.rows) >= 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_found(delimiter, newline):
    table = read_table(as_csv(ROWS, delimiter, newline).encode())

    assert [row.cells for row in table.rows] == [tuple(row) for row in ROWS[1:]]


def test_lists_in_cells_do_not_mislead_about_the_delimiter():
    text = "Name;Needs\nAna;food, rides, talk\nBo;food, rides, talk\nCy;pets, food, rides\n"

    assert read_table(text.encode()).delimiter == ";"


def test_semicolons_inside_comma_files_stay_inside():
    text = "Name,Phone,Needs\nAna,1,food;rides\nBo,2,food;pets\n"

    assert read_table(text.encode()).rows[0].cells == ("Ana", "1", "food;rides")


def test_the_instruction_to_excel_is_followed_and_counts_as_a_line():
    table = read_table(b"sep=;\nName;Need\nAna;food\n")

    assert (table.headings, table.rows[0].line) == (("Name", "Need"), 3)


def test_quoted_line_breaks_stay_in_the_cell_and_count_as_one_row():
    table = read_table(b'Name,Need\nAna,"milk\nand bread, please"\nBo,eggs\n')

    assert table.rows[0].cells == ("Ana", "milk\nand bread, please")
    assert [row.line for row in table.rows] == [2, 3]


def test_line_numbers_count_empty_rows_as_a_spreadsheet_does():
    table = read_table(b"Name,Need\n\nAna,food\n,,\nBo,eggs\n")

    assert [row.line for row in table.rows] == [3, 5]


def test_a_title_above_the_headings_is_left_out_and_said():
    table = read_table(b"Requests of spring,,\n,,\nName,Phone,Need\nAna,1,food\n")

    assert table.headings == ("Name", "Phone", "Need")
    assert "rows_above_header" in codes(table)


def test_a_file_without_headings_is_noticed():
    table = read_table(b"Ana,517-555-0100,food\nBo,517-555-0101,rides\n")

    assert not table.has_header
    assert "no_header" in codes(table)
    assert [row.line for row in table.rows] == [1, 2]


def test_numbers_among_known_headings_do_not_make_them_an_answer():
    assert read_table(b"Name,Phone,Need,2020\nAna,1,food,x\n").has_header


def test_doubled_headings_are_kept_and_said():
    table = read_table(b"Name,Phone,phone\nAna,1,2\n")

    assert table.headings == ("Name", "Phone", "phone")
    assert "duplicate_heading" in codes(table)


def test_short_rows_are_filled_and_long_ones_keep_their_rest():
    table = read_table(b"Name,Phone,Need\nAna\nBo,1,food,extra,,more\n")

    assert table.rows[0].cells == ("Ana", "", "")
    assert table.rows[1].extra == ("extra", "more")


def test_empty_columns_at_the_right_are_dropped():
    assert read_table(b"Name,Need,,,\nAna,food,,,\n").headings == ("Name", "Need")


@pytest.mark.parametrize(
    "data", [b"", b"   \n\n", b",,,\n,,\n", b"\xef\xbb\xbf", "\ufeff".encode("utf-16-le")]
)
def test_an_empty_file_says_so(data):
    assert refusal(data).code == "empty"


def test_headings_alone_say_so():
    assert refusal(b"Name,Phone,Need\n").code == "header_only"


def test_fifty_megabytes_are_refused_at_once_with_both_numbers():
    row = b"Ana,517 555 0100,food and a long story about it\n"
    data = b"Name,Phone,Need\n" + row * (50 * 1024 * 1024 // len(row))
    started = time.thread_time()
    error = refusal(data)

    assert (error.code, error.params) == ("too_large", {"size_mb": 50, "limit_mb": 10})
    assert time.thread_time() - started < 5
    assert "50 MB" in error.text


def test_a_file_at_the_limit_is_read_in_a_few_seconds():
    row = b"Ana,517 555 0100,food and a story " + b"." * 200 + b"\n"
    data = b"Name,Phone,Need\n" + row * (9 * 1024 * 1024 // len(row))
    started = time.thread_time()

    assert len(read_table(data).rows) > 30_000
    assert time.thread_time() - started < 60


def test_too_many_rows_are_refused():
    error = refusal(b"a,b\n" * (MAX_ROWS + 2))

    assert (error.code, error.params) == ("too_many_rows", {"limit": MAX_ROWS})


def test_too_many_columns_are_refused():
    assert refusal(b"x," * (MAX_COLUMNS + 1) + b"x\n1\n").code == "too_many_columns"


def test_a_quote_that_never_closes_names_the_row_where_it_opens():
    error = refusal(b'Name,Need\nAna,food\nBo,"milk\nCy,eggs\nDi,rides\n')

    assert (error.code, error.params) == ("unclosed_quote", {"line": 3})


def test_inch_marks_inside_cells_are_no_quotes():
    assert len(read_table(b'Name,Need\nAna,a 6" pot\nBo,eggs\n').rows) == 2


def test_an_endless_quoted_cell_is_refused():
    assert refusal(b'Name,Need\nAna,"' + b"a" * 200_000).code == "unclosed_quote"
    assert refusal(b'Name,Need\nAna,"' + b"a" * 200_000 + b'"\n').code == "cell_too_long"


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "HTML"),
        (bytes(range(1, 32)) * 20, "binary"),
    ],
)
def test_what_is_no_table_is_named(data, looks_like):
    error = refusal(data)

    assert (error.code, error.params) == ("not_a_table", {"looks_like": looks_like})


def test_every_refusal_has_a_text():
    for data in (b"", b"%PDF", b"Name\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"):
        assert refusal(data).text == str(refusal(data))
