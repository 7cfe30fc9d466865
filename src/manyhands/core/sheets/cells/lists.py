"""Several answers in one cell."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from manyhands.core.sheets.text import fold

#: More answers than this in one cell is prose.
MOST_ITEMS: Final = 40
#: How many pieces a single option may have been cut into by its own commas.
LONGEST_OPTION: Final = 8
CELL_CHARACTERS: Final = 5_000

_HARD = re.compile(r"[;\n\r|•·]")
_BULLET = re.compile(r"^\s*[-*–—]\s+")
_COMMA = re.compile(r",(?![^()]*\))(?!\d{3}\b)")


def split_list(raw: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    r"""Return the answers in a cell, in their order, each once.

    Semicolons, line breaks, bars and bullets always separate. A comma separates unless it stands
    inside brackets or inside an option that is ``known`` to have one.

    >>> split_list("Food, pet care, clothing/laundry")
    ('Food', 'pet care', 'clothing/laundry')
    >>> split_list("Pet care - food, litter, Clothing", ["Pet care - food, litter"])
    ('Pet care - food, litter', 'Clothing')
    >>> split_list("food\nrides; food")
    ('food', 'rides')
    """
    options = {fold(option) for option in known}
    items = (item for part in _HARD.split(raw[:CELL_CHARACTERS]) for item in _pieces(part, options))
    different: dict[str, str] = {}
    for item in items:
        different.setdefault(fold(item), item)
    return tuple(item for key, item in different.items() if key)[:MOST_ITEMS]


def _pieces(part: str, options: set[str]) -> Iterator[str]:
    """Yield what stands between commas, joining again what a known option was cut into."""
    pieces = _COMMA.split(_BULLET.sub("", part))
    start = 0
    while start < len(pieces):
        end = _option_end(pieces, start, options)
        yield ",".join(pieces[start:end]).strip().rstrip(".").strip()
        start = end


def _option_end(pieces: list[str], start: int, options: set[str]) -> int:
    for end in range(min(len(pieces), start + LONGEST_OPTION), start + 1, -1):
        if fold(",".join(pieces[start:end])) in options:
            return end
    return start + 1
