"""Small numbers, in digits and in words."""

import re
from typing import Final

from manyhands.core.sheets.text import fold

_WORDS: Final[dict[str, int]] = {
    word: number
    for number, words in enumerate(
        (
            "zero cero",
            "one a an single uno una un",
            "two couple dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve dozen doce docena",
        )
    )
    for word in words.split()
}
_DIGITS = re.compile(r"\d{1,4}")
_NEGATIVE = re.compile(r"\s*[-−]\s*\d")


def number_of(word: str) -> int | None:
    """Return the number a single word stands for.

    >>> number_of("cuatro"), number_of("12"), number_of("many")
    (4, 12, None)
    """
    if _DIGITS.fullmatch(word):
        return int(word)
    return _WORDS.get(word)


def is_negative(text: str) -> bool:
    """Whether a cell begins with a number below nothing; a dash between two numbers is a span.

    >>> is_negative("-3"), is_negative("− 2 miles"), is_negative("2-3"), is_negative("- two")
    (True, True, False, False)
    """
    return _NEGATIVE.match(text) is not None


def list_numbers(text: str) -> list[int]:
    """Return every number in a text, in its order; articles do not count.

    >>> list_numbers("a family of four, 2 dogs")
    [4, 2]
    """
    words = [word for word in fold(text).split() if word not in {"a", "an", "un", "una"}]
    return [number for word in words if (number := number_of(word)) is not None]
