"""Reading one row: which cells speak for a field, and what is to be said about them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Generic, TypeVar

from manyhands.core.sheets.fields import fields_of
from manyhands.core.sheets.problems import Problem, Reading, noted
from manyhands.core.sheets.tables import Row, Table
from manyhands.core.sheets.text import fold, parse_name, parse_text
from manyhands.core.sheets.understanding import Column, Understanding

T = TypeVar("T")
Columns = Mapping[str, tuple[Column, ...]]

#: A row repeats the headings when at least this many of its cells are its own headings.
REPEATED_CELLS: Final = 2


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A problem and where it is; one of the whole row has neither column nor field."""

    problem: Problem
    column: str = ""
    field: str = ""

    @property
    def text(self) -> str:
        """The English default text, with the column it is about."""
        return f"{self.column}: {self.problem.text}" if self.column else self.problem.text


@dataclass(frozen=True, slots=True)
class RowResult(Generic[T]):
    """What became of one row.

    * ``line``: the number beside the row in a spreadsheet program;
    * ``value``: what was understood, or ``None`` if the row could not be taken;
    * ``problems``: everything to be said about it;
    * ``raw``: every filled cell as it was typed, by heading, so that nothing is lost.
    """

    line: int
    value: T | None
    problems: tuple[CellProblem, ...] = ()
    raw: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_taken(self) -> bool:
        """Whether the row became something."""
        return self.value is not None


class RowReader:
    """Reads the fields of one row and remembers what was to be said about each cell."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self._row = row
        self._columns = columns
        self.problems: list[CellProblem] = []

    def read(self, key: str, parser: Callable[[str], Reading[T]]) -> T | None:
        """Return the value of the first column of a field that holds one."""
        for _, value in self.read_with_column(key, parser):
            return value
        return None

    def read_with_column(self, key: str, parser: Callable[[str], Reading[T]]) -> Iterator[tuple[Column, T]]:
        """Yield each value of a field together with its column, the surest first."""
        for column in self.columns(key):
            reading = parser(self.cell(column))
            self.note(reading.problems, column)
            if reading.value is not None:
                yield column, reading.value

    def read_merged(self, key: str, parser: Callable[[str], Reading[tuple[T, ...]]]) -> tuple[T, ...]:
        """Return the values of every column of a field, each once."""
        found = self.read_with_column(key, parser)
        return tuple(dict.fromkeys(value for _, values in found for value in values))

    def read_text(self, key: str) -> str:
        """Return the texts of every column of a field, one below the other."""
        found = self.read_with_column(key, parse_text)
        return "\n".join(dict.fromkeys(text for _, text in found))

    def read_name(self) -> str:
        """Return the full name, put together from its parts if need be."""
        whole = self.read("name", parse_name)
        parts = (self.read("first_name", parse_name), self.read("last_name", parse_name))
        return whole or " ".join(part for part in parts if part)

    def columns(self, key: str) -> tuple[Column, ...]:
        """Return the columns of a field, the surest first."""
        return self._columns.get(key, ())

    def first_cell(self, key: str) -> tuple[Column, str] | None:
        """Return the surest column of a field and its cell, or ``None`` without such a column."""
        for column in self.columns(key):
            return column, self.cell(column)
        return None

    def cell(self, column: Column) -> str:
        """Return a cell as it was typed."""
        return self._row.cells[column.index]

    def note(self, problems: Iterable[Problem], column: Column | None = None) -> None:
        """Remember problems of a cell, or of the whole row."""
        for problem in problems:
            if column is None:
                self.problems.append(CellProblem(problem))
            else:
                self.problems.append(CellProblem(problem, column.label, column.field or ""))


def columns_by_field(understanding: Understanding) -> Columns:
    """Return the columns of each field, the surest first."""
    keys = (known.key for known in fields_of(understanding.kind))
    return {key: columns for key in keys if (columns := understanding.columns_of(key))}


def raw_cells(table: Table, row: Row) -> dict[str, str]:
    """Return every filled cell of a row by its heading; doubled headings get a number.

    >>> table = Table(("Phone", "Phone"), ())
    >>> raw_cells(table, Row(2, ("1", "2"), ("more",)))
    {'Phone': '1', 'Phone (2)': '2', '+1': 'more'}
    """
    raw: dict[str, str] = {}
    for index, cell in enumerate(row.cells):
        if cell.strip():
            label, number = table.label(index), 1
            while (name := label if number == 1 else f"{label} ({number})") in raw:
                number += 1
            raw[name] = cell
    raw.update((f"+{number}", cell) for number, cell in enumerate(row.extra, start=1))
    return raw


def repeats_headings(table: Table, row: Row) -> bool:
    """Whether a row is the headings once more, as when sheets are pasted below each other."""
    pairs = [
        (fold(cell), heading)
        for cell, heading in zip(row.cells, _folded(table.headings), strict=True)
        if cell.strip()
    ]
    same = sum(cell == heading for cell, heading in pairs)
    return same >= REPEATED_CELLS and same * 2 > len(pairs)


@lru_cache(maxsize=4)
def _folded(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Fold headings once for all rows below them."""
    return tuple(fold(heading) for heading in headings)


def note_extra_cells(reader: RowReader, row: Row) -> None:
    """Say that a row has more cells than there are headings."""
    if row.extra:
        text = " | ".join(row.extra)
        reader.note([noted("extra_cells", count=len(row.extra), text=text)])
