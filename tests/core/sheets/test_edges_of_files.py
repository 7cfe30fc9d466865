"""What a file is, where its headings are and what they mean: at the edge, and with all that is said about it."""

import codecs

import pytest

from manyhands.core.sheets import MAX_COLUMNS, MAX_ROWS, SheetError, decoding, read_table, tables, understand
from manyhands.core.sheets.contents import find_field_by_content, looks_like_answer, share_like
from manyhands.core.sheets.decoding import decode
from manyhands.core.sheets.delimiters import find_delimiter
from manyhands.core.sheets.header_rows import HeaderRow, find_header_row
from manyhands.core.sheets.heading_language import is_in_spanish
from manyhands.core.sheets.headings import find_field, is_typo
from manyhands.core.sheets.tables import Row, Table
from manyhands.core.sheets.understanding import find_kind

GUESSED = "The file does not say how its letters are written; {} was assumed. Look at a name with an accent."


def refusal(data: bytes, **how) -> tuple[str, dict]:
    with pytest.raises(SheetError) as caught:
        read_table(data, **how)
    assert str(caught.value) == caught.value.text
    return caught.value.code, caught.value.params


def said(notes) -> list[tuple[str, str]]:
    return [(note.severity, note.text) for note in notes]


def table_of(*lines: str) -> Table:
    return read_table("\n".join(lines).encode())


class TestLetters:
    @pytest.mark.parametrize(
        ("mark", "encoding", "named"),
        [
            (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
            (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
            (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
            (b"", "utf-8", "utf-8"),
            (b"", "utf-16-le", "utf-16-le"),
            (b"", "utf-16-be", "utf-16-be"),
        ],
    )
    def test_how_it_was_written_is_named(self, mark, encoding, named):
        decoded = decode(mark + "Zoë Núñez".encode(encoding))

        assert (decoded.text, decoded.encoding, decoded.notes) == ("Zoë Núñez", named, ())

    @pytest.mark.parametrize(
        ("data", "encoding"), [("Zoë €".encode("cp1252"), "cp1252"), (b"Zo\xeb \x81", "latin-1")]
    )
    def test_a_guess_is_named(self, data, encoding):
        decoded = decode(data)

        assert decoded.encoding == encoding
        assert said(decoded.notes) == [("noted", GUESSED.format(encoding))]

    @pytest.mark.parametrize(
        ("data", "text", "encoding"),
        [
            (codecs.BOM_UTF8 + b"An\xff", "An\ufffd", "utf-8-sig"),
            (codecs.BOM_UTF16_LE + b"A\x00\x00", "A\ufffd", "utf-16"),
            (b"A\x00n\x00a\x00\x00\xdc", "Ana\ufffd", "utf-16-le"),
        ],
    )
    def test_letters_that_are_lost_are_said_to_be(self, data, text, encoding):
        decoded = decode(data)

        assert (decoded.text, decoded.encoding) == (text, encoding)
        assert said(decoded.notes) == [("noted", "Some letters could not be read and appear as �.")]

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"%PDF-1.7", "PDF"),
            (b"\x89PNG", "PNG"),
            (b"\xff\xd8\xff\xe0", "JPEG"),
            (b"GIF89a", "GIF"),
            (b"\x7fELF", "ELF"),
            (b"SQLite format 3\x00", "SQLite"),
            (b"{\\rtf1", "RTF"),
            (b"  <!DocType HTML>", "HTML"),
            (b"\n<HTML lang=en>", "HTML"),
            (b"\x01\x02 a", "binary"),
        ],
    )
    def test_what_is_no_table_is_named(self, data, name):
        assert refusal(data) == ("not_a_table", {"looks_like": name})

    @pytest.mark.parametrize(("controls", "is_text"), [(3, True), (4, False)])
    def test_a_few_strange_letters_in_a_hundred_are_still_text(self, controls, is_text):
        text = "\x07" * controls + "a\tb\r\n\x0b\x0c".ljust(100 - controls, "a")

        if is_text:
            assert decode(text.encode()).text == text
        else:
            with pytest.raises(SheetError, match="binary"):
                decode(text.encode())

    def test_only_the_beginning_tells_what_a_file_is(self):
        text = "a" * decoding.SAMPLE_BYTES + "\x07" * 4_000

        assert decode(text.encode()).text == text


