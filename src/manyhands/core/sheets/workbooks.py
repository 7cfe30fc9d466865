"""Rows of an .xlsx workbook, as text, within stated limits."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from manyhands.core.sheets.errors import BrokenWorkbookError, OtherWorkbookError, SheetError, TooLargeError
from manyhands.core.sheets.problems import Problem, noted

if TYPE_CHECKING:
    from openpyxl import Workbook

ZIP_SIGNATURE: Final = b"PK\x03\x04"
MEGABYTE: Final = 1024 * 1024
#: An .xlsx is a zip archive: a small file may unpack to gigabytes.
MAX_UNPACKED_MB: Final = 64

_FORMULA_TAG = re.compile(rb"<f[ >]")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of the sheet that was chosen, and what to say about the choice."""

    name: str
    rows: list[list[str]]
    notes: tuple[Problem, ...]


def read_workbook(data: bytes, *, max_rows: int, max_columns: int) -> SheetRows:
    """Return the rows of the first visible sheet that holds anything.

    At most ``max_rows + 1`` rows and ``max_columns + 1`` columns are read, so that the caller can
    tell "too many" without reading them all. A formula counts as what it last showed; one that
    was never calculated counts as its text.
    """
    try:
        has_formulas = _check_archive(data)
        shown = _load(data, calculated=True)
        written = _load(data, calculated=False) if has_formulas else None
        return _first_filled(shown, written, max_rows + 1, max_columns + 1)
    except SheetError:
        raise
    except Exception as error:  # neither zipfile nor openpyxl has one kind of error
        raise BrokenWorkbookError from error


def _check_archive(data: bytes) -> bool:
    """Refuse what is no .xlsx or unpacks too large; return whether it holds formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked_mb = sum(entry.file_size for entry in entries) // MEGABYTE
        if unpacked_mb > MAX_UNPACKED_MB:
            raise TooLargeError(size_mb=unpacked_mb, limit_mb=MAX_UNPACKED_MB)
        if not any(entry.filename.startswith("xl/") for entry in entries):
            raise OtherWorkbookError
        sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
        return any(_FORMULA_TAG.search(archive.read(sheet)) for sheet in sheets)


def _load(data: bytes, *, calculated: bool) -> "Workbook":
    import openpyxl  # noqa: PLC0415 - costs 0.1 s, and most tables are CSV

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=calculated, keep_links=False)


def _first_filled(shown: "Workbook", written: "Workbook | None", max_row: int, max_col: int) -> SheetRows:
    sheets = [sheet for sheet in shown.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        rows = _texts(sheet.iter_rows(max_row=max_row, max_col=max_col, values_only=True))
        if not any(any(row) for row in rows):
            continue
        if written is not None:
            twin = written[sheet.title]
            twin.reset_dimensions()
            formulas = _texts(twin.iter_rows(max_row=max_row, max_col=max_col, values_only=True))
            rows = [_fill(row, other) for row, other in zip(rows, formulas, strict=True)]
        others = len(shown.worksheets) - 1
        notes = (noted("other_sheets", sheet=sheet.title, count=others),) if others else ()
        return SheetRows(sheet.title, rows, notes)
    return SheetRows("", [], ())


def _texts(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    return [_without_tail(_text(value) for value in row) for row in rows]


def _without_tail(cells: Iterator[str]) -> list[str]:
    row = list(cells)
    while row and not row[-1]:
        row.pop()
    return row


def _fill(row: list[str], formulas: list[str]) -> list[str]:
    pairs = itertools.zip_longest(row, formulas, fillvalue="")
    return [shown or formula for shown, formula in pairs]


def _text(value: object) -> str:
    """Return a cell as a person would type it.

    >>> _text(48912.0), _text(True), _text(None), _text(date(2020, 3, 15))
    ('48912', 'TRUE', '', '2020-03-15')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()
