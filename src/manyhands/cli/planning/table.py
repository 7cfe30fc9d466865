"""The plan as a sheet: each row of needs as it was, and beside it who, why and how far."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from manyhands.cli.planning.language import gettext as _
from manyhands.cli.planning.measures import length_in_cell
from manyhands.cli.planning.model import Gathered, Line, Outcome, Planned

Cell = str | int | float | None

#: A spreadsheet program takes a cell that begins so for a formula, and would run it.
_FORMULA: Final = re.compile(r"^[\s\x00-\x1f]*[=+\-@]|^[\t\r]")
_PLAIN_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_NOT_IN_A_WORKBOOK: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
    """UTF-8 with a byte order mark, without which Excel spoils every accent."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(heading) for heading in plan_headings(gathered, unit=unit)])
    for row in plan_rows(gathered, planned, unit=unit):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    >>> harmless("=1+1"), harmless("-84.55"), harmless("+1 517 555 0100"), harmless("Ana")
    ("'=1+1", '-84.55', "'+1 517 555 0100", 'Ana')
    """
    is_formula = _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def as_workbook(gathered: Gathered, planned: Planned, *, unit: str) -> bytes:
    """An .xlsx file in which texts are texts, whatever they begin with."""
    from openpyxl import Workbook  # a third of a second, for those who asked for it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Plan"))
    sheet.freeze_panes = "A2"
    headings: list[Cell] = [*plan_headings(gathered, unit=unit)]
    rows = [headings, *plan_rows(gathered, planned, unit=unit)]
    for row in rows:
        cells = []
        for value in row:
            shown = _NOT_IN_A_WORKBOOK.sub("", value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, value=shown)
            if isinstance(shown, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