class TestDelimiters:
    @pytest.mark.parametrize(
        ("text", "delimiter"),
        [
            ("sep=|\na,b|c\n", "|"),
            ("SEP=;\na,b\n", ";"),
            ("sep=;\na,b,c\n1,2,3\n", ";"),
            ("a,b;c;d\n1,2;3;4\n", ";"),
            ("a,b,c;d\n1,2,3;4\n", ","),
            ("a;b\n1,2,3;4\n1,2,3;4\n", ";"),
            ("title\na\tb\nc\td\n", "\t"),
            ("", ","),
            ("\n\n", ","),
        ],
    )
    def test_the_one_that_cuts_most_evenly(self, text, delimiter):
        assert find_delimiter(text) == delimiter

    def test_uneven_cuts_count_less(self):
        """Semicolons cut all rows into two; commas cut a third of them into three."""
        lines = ["name;needs", "Ana;food", "Bo;food, rides, pets", "Cy;food, rides", "Di;food", "Eli;a, b, c"]

        assert find_delimiter("\n".join(lines)) == ";"

    def test_the_name_of_a_file_settles_a_tie(self):
        data = b"a,b\n1,2\n"

        assert read_table(data).delimiter == ","
        assert read_table(data, filename="list.csv").delimiter == ","
        assert read_table(data, filename="List.TSV").delimiter == "\t"
        assert read_table(data, filename="list.TSV").headings == ("a,b",)


