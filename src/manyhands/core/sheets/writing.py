"""Sheets that we hand out: what somebody typed into a cell stays text, wherever it is opened.

The one place that writes CSV files and workbooks, so that no export forgets it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

Cell = str | int | float | None

#: A spreadsheet program takes a cell that begins so for a formula, and would run it.
_FORMULA: Final = re.compile(r"^[\s\x00-\x1f]*[=+\-@]|^[\t\r]")
_PLAIN_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_NOT_IN_A_WORKBOOK: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    >>> harmless("=1+1"), harmless("-84.55"), harmless("+1 517 555 0100"), harmless("Ana")
    ("'=1+1", '-84.55', "'+1 517 555 0100", 'Ana')
    """
    is_formula = _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return UTF-8 with a byte order mark, without which Excel spoils every accent."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def write_workbook(rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """Return an .xlsx file whose first row stays in sight.

    A text is marked as one, and defused all the same: saved as CSV it has no such mark any more.
    """
    # A third of a second, for those who asked for it.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for value in row:
            shown = harmless(_NOT_IN_A_WORKBOOK.sub("", value)) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, value=shown)
            if isinstance(shown, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
