"""Nothing that can be typed or sent makes a parser fail or hang."""

import time
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.sheets import Reading, SheetError, parse_needs, parse_volunteers, read_table, understand
from manyhands.core.sheets.cells.contacts import parse_contact, parse_email, parse_phone
from manyhands.core.sheets.cells.dates import parse_date, parse_timestamp
from manyhands.core.sheets.cells.distances import parse_distance_m
from manyhands.core.sheets.cells.households import parse_household
from manyhands.core.sheets.cells.languages import parse_languages
from manyhands.core.sheets.cells.positions import parse_coordinate_pair, parse_coordinates
from manyhands.core.sheets.cells.urgency import parse_urgency
from manyhands.core.sheets.cells.weekly import parse_weekly
from manyhands.core.sheets.cells.yes_no import parse_at_risk, parse_recurrence, parse_vehicle, parse_yes_no
from manyhands.core.sheets.cells.zips import parse_zip
from manyhands.core.sheets.headings import find_field
from manyhands.core.sheets.kinds import parse_kinds
from manyhands.core.sheets.statuses import parse_need_status, parse_volunteer_status
from manyhands.core.sheets.text import fold, is_blank, parse_name, parse_text
from manyhands.core.sheets.volunteers import parse_weekly_tasks

PARSERS = [
    parse_contact, parse_email, parse_phone, parse_date, parse_timestamp, parse_distance_m, parse_household,
    parse_languages, parse_coordinate_pair, parse_urgency, parse_weekly, parse_at_risk, parse_recurrence,
    parse_vehicle, parse_yes_no, parse_zip, parse_kinds, parse_need_status, parse_volunteer_status, parse_name,
    parse_text, parse_weekly_tasks, partial(parse_coordinates, longitude="1"),
]  # fmt: skip
NAMES = [getattr(parser, "__name__", "parse_coordinates") for parser in PARSERS]

WORDS = st.sampled_from(
    ["Mon", "lunes", "9-5", "2", "adults", "3/4/2020", "-84.5", "42,7", "+1517", "a@b.c", "yes", "no", "1-2", "days",
     "48912", "to", "-", "/", ",", ";", ".", ":", "=", "@", "²", "٣", "½", "①", "am", "pm", "mañana", "9" * 20, "1e308",
     "(", ")", "\u202e", "\u200d", "\ud800", "<br>", "{0}", "{text}", "%s"]
)  # fmt: skip
SENTENCES = st.lists(WORDS, max_size=8)
CELLS = st.one_of(st.text(max_size=80), SENTENCES.map(" ".join), SENTENCES.map("".join))
LONG_CELLS = [
    piece * (100_000 // len(piece))
    for piece in (
        "a",
        "1",
        " ",
        "<",
        "(",
        "a, ",
        "9-5 ",
        "a@",
        "1/1/",
        "mon to ",
        "\u200b",
        "- ",
        "ﷺ",
        "<a",
        "2 a ",
    )
]


@pytest.mark.parametrize("parser", PARSERS, ids=NAMES)
@given(cell=CELLS)
def test_a_parser_answers_whatever_is_typed(parser, cell):
    reading = parser(cell)

    assert isinstance(reading, Reading)
    assert all(problem.text for problem in reading.problems)
    if reading.value is None and not reading.problems:
        assert is_blank(cell) or not fold(cell)


@pytest.mark.parametrize("parser", PARSERS, ids=NAMES)
def test_a_parser_is_done_in_time_with_the_longest_cells(parser):
    for cell in LONG_CELLS:
        started = time.thread_time()
        parser(cell)

        assert time.thread_time() - started < 10, (cell[:10], len(cell))


@given(heading=CELLS)
def test_any_heading_is_understood_or_left_out(heading):
    match = find_field(heading, "needs")

    assert match is None or 0 < match.confidence <= 1


@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sheet_error(data):
    with suppress(SheetError):
        table = read_table(data)

        assert table.rows
        assert {len(row.cells) for row in table.rows} == {len(table.headings)}


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_table_is_read_to_its_end(rows):
    text = "Name,Phone,Lat,Lng,What do you need?,Needed by\n" + "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    try:
        table = read_table(text.encode("utf-8", "replace"))
    except SheetError:
        return
    needs = parse_needs(table, understand(table))
    volunteers = parse_volunteers(table, understand(table, "volunteers"))

    assert (
        [result.line for result in needs]
        == [result.line for result in volunteers]
        == [row.line for row in table.rows]
    )
    assert all(result.is_taken or result.problems for result in [*needs, *volunteers])


@given(name=st.text(min_size=1, max_size=60))
def test_reading_a_name_twice_changes_nothing(name):
    once = parse_name(name).value

    assert once is None or parse_name(once).value == once


def test_three_thousand_rows_take_seconds():
    row = (
        '1,Sam,Pending,Ana Ruiz,3/15/2020 22:49:40,"12 Main St",a@example.org,517 555 0100,'
        'No,4,Yes,"Food, rides",ASAP,milk\n'
    )
    head = "ID,Organizer,Status,Name,Timestamp,Address,email,phone,Anonymous,Household,At risk,Need,Urgency,Details\n"
    table = read_table((head + row * 3_000).encode())
    started = time.process_time()
    results = parse_needs(table, understand(table))

    assert all(result.is_taken for result in results)
    assert time.process_time() - started < 60
