"""Where the headings are, if there are any."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from manyhands.core.sheets.contents import looks_like_answer
from manyhands.core.sheets.headings import find_field

#: Titles and explanations above the headings seldom take more rows than this.
ROWS_LOOKED_AT: Final = 10
#: A title fills one cell; headings fill more than this share of the widest row.
FILLED_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The position of the first row that counts, and whether it holds headings."""

    index: int
    is_header: bool


def find_header_row(rows: Sequence[Sequence[str]]) -> HeaderRow:
    """Return which of the filled rows holds the headings, or that none does.

    A row is headings when more of its cells are known headings than are plainly answers; a row
    of unknown words without a single answer counts as headings too.

    >>> find_header_row([("Requests 2020",), ("Name", "Phone"), ("Ana", "517 555 0100")])
    HeaderRow(index=1, is_header=True)
    >>> find_header_row([("Ana", "517 555 0100", "food"), ("Bo", "517 555 0101", "ride")])
    HeaderRow(index=0, is_header=False)
    """
    counts = [sum(1 for cell in row if cell.strip()) for row in rows[:ROWS_LOOKED_AT]]
    enough = max(counts) * FILLED_SHARE
    index = next(position for position, count in enumerate(counts) if count > enough)
    cells = [cell for cell in rows[index] if cell.strip()]
    answers = sum(looks_like_answer(cell) for cell in cells)
    if not answers:
        return HeaderRow(index, is_header=True)
    known = sum(_is_known(cell) for cell in cells)
    if known > answers:
        return HeaderRow(index, is_header=True)
    return HeaderRow(0, is_header=False)


def _is_known(cell: str) -> bool:
    return find_field(cell, "needs") is not None or find_field(cell, "volunteers") is not None
