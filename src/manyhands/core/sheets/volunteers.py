"""Rows of a sheet of volunteers: who helps with what, when, and how far from home."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from manyhands.core.sheets.cells.distances import parse_distance_m
from manyhands.core.sheets.cells.number_words import is_negative, list_numbers
from manyhands.core.sheets.cells.weekly import parse_weekly
from manyhands.core.sheets.cells.yes_no import parse_vehicle
from manyhands.core.sheets.kinds import KindAsked, parse_kinds
from manyhands.core.sheets.problems import Reading, refused
from manyhands.core.sheets.rows import (
    Columns,
    RowReader,
    RowResult,
    columns_by_field,
    note_extra_cells,
    raw_cells,
    repeats_headings,
)
from manyhands.core.sheets.shared_rows import Local, Person, Place, read_person, read_place
from manyhands.core.sheets.statuses import VolunteerState, parse_volunteer_status
from manyhands.core.sheets.tables import Row, Table
from manyhands.core.sheets.text import is_blank, parse_text
from manyhands.core.sheets.understanding import Understanding

#: Nobody does more in a week; a larger number is a slip of the hand.
MOST_TASKS: Final = 100


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """One volunteer as the row tells it; ``None`` and "" where the sheet says nothing.

    ``week_mask`` has one bit per slot of three hours (see :mod:`.cells.weekly`).
    """

    person: Person
    place: Place
    skills: tuple[KindAsked, ...]
    has_vehicle: bool | None
    week_mask: int | None
    radius_m: int | None
    weekly_tasks: int | None
    status: VolunteerState | None
    reference: str
    notes: str


def parse_volunteers(
    table: Table, understanding: Understanding, *, local: Local | None = None
) -> list[RowResult[VolunteerRow]]:
    r"""Return what became of every filled row; one without a name or a contact is not taken.

    >>> from manyhands.core.sheets.tables import read_table
    >>> from manyhands.core.sheets.understanding import understand
    >>> table = read_table(b"Name,Can help with,How far?\nBo,\"rides, laundry\",5 miles\n")
    >>> bo = parse_volunteers(table, understand(table, "volunteers"))[0].value
    >>> [skill.kind for skill in bo.skills], bo.radius_m
    (['ride', 'housework'], 8047)
    """
    columns = columns_by_field(understanding)
    against = local or Local()
    return [_result(table, row, columns, against) for row in table.rows]


def parse_weekly_tasks(raw: str) -> Reading[int]:
    """Return how many tasks a week somebody can take; of a span, the larger number.

    >>> parse_weekly_tasks("2 or 3").value, parse_weekly_tasks("dos").value
    (3, 2)
    >>> parse_weekly_tasks("many").problems[0].code
    'not_a_number'
    """
    if is_blank(raw):
        return Reading(None)
    numbers = list_numbers(raw)
    if not numbers or max(numbers) > MOST_TASKS or is_negative(raw):
        return Reading(None, (refused("not_a_number", text=raw),))
    return Reading(max(numbers))


def _result(table: Table, row: Row, columns: Columns, local: Local) -> RowResult[VolunteerRow]:
    raw = raw_cells(table, row)
    reader = RowReader(row, columns)
    if table.has_header and repeats_headings(table, row):
        reader.note([refused("repeated_header")])
        return RowResult(row.line, None, tuple(reader.problems), raw)
    volunteer = _volunteer(reader, local)
    note_extra_cells(reader, row)
    person = volunteer.person
    if not (person.name or person.phone or person.email):
        reader.note([refused("nobody_named")])
        return RowResult(row.line, None, tuple(reader.problems), raw)
    return RowResult(row.line, volunteer, tuple(reader.problems), raw)


def _volunteer(reader: RowReader, local: Local) -> VolunteerRow:
    masks = [mask for _, mask in reader.read_with_column("availability", parse_weekly)]
    week_mask = None
    for mask in masks:
        week_mask = mask if week_mask is None else week_mask | mask
    return VolunteerRow(
        person=read_person(reader, local.region),
        place=read_place(reader, local.near),
        skills=reader.read_merged("skills", parse_kinds),
        has_vehicle=reader.read("vehicle", parse_vehicle),
        week_mask=week_mask,
        radius_m=reader.read("radius", partial(parse_distance_m, unit=local.unit)),
        weekly_tasks=reader.read("weekly_tasks", parse_weekly_tasks),
        status=reader.read("status", parse_volunteer_status),
        reference=reader.read("reference", parse_text) or "",
        notes=reader.read_text("notes"),
    )
