"""Rows of a sheet of needs: who asks for what, where, and how urgently."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from manyhands.core.sheets.cells.dates import parse_date, parse_timestamp
from manyhands.core.sheets.cells.households import Household, parse_household
from manyhands.core.sheets.cells.urgency import Urgency, parse_urgency
from manyhands.core.sheets.cells.yes_no import (
    Recurrence,
    parse_at_risk,
    parse_recurrence,
    parse_yes_no,
)
from manyhands.core.sheets.kinds import OTHER, KindAsked, parse_kinds
from manyhands.core.sheets.problems import Problem, noted, refused
from manyhands.core.sheets.rows import (
    CellProblem,
    Columns,
    RowReader,
    RowResult,
    columns_by_field,
    note_extra_cells,
    raw_cells,
    repeats_headings,
)
from manyhands.core.sheets.shared_rows import Local, Person, Place, read_person, read_place
from manyhands.core.sheets.statuses import NeedStatus, parse_need_status
from manyhands.core.sheets.tables import Row, Table
from manyhands.core.sheets.text import parse_text
from manyhands.core.sheets.understanding import Understanding

NEW: NeedStatus = NeedStatus("new")


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need as its row tells it; ``None`` and "" where the sheet says nothing."""

    person: Person
    place: Place
    asked: tuple[KindAsked, ...]
    details: str
    urgency: Urgency | None
    household: Household | None
    at_risk: bool | None
    recurrence: Recurrence | None
    anonymous: bool | None
    status: NeedStatus
    owner: str
    submitted: datetime | None
    needed_by: date | None
    reference: str
    notes: str


def parse_needs(
    table: Table, understanding: Understanding, *, local: Local | None = None
) -> list[RowResult[NeedRow]]:
    r"""Return what became of every filled row, in the order of the sheet.

    A cell that cannot be read never costs the row: its field stays empty, and the problem is
    said. Only a row that asks for nothing, or that names nobody, no way to reach anybody and no
    place, is not taken; its ``raw`` cells still hold all that was typed.

    >>> from manyhands.core.sheets.tables import read_table
    >>> from manyhands.core.sheets.understanding import understand
    >>> table = read_table(b"Name,Phone,What do you need?\nAna,517 555 0100,Food\nBo,?,\n")
    >>> ana, bo = parse_needs(table, understand(table))
    >>> ana.line, ana.value.person.name, ana.value.asked[0].kind
    (2, 'Ana', 'groceries')
    >>> bo.is_taken, bo.problems[0].text
    (False, 'Nothing says what is needed.')
    """
    columns = columns_by_field(understanding)
    against = local or Local()
    return _note_doubles(_result(table, row, columns, understanding, against) for row in table.rows)


def _note_doubles(results: Iterable[RowResult[NeedRow]]) -> list[RowResult[NeedRow]]:
    """Say where the same phone number asks for the same kinds a second time. Both rows are kept: it may be true."""
    lines: dict[tuple[str, frozenset[str]], int] = {}
    noticed = []
    for result in results:
        need = result.value
        if need is not None and need.person.phone is not None:
            phone = need.person.phone
            asked = (phone.e164 or phone.raw, frozenset(asked.kind for asked in need.asked))
            if (line := lines.setdefault(asked, result.line)) != result.line:
                said = CellProblem(noted("asked_above", line=line))
                result = replace(result, problems=(*result.problems, said))  # noqa: PLW2901
        noticed.append(result)
    return noticed


def _result(
    table: Table, row: Row, columns: Columns, understanding: Understanding, local: Local
) -> RowResult[NeedRow]:
    raw = raw_cells(table, row)
    reader = RowReader(row, columns)
    if table.has_header and repeats_headings(table, row):
        reader.note([refused("repeated_header")])
        return RowResult(row.line, None, tuple(reader.problems), raw)
    need = _need(reader, understanding, local)
    note_extra_cells(reader, row)
    reasons = _reasons_to_refuse(need)
    reader.note(reasons)
    return RowResult(row.line, None if reasons else need, tuple(reader.problems), raw)


def _need(reader: RowReader, understanding: Understanding, local: Local) -> NeedRow:
    submitted, day_to_come = _submitted(reader, understanding, local)
    reference_day = submitted.date() if submitted is not None else local.written_on
    asked = reader.read_merged("category", parse_kinds)
    details = reader.read_text("details")
    if details and not asked:
        asked = (KindAsked(OTHER, ""),)
        reader.note([noted("kind_not_said")])
    return NeedRow(
        person=read_person(reader, local.region),
        place=read_place(reader, local.near),
        asked=asked,
        details=details,
        urgency=reader.read("urgency", parse_urgency),
        household=reader.read("household", parse_household),
        at_risk=reader.read("at_risk", parse_at_risk),
        recurrence=reader.read("recurring", parse_recurrence),
        anonymous=reader.read("anonymous", parse_yes_no),
        status=reader.read("status", parse_need_status) or NEW,
        owner=reader.read("owner", parse_text) or "",
        submitted=submitted,
        needed_by=_needed_by(reader, understanding, reference_day) or day_to_come,
        reference=reader.read("reference", parse_text) or "",
        notes=reader.read_text("notes"),
    )


def _reasons_to_refuse(need: NeedRow) -> list[Problem]:
    reasons = []
    if not need.asked:
        reasons.append(refused("nothing_asked"))
    person = need.person
    if not (person.name or person.phone or person.email or need.place.is_known):
        reasons.append(refused("nobody_named"))
    return reasons


def _submitted(
    reader: RowReader, understanding: Understanding, local: Local
) -> tuple[datetime | None, date | None]:
    """When it was asked; and a day to come that stands there instead: nobody asks tomorrow, but for tomorrow."""
    day_to_come = None
    for column in reader.columns("submitted"):
        reading = parse_timestamp(
            reader.cell(column),
            day_first=understanding.day_first.get(column.index, False),
            reference=local.written_on,
            zone=local.zone,
        )
        reader.note(reading.problems, column)
        if reading.value is None:
            continue
        if local.written_on is None or reading.value.date() <= local.written_on:
            return reading.value, day_to_come
        reader.note([noted("date_to_come", text=reader.cell(column))], column)
        day_to_come = day_to_come or reading.value.date()
    return None, day_to_come


def _needed_by(reader: RowReader, understanding: Understanding, reference: date | None) -> date | None:
    for column in reader.columns("needed_by"):
        reading = parse_date(
            reader.cell(column),
            day_first=understanding.day_first.get(column.index, False),
            reference=reference,
        )
        reader.note(reading.problems, column)
        if reading.value is not None:
            return reading.value
    return None
