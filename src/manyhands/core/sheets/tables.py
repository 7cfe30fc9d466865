"""A table as it was handed in: headings, rows, and the line a person sees beside each."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from manyhands.core.sheets.decoding import decode
from manyhands.core.sheets.delimiters import find_delimiter
from manyhands.core.sheets.errors import (
    CellTooLongError,
    EmptySheetError,
    HeaderOnlyError,
    TooLargeError,
    TooManyColumnsError,
    TooManyRowsError,
    UnclosedQuoteError,
)
from manyhands.core.sheets.header_rows import find_header_row
from manyhands.core.sheets.problems import Problem, noted
from manyhands.core.sheets.text import fold
from manyhands.core.sheets.workbooks import MEGABYTE, ZIP_SIGNATURE, read_workbook

#: Stated limits. 10 MB of text are about 40,000 requests; a group's sheet has hundreds.
MAX_MB: Final = 10
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 256

_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row. ``line`` is the number beside it in a spreadsheet program, from 1."""

    line: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything."""
        return not any(cell.strip() for cell in (*self.cells, *self.extra))


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, before anybody asks what it means.

    Every row has as many cells as there are headings; what stood beyond them is in ``extra``.
    Without a header row the headings are empty and ``has_header`` is false.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    has_header: bool = True
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: tuple[Problem, ...] = ()

    def column(self, index: int) -> list[str]:
        """Return the cells of one column, top to bottom."""
        return [row.cells[index] for row in self.rows]

    def label(self, index: int) -> str:
        """Return what to call a column: its heading, or its letter as spreadsheets count.

        >>> table = Table(("Name", ""), ())
        >>> table.label(0), table.label(1), Table(("",) * 28, ()).label(27)
        ('Name', 'B', 'AB')
        """
        heading = " ".join(self.headings[index].split())
        return heading or _column_letters(index)


def read_table(data: bytes, *, filename: str = "") -> Table:
    r"""Return the table in a CSV or .xlsx file, or raise a :class:`SheetError`.

    What the file is follows from its content; ``filename`` only settles ties (``.tsv``).
    Files above 10 MB, 50,000 rows or 256 columns are refused at once, with the limit named.

    >>> table = read_table("Name;Phone\nAna;517 555 0100\n\nBo;\n".encode())
    >>> table.headings, [(row.line, row.cells) for row in table.rows]
    (('Name', 'Phone'), [(2, ('Ana', '517 555 0100')), (4, ('Bo', ''))])
    >>> read_table(b"")
    Traceback (most recent call last):
    manyhands.core.sheets.errors.EmptySheetError: The file is empty.
    """
    if len(data) > MAX_MB * MEGABYTE:
        raise TooLargeError(size_mb=-(-len(data) // MEGABYTE), limit_mb=MAX_MB)
    if not data.strip():
        raise EmptySheetError
    if data.startswith(ZIP_SIGNATURE):
        sheet = read_workbook(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
        return _table(sheet.rows, sheet=sheet.name, notes=sheet.notes)
    decoded = decode(data)
    text = decoded.text.lstrip("\ufeff")
    delimiter = "\t" if filename.casefold().endswith(".tsv") else find_delimiter(text)
    rows = _csv_rows(text, delimiter)
    return _table(rows, encoding=decoded.encoding, delimiter=delimiter, notes=decoded.notes)


def _csv_rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in itertools.islice(reader, MAX_ROWS + 1):
            rows.append(row)  # noqa: PERF402 - the count so far is what the error tells
    except csv.Error as error:
        line = len(rows) + 1
        raise (UnclosedQuoteError if _quotes_are_odd(text) else CellTooLongError)(line=line) from error
    if rows and _quotes_are_odd(text) and "\n" in "".join(rows[-1][-1:]):
        raise UnclosedQuoteError(line=len(rows))
    if rows and re.fullmatch(r"sep=.?", "".join(rows[0]).strip(), re.IGNORECASE):
        rows[0] = []  # an instruction to Excel, still counted as a line
    return rows


def _quotes_are_odd(text: str) -> bool:
    return text.count('"') % 2 == 1


def _table(
    rows: list[list[str]],
    *,
    notes: Sequence[Problem],
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Table:
    _check_size(rows)
    filled = [Row(line, tuple(cells)) for line, cells in enumerate(rows, start=1)]
    filled = [row for row in filled if not row.is_empty]
    if not filled:
        raise EmptySheetError
    found = find_header_row([row.cells for row in filled])
    if found.is_header:
        headings, body = filled[found.index].cells, filled[found.index + 1 :]
    else:
        headings, body = ("",) * max(len(row.cells) for row in filled), filled
    if not body:
        raise HeaderOnlyError
    headings = _without_empty_tail(headings, body)
    return Table(
        headings=tuple(heading.strip() for heading in headings),
        rows=tuple(_squared(row, len(headings)) for row in body),
        has_header=found.is_header,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        notes=(*notes, *_header_notes(found.is_header, found.index, headings)),
    )


def _check_size(rows: list[list[str]]) -> None:
    if len(rows) > MAX_ROWS:
        raise TooManyRowsError(limit=MAX_ROWS)
    if any(len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]) for row in rows):
        raise TooManyColumnsError(limit=MAX_COLUMNS)


def _without_empty_tail(headings: tuple[str, ...], body: Sequence[Row]) -> tuple[str, ...]:
    """Drop columns at the right that have neither a heading nor a single answer."""
    width = len(headings)
    answers = max(len(_strip_tail(row.cells[:width])) for row in body)
    return headings[: max(len(_strip_tail(headings)), answers)]


def _strip_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _squared(row: Row, width: int) -> Row:
    extra = tuple(cell for cell in row.cells[width:] if cell.strip())
    cells = row.cells[:width]
    return Row(row.line, cells + ("",) * (width - len(cells)), extra)


def _header_notes(has_header: bool, above: int, headings: tuple[str, ...]) -> list[Problem]:
    if not has_header:
        return [noted("no_header")]
    notes = [noted("rows_above_header", count=above)] if above else []
    counts = Counter(fold(heading) for heading in headings if heading.strip())
    notes += [
        noted("duplicate_heading", heading=heading, count=count)
        for heading, count in counts.items()
        if count > 1
    ]
    return notes


def _column_letters(index: int) -> str:
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + digit) + letters
    return letters
