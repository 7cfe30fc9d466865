"""Small sheets to plan from, and the plan that came of them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NEEDS = ("Name", "Phone", "What do you need?", "ZIP", "Helpers needed", "Weight", "Needed by", "Status")
VOLUNTEERS = ("Name", "Phone", "Can help with", "ZIP", "How far?", "Availability", "Tasks per week", "Status")

MARIA = ("María Núñez Ortega", "517-555-0101", "Groceries", "48912", "", "", "", "")
LUIS = ("Luis Gómez", "517-555-0102", "Ride", "48910", "", "", "", "")
CARMEN = ("Carmen Vega Soto", "517-555-0201", "groceries, rides", "48912", "6 miles", "", "2", "active")
BEN = ("Ben Carter", "517-555-0202", "groceries", "48912", "3 miles", "evenings", "3", "active")


def with_cells(row: Sequence[str], headings: Sequence[str], **cells: str) -> tuple[str, ...]:
    """The row with other cells, by the first word of their headings in lower case."""
    places = {heading.split()[0].lower(): place for place, heading in enumerate(headings)}
    changed = list(row)
    for name, text in cells.items():
        changed[places[name]] = text
    return tuple(changed)


def need(row: Sequence[str] = MARIA, **cells: str) -> tuple[str, ...]:
    return with_cells(row, NEEDS, **cells)


def volunteer(row: Sequence[str] = CARMEN, **cells: str) -> tuple[str, ...]:
    return with_cells(row, VOLUNTEERS, **cells)


def sheet(headings: Sequence[str], *rows: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


@dataclass(frozen=True)
class Planned:
    """How it ended, what was said, and the plan by its headings."""

    code: int
    said: str
    warned: str
    out: Path

    @property
    def rows(self) -> list[dict[str, str]]:
        with self.out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def helpers(self) -> list[tuple[str, str]]:
        return [(row["Name"], row["Plan: who helps"]) for row in self.rows]
