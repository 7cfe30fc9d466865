"""Whole numbers as addresses and forms carry them."""

from typing import Final

LARGEST: Final = 2**63 - 1
"""No row of a database has a larger number."""
_MOST_DIGITS: Final = len(str(LARGEST))


def find_number(typed: str) -> int | None:
    """Return the number that is written, in plain digits and nothing else; ``None`` for what no row can have.

    >>> find_number("12"), find_number("-1"), find_number("٣"), find_number("9" * 19), find_number("")
    (12, None, None, None, None)
    """
    # A text of a million digits is not even read: that would take seconds.
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS):
        return None
    number = int(typed)
    return number if number <= LARGEST else None


def list_numbers(joined: str, *, at_most: int = 50) -> list[int]:
    """Return the numbers that an address joins with hyphens; what is none is left out.

    >>> list_numbers("3-14-x-15"), list_numbers("")
    ([3, 14, 15], [])
    """
    found = (find_number(typed) for typed in joined.split("-", at_most)[:at_most])
    return [number for number in found if number is not None]