class TestRows:
    def test_as_many_as_are_promised_are_read(self, monkeypatch):
        monkeypatch.setattr(tables, "MAX_ROWS", 3)
        monkeypatch.setattr(tables, "MAX_COLUMNS", 2)

        assert len(read_table(b"a,b\n1,2\n3,4\n").rows) == 2
        assert refusal(b"a,b\n1,2\n3,4\n5,6\n") == ("too_many_rows", {"limit": 3})
        assert refusal(b"a,b,c\n1,2,3\n") == ("too_many_columns", {"limit": 2})
        assert read_table(b"a,b,,\n1,2,\n").headings == ("a", "b")
        assert (MAX_ROWS, MAX_COLUMNS) == (50_000, 256)

    def test_a_file_is_measured_in_whole_megabytes(self, monkeypatch):
        monkeypatch.setattr(tables, "MEGABYTE", 10)
        monkeypatch.setattr(tables, "MAX_MB", 2)

        assert len(read_table(b"name,need\nAna,food\n\n").rows) == 1
        assert refusal(b"name,need\nAna,food\n\n\n") == ("too_large", {"size_mb": 3, "limit_mb": 2})
        assert refusal(b"x" * 31) == ("too_large", {"size_mb": 4, "limit_mb": 2})

    @pytest.mark.parametrize(
        ("data", "line"),
        [
            (b'a,b\n1,"2\n3,4\n', 2),
            (b'"a,b\n1,2\n3,4\n', 1),
            (b'a,b\n\n\n1,2\n3,"4\n5,6', 5),
        ],
    )
    def test_a_quote_that_never_closes_is_found_where_it_opens(self, data, line):
        assert refusal(data) == ("unclosed_quote", {"line": line})

    def test_an_odd_quote_in_a_last_row_of_its_own_is_no_open_one(self):
        assert read_table(b'a,b\n1,2\n3,a 4" pot').rows[-1].cells == ("3", 'a 4" pot')

    def test_a_cell_that_is_too_long_is_named_by_its_row(self):
        data = b"a,b\n1,2\n3," + b"x" * 140_000 + b"\n"

        assert refusal(data) == ("cell_too_long", {"line": 3})

    @pytest.mark.parametrize("first", [b"sep=,", b"SEP=,", b"sep="])
    def test_the_instruction_to_excel_is_no_row(self, first):
        table = read_table(first + b"\nname,need\nAna,food\n")

        assert table.headings == ("name", "need")
        assert [(row.line, row.cells) for row in table.rows] == [(3, ("Ana", "food"))]
        assert table.notes == ()

    def test_rows_are_as_wide_as_the_headings(self):
        table = read_table(b"name , need, phone ,,\nAna\nBo, eggs ,,x,,y\n ,\nCy,food,,,, \n")

        assert table.headings == ("name", "need", "phone", "")
        assert table.rows == (
            Row(2, ("Ana", "", "", "")),
            Row(3, ("Bo", " eggs ", "", "x"), ("y",)),
            Row(5, ("Cy", "food", "", "")),
        )
        assert table.column(1) == ["", " eggs ", "food"]

    @pytest.mark.parametrize(
        ("index", "label"),
        [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
    )
    def test_columns_without_a_heading_have_a_letter(self, index, label):
        assert Table(("",) * 703, ()).label(index) == label

    def test_a_heading_is_told_on_one_line(self):
        assert Table(("Which\n kind  of help?",), ()).label(0) == "Which kind of help?"

    def test_all_that_is_said_of_a_table(self):
        table = read_table(
            "Requests of spring,,,\nsince March,,,\nName,phone,Phone ,PHONE\nAna,é,2,3\n".encode("latin-1")
        )

        assert said(table.notes) == [
            ("noted", GUESSED.format("cp1252")),
            ("noted", "Rows above the headings, left out: 2."),
            ("noted", "The heading “phone” appears 3 times."),
        ]
        assert (table.encoding, table.delimiter, table.sheet) == ("cp1252", ",", "")

    def test_a_table_without_headings_says_so(self):
        table = read_table(b"Ana,517 555 0100\nBo,517 555 0101,food\n")

        assert table.headings == ("", "", "")
        assert table.rows[0] == Row(1, ("Ana", "517 555 0100", ""))
        assert said(table.notes) == [
            ("noted", "The first row looks like an answer, not like headings, so it was read as one.")
        ]


class TestHeadings:
    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            ([("a", "b"), ("1", "2")], HeaderRow(0, is_header=True)),
            ([("a", "", "", ""), ("a", "b", "", ""), ("a", "b", "c", "d")], HeaderRow(2, is_header=True)),
            ([("a", "", "", ""), ("a", "b", "c", ""), ("a", "b", "c", "d")], HeaderRow(1, is_header=True)),
            ([("Name", "7")], HeaderRow(0, is_header=False)),
            ([("Name", "Phone", "7")], HeaderRow(0, is_header=True)),
            ([("Name", "7", "8", "Phone")], HeaderRow(0, is_header=False)),
            ([("title", ""), ("7", "8")], HeaderRow(0, is_header=False)),
            ([("Name", "Availability", "2020")], HeaderRow(0, is_header=True)),
        ],
    )
    def test_where_they_are(self, rows, found):
        assert find_header_row(rows) == found

    def test_only_the_first_ten_rows_can_hold_them(self):
        rows = [("x", ""), *[("x", "y")] * 8, ("x", "y"), ("a", "b", "c", "d", "e")]

        assert find_header_row(rows) == HeaderRow(1, is_header=True)
        assert find_header_row(rows[:9] + rows[10:]) == HeaderRow(9, is_header=True)

    @pytest.mark.parametrize(
        ("heading", "key", "confidence", "how"),
        [
            ("Name", "name", 1.0, "name"),
            ("Name: who is it about?", "name", 0.95, "name"),
            ("Name (of whoever asks)", "name", 0.95, "name"),
            ("ZIP code [five digits]", "zip", 0.95, "name"),
            ("Telephne", "phone", 0.8, "typo"),
        ],
    )
    def test_how_sure_it_is(self, heading, key, confidence, how):
        match = find_field(heading, "needs")

        assert (match.field.key, match.confidence, match.how) == (key, confidence, how)

    def test_the_more_of_a_heading_is_the_phrase_the_surer_it_is(self):
        short = find_field("please describe", "needs")
        longer = find_field("please describe whatever else would be of use to know", "needs")

        assert (short.field.key, short.how, longer.field.key, longer.how) == ("details", "phrase") * 2
        assert short.confidence == round(0.6 + 0.3 * len("describe") / len("please describe"), 2)
        assert 0.6 < longer.confidence < short.confidence < 0.9

    @pytest.mark.parametrize(
        ("written", "meant", "is_one"),
        [
            ("nmae", "name", True),
            ("mane", "name", False),
            ("nam", "name", False),
            ("nam", "nan", False),
            ("phon", "phone", False),
            ("fones", "phones", False),
            ("phonr", "phone", True),
            ("pohne", "phone", True),
            ("phrne s", "phone", False),
            ("telephon", "telephone", True),
            ("tlephon", "telephone", False),
            ("telephoone", "telephone", True),
            ("telefhoone", "telephone", True),
            ("telefhoome", "telephone", False),
        ],
    )
    def test_slips_of_the_hand(self, written, meant, is_one):
        assert is_typo(written, meant) is is_one

    def test_of_an_endless_heading_the_beginning_counts(self):
        assert find_field("name? " + "x " * 300, "needs").field.key == "name"
        assert find_field("x " * 200 + " what do you need", "needs") is None

    @pytest.mark.parametrize(
        ("headings", "is_spanish"),
        [
            (["Nombre", "Phone"], False),
            (["Nombre", "Teléfono", "ZIP"], True),
            (["Nombre", "", " "], True),
            ([], False),
        ],
    )
    def test_in_which_language_they_are(self, headings, is_spanish):
        assert is_in_spanish(headings) is is_spanish

    @pytest.mark.parametrize(
        ("headings", "kind"),
        [
            (["Urgency", "Availability"], None),
            (["Urgency", "Urgent", "Availability", "Car"], "volunteers"),
            (["Urgency", "Household size", "Availability"], "needs"),
        ],
    )
    def test_which_kind_of_sheet_more_of_them_speak_for(self, headings, kind):
        assert find_kind(headings) == kind


