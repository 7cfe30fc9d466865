"""The plan as a sheet: each row of needs as it was, and beside it who, why and how far."""

from collections.abc import Iterator, Sequence

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.measures import length_in_cell
from manyhands.cli.planning.model import Gathered, Line, Outcome, Planned
from manyhands.core.sheets.writing import Cell, write_csv, write_workbook


def outcome_name(outcome: Outcome) -> str:
    return {
        Outcome.COVERED: _("covered"),
        Outcome.UNMET: _("nobody yet"),
        Outcome.NOT_PLANNED: _("not planned"),
    }[outcome]


def plan_headings(gathered: Gathered, *, unit: str) -> list[str]:
    """Their own columns first, as they were called."""
    ours = [
        _("Plan: kind of help"),
        _("Plan: outcome"),
        _("Plan: who helps"),
        _("Plan: why"),
        _("Plan: way (%(unit)s)") % {"unit": unit},
        _("Plan: tasks of this person this week"),
    ]
    return [_("Row"), *gathered.headings, *ours]


def plan_rows(gathered: Gathered, planned: Planned, *, unit: str) -> Iterator[list[Cell]]:
    for line in planned.lines:
        yield [line.line, *gathered.cells[line.line], *_ours(line, unit)]


def _ours(line: Line, unit: str) -> list[Cell]:
    is_covered = line.outcome is Outcome.COVERED
    return [
        line.what,
        outcome_name(line.outcome),
        line.helper_name,
        line.why,
        None
        if line.distance_m is None
        else length_in_cell(line.distance_m, unit, is_same_zip=line.is_same_zip),
        line.load_after if is_covered else None,
    ]


def as_csv(gathered: Gathered, planned: Planned, *, unit: str) -> bytes:
    return write_csv(_whole(gathered, planned, unit=unit))


def as_workbook(gathered: Gathered, planned: Planned, *, unit: str) -> bytes:
    return write_workbook(_whole(gathered, planned, unit=unit), title=_("Plan"))


def _whole(gathered: Gathered, planned: Planned, *, unit: str) -> Iterator[Sequence[Cell]]:
    yield plan_headings(gathered, unit=unit)
    yield from plan_rows(gathered, planned, unit=unit)
