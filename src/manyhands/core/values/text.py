"""What people type, made fit to be stored and shown."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

ZERO_WIDTH_NON_JOINER: Final = "\u200c"
ZERO_WIDTH_JOINER: Final = "\u200d"

_BLACK_FLAG: Final = "\U0001f3f4"
_KEPT_FLAG = re.compile(f"{_BLACK_FLAG}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{{2,6}}\U000e007f")
_LINE_BREAK = re.compile("\r\n|[\n\r\u000b\u000c\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_BREAKS = re.compile(r"\n{3,}")

# Letters and marks that draw nothing: names made of them look empty, or equal to another name.
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_BLANK_PATTERN: Final = "\u2800"
_VARIATION_SELECTORS: Final = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_JOINERS: Final = frozenset({ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER})
_NO_VARIANTS: Final = _VARIATION_SELECTORS | _JOINERS
# Never drawn, though Unicode has given some of them to nobody yet.
_IGNORABLE: Final = frozenset({0x2065, *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000)})
_PLANE_END: Final = 0xFFFE
_NOT_CHARACTERS: Final = range(0xFDD0, 0xFDF0)
_EMOJI: Final = range(0x1F000, 0x1FB00)
_VIRAMA: Final = 9
_MARKS_ON_A_LETTER: Final = 8
"""More are decoration that covers the lines around it, and sorting a wall of them takes seconds."""


class TextTooLongError(ValueError):
    """A text has more characters than its place can hold; nothing was cut off."""

    def __init__(self, length: int, max_length: int) -> None:
        """Remember both numbers, so that a form can name them."""
        super().__init__(f"the text has {length} characters; at most {max_length} fit")
        self.length = length
        self.max_length = max_length


def clean_text(text: str, *, max_length: int | None = None, multiline: bool = False) -> str:
    r"""Return a text without what cannot be seen, in one normal form, with single spaces.

    Removed: control characters, zero-width characters, marks that turn the direction of writing
    (text directions are the page's business), invisible letters, lone surrogates. Kept: every
    script, emoji with their joiners, the joiners that Persian and the scripts of India need, one
    variation selector and up to eight marks per character. Line breaks stay only when ``multiline`` is true, at most
    two in a row; otherwise they become spaces.

    Cleaning a clean text changes nothing.

    Args:
        text: what was typed.
        max_length: how many characters may remain, after cleaning; None for any number.
        multiline: whether line breaks mean something.

    Raises:
        TextTooLongError: when more remain. A text is never cut off silently.

    Source: RFC 5892, appendix A (where joiners are meant), Unicode Technical Report 36 (what is
    used to deceive).

    >>> clean_text("  Ana\u200b \t Ruiz\x00 ")
    'Ana Ruiz'
    >>> clean_text("می\u200cخواهم") == "می\u200cخواهم"
    True
    >>> clean_text("abcdef", max_length=5)
    Traceback (most recent call last):
    ...
    manyhands.core.values.text.TextTooLongError: the text has 6 characters; at most 5 fit
    """
    visible = _joined_well(_without_walls(_without_invisible(_LINE_BREAK.sub("\n", text))))
    spaced = _BLANKS.sub(" ", visible)
    lines = [line.strip() for line in spaced.split("\n")]
    if multiline:
        cleaned = _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()
    else:
        cleaned = " ".join(line for line in lines if line)
    if max_length is not None and len(cleaned) > max_length:
        raise TextTooLongError(len(cleaned), max_length)
    return cleaned


def _without_invisible(text: str) -> str:
    """Return the text without invisible characters; joiners stay for a second look."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    flag_until = 0
    for index, char in enumerate(text):
        if char == _BLACK_FLAG and (flag := _KEPT_FLAG.match(text, index)):
            flag_until = flag.end()
        if char in _VARIATION_SELECTORS:
            if kept and kept[-1] not in _NO_VARIANTS and not kept[-1].isspace():
                kept.append(char)
        elif char == _BLANK_PATTERN:
            kept.append(" ")
        elif index < flag_until or char == "\n" or _is_visible(char):
            kept.append(char)
    return "".join(kept)


def _is_visible(char: str) -> bool:
    """Say whether a character draws something, is a space, or is a joiner."""
    if char in _JOINERS or char == "\t":
        return True
    code = ord(char)
    if char in _INVISIBLE or code & _PLANE_END == _PLANE_END or code in _NOT_CHARACTERS or code in _IGNORABLE:
        return False
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _without_walls(text: str) -> str:
    """Return the text with no more marks on a character than writing needs."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        if char in _JOINERS:
            kept.append(char)
            continue
        parts = unicodedata.normalize("NFD", char)
        added = sum(unicodedata.combining(part) > 0 for part in parts)
        marks = marks + added if added == len(parts) else added
        if marks <= _MARKS_ON_A_LETTER:
            kept.append(char)
    return "".join(kept)


def _joined_well(text: str) -> str:
    """Return the text in normal form C with only those joiners that are meant."""
    normal = unicodedata.normalize("NFC", text)
    # Marks may change places once a joiner between them is gone, and so its neighbours may.
    while (joined := unicodedata.normalize("NFC", _without_stray_joiners(normal))) != normal:
        normal = joined
    return normal


def _without_stray_joiners(text: str) -> str:
    """Return the text with only those joiners that change how their neighbours are drawn."""
    kept: list[str] = []
    for index, char in enumerate(text):
        joiner = char in _JOINERS
        if not joiner or _joins(char, kept, text[index + 1 : index + 2]):
            kept.append(char)
    return "".join(kept)


def _joins(joiner: str, before: list[str], after: str) -> bool:
    """Say whether a joiner is meant: beside a virama, between emoji, between Arabic letters."""
    if not before or not after or after in _JOINERS:
        return False
    if _VIRAMA in {unicodedata.combining(before[-1]), unicodedata.combining(after)}:
        return unicodedata.category(before[-1])[0] in "LM" and unicodedata.category(after)[0] in "LM"
    if joiner == ZERO_WIDTH_JOINER and _is_emoji(after):
        return _is_emoji(_last(before, lambda char: char not in _VARIATION_SELECTORS))
    base = _last(before, lambda char: not unicodedata.combining(char))
    return unicodedata.bidirectional(base) == unicodedata.bidirectional(after) == "AL"


def _last(chars: list[str], suits: Callable[[str], bool]) -> str:
    """Return the last of a few characters that suits, or a space when none does."""
    return next(filter(suits, reversed(chars[-_MARKS_ON_A_LETTER:])), " ")


def _is_emoji(char: str) -> bool:
    """Say whether a character can be part of a joined emoji, those of a newer Unicode included."""
    return ord(char) in _EMOJI or unicodedata.category(char) == "So"