class TestAnswers:
    @pytest.mark.parametrize(
        ("cell", "is_one"),
        [
            (" ana@example.org ", True),
            ("-7", True),
            ("+7.5", True),
            ("7,25", True),
            ("48912-1234", True),
            ("(517) 555-0100", True),
            ("3/15/2020 22:49", True),
            ("2020-03-15T22:49:40", True),
            ("555-0100", True),
            ("1234567890123456", False),
            ("Name", False),
            ("", False),
            ("room 7", False),
        ],
    )
    def test_what_is_certainly_one(self, cell, is_one):
        assert looks_like_answer(cell) is is_one

    @pytest.mark.parametrize(
        ("cells", "key"),
        [
            (["a@x.org"] * 4 + ["later"], "email"),
            (["a@x.org"] * 3 + ["later"], None),
            (["48912", "", " "], "zip"),
            (["2020-03-15", "3/16/2020"], "submitted"),
            (["", " "], None),
            ([], None),
        ],
    )
    def test_four_in_five_name_a_column(self, cells, key):
        assert find_field_by_content(cells) == key

    def test_two_hundred_answers_are_enough(self):
        assert share_like(["48912"] * 200 + ["x"] * 200, "zip") == 1.0
        assert share_like(["x", *["48912"] * 200], "zip") == 0.995
        assert share_like([" "], "zip") is None


