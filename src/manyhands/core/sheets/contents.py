"""What the answers in a column look like, whatever its heading says."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

#: Answers looked at per column; more would tell nothing new.
SAMPLE: Final = 200
#: A column "looks like" a field from this share of its answers on.
CLEAR_SHARE: Final = 0.8
#: Cells longer than this are prose.
LONG_CELL: Final = 120
PHONE_DIGITS: Final = range(7, 16)

_EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")
_PHONE = re.compile(r"[+(]?\d[\d\s().+/x-]{5,25}\d")
_ZIP = re.compile(r"\d{5}(-\d{4})?")
_MOMENT = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}([ ,]+\d{1,2}:\d{2}.{0,10})?"
    r"|\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2}.{0,20})?"
)
_NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,12})?")


def _is_email(cell: str) -> bool:
    return _EMAIL.fullmatch(cell) is not None


def _is_phone(cell: str) -> bool:
    digits = sum(letter.isdigit() for letter in cell)
    return digits in PHONE_DIGITS and _PHONE.fullmatch(cell) is not None and not _is_moment(cell)


def _is_zip(cell: str) -> bool:
    return _ZIP.fullmatch(cell) is not None


def _is_moment(cell: str) -> bool:
    return _MOMENT.fullmatch(cell) is not None


#: Fields that can be told by their answers alone.
TELLING: Final[Mapping[str, Callable[[str], bool]]] = {
    "email": _is_email,
    "phone": _is_phone,
    "zip": _is_zip,
    "submitted": _is_moment,
}


def looks_like_answer(cell: str) -> bool:
    """Whether a cell is certainly an answer and no heading: an address, a number, a date.

    >>> looks_like_answer("ana@example.org"), looks_like_answer("E-mail"), looks_like_answer("7")
    (True, False, True)
    """
    cell = cell.strip()[:LONG_CELL]
    return _NUMBER.fullmatch(cell) is not None or any(test(cell) for test in TELLING.values())


def share_like(cells: Iterable[str], key: str) -> float | None:
    """Return the share of filled cells that look like the field, or ``None`` if all are empty.

    >>> share_like(["a@x.org", "", "b@y.org", "none yet"], "email")
    0.6666666666666666
    """
    filled = [cell.strip() for cell in cells if cell.strip()][:SAMPLE]
    if not filled:
        return None
    test = TELLING[key]
    return sum(test(cell[:LONG_CELL]) for cell in filled) / len(filled)


def find_field_by_content(cells: list[str]) -> str | None:
    """Return the field that nearly all answers of a column look like.

    >>> find_field_by_content(["517-555-0100", "517 555 0101"])
    'phone'
    >>> find_field_by_content(["Ana", "Bo"]) is None
    True
    """
    for key in TELLING:
        share = share_like(cells, key)
        if share is not None and share >= CLEAR_SHARE:
            return key
    return None