class TestUnderstanding:
    def test_all_that_is_said_before_a_row_is_taken(self):
        table = table_of(
            "Sheet of May,,,,",
            "Name,Email,Availability,Do you have a car?,Date",
            "Ana,517 555 0100,weekends,yes,3/4/2020",
        )

        understanding = understand(table)

        assert said(understanding.problems) == [
            (
                "refused",
                "This looks like a sheet of people who help, not of requests. Check that it is the right file.",
            ),
            ("refused", "No column says what is needed."),
            ("noted", "The column “Email” does not look like what its heading says."),
            ("noted", "Dates in “Date” can be read two ways; the month was taken to come first."),
            ("noted", "Rows above the headings, left out: 1."),
        ]
        assert (understanding.kind, understanding.looks_like) == ("needs", "volunteers")
        assert understanding.missing == ("what_is_needed",)
        assert understanding.day_first == {4: False}

    @pytest.mark.parametrize(("heading", "answer"), [("Phone", "a@example.org"), ("Email", "48912")])
    def test_a_column_that_holds_something_else_is_pointed_at(self, heading, answer):
        understanding = understand(table_of(f"Name,{heading},Need", f"Ana,{answer},food"))

        assert said(understanding.problems) == [
            ("noted", f"The column “{heading}” does not look like what its heading says.")
        ]

    def test_what_is_missing_is_named(self):
        needs = understand(table_of("Shoe size,Colour", "38,red"))
        volunteers = understand(table_of("Availability,Colour", "weekends,red"), "volunteers")

        assert said(needs.problems) == [
            ("refused", "No column says what is needed."),
            ("refused", "No column says who asks, how to reach them, or where they are."),
        ]
        assert said(volunteers.problems) == [("refused", "No column says who they are or how to reach them.")]

    def test_columns_that_were_exchanged(self):
        understanding = understand(
            table_of("Name,Email,Phone,Need", "Ana,517 555 0100,a@example.org,food", "Bo,517 555 0101,,food")
        )

        assert said(understanding.problems) == [
            ("noted", "The columns “Email” and “Phone” hold each other’s answers; they were read that way.")
        ]
        assert [(column.field, column.how) for column in understanding.columns] == [
            ("name", "name"),
            ("phone", "content"),
            ("email", "content"),
            ("category", "name"),
        ]

    @pytest.mark.parametrize(
        "lines",
        [
            ["Name,Address,Need", "12 Main St,Ana,food"],
            ["Name,Phone,Need", "Ana,,food", "517 555 0100,,food"],
            ["Email,Phone,Need", ",a@example.org,food"],
            ["Name,Phone,Need", "517 555 0100,,food", "517 555 0101,,food"],
            ["Name,Phone,Need", "517 555 0100,a@example.org,food"],
        ],
    )
    def test_what_does_not_tell_is_not_exchanged(self, lines):
        assert {column.how for column in understand(table_of(*lines)).columns} == {"name"}

    def test_a_second_column_for_the_same_is_used_if_it_is_sure_enough(self):
        understanding = understand(
            table_of(
                "Phone,Telephone,Telephne,Whichever phone number reaches you best in the evening,Need",
                "1,2,3,4,food",
            )
        )

        phones = understanding.columns_of("phone")
        assert [column.index for column in phones] == [0, 1, 2]
        assert [column.confidence for column in phones] == [1.0, 1.0, 0.8]
        assert understanding.columns[3].field is None
        assert understanding.columns[3].confidence == 0.0

    def test_what_is_joined_is_taken_from_all_columns(self):
        understanding = understand(
            table_of(
                "Need,Details,Whatever is on your shopping list when you write this to us,Name", "a,b,c,d"
            )
        )

        assert [column.index for column in understanding.columns_of("details")] == [1, 2]

    def test_answers_name_a_column_without_a_heading_once(self):
        understanding = understand(
            table_of("Name,Need,Details,,", "Ana,food,eggs,48912,48910", "Bo,food,milk,48911,48913")
        )

        named = [(column.field, column.confidence, column.how) for column in understanding.columns]
        assert named == [
            ("name", 1.0, "name"),
            ("category", 1.0, "name"),
            ("details", 1.0, "name"),
            ("zip", 0.6, "content"),
            (None, 0.0, None),
        ]
        assert [column.label for column in understanding.columns] == ["Name", "Need", "Details", "D", "E"]

    def test_only_dates_have_an_order(self):
        table = table_of("Name,Need,Date,Needed by,Notes", "Ana,food,15/3/2020,3/15/2020,1/2/2020")

        assert understand(table).day_first == {2: True, 3: False}
        assert understand(table, day_first_if_unclear=True).day_first == {2: True, 3: False}
