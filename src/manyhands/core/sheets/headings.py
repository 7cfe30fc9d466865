"""What one heading means."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from manyhands.core.sheets.fields import Field, Kind, fields_of
from manyhands.core.sheets.text import contains_words, fold

How = Literal["name", "phrase", "typo", "content"]

WHOLE: Final = 1.0
FIRST_SENTENCE: Final = 0.95
TYPO: Final = 0.8
PHRASE_FLOOR: Final = 0.6
PHRASE_SPAN: Final = 0.3
#: Words of five letters may have one slip, of nine letters two; shorter ones mean too much.
ONE_SLIP_FROM: Final = 5
TWO_SLIPS_FROM: Final = 9
ANAGRAM_LENGTH: Final = 4
#: A heading longer than this is an explanation; its first sentence decides.
HEADING_LIMIT: Final = 400

# Columns that speak about a person, a time or a place, but of other things than we ask for.
_NEVER: Final = (
    "count", "slack", "password", "url", "channel", "reminder", "emergency contact", "voicemail",
    "donations", "latest", "total", "posted", "birth", "cumpleanos", "nacimiento", "signature",
)  # fmt: skip
# One letter away from a word we know, and another thing altogether.
_OTHER_THINGS: Final = frozenset(
    {"state", "province", "county", "country", "title", "gender", "age", "task order"}
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SENTENCE_END = re.compile(r"<br\s*/?>|[\n\r?:.!]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A field that a heading may mean, how sure that is (0–1), and why."""

    field: Field
    confidence: float
    how: How


@lru_cache(maxsize=4_096)
def find_field(heading: str, kind: Kind) -> HeadingMatch | None:
    """Return the field that a heading most likely means, or ``None``.

    >>> find_field("Number of people in the household", "needs").field.key
    'household'
    >>> find_field("What do you need?<br><br>Check all that apply", "needs").confidence
    0.95
    >>> find_field("Adress", "needs").how
    'typo'
    >>> find_field("Fecha límite", "needs").field.key
    'needed_by'
    >>> find_field("Posted to Slack?", "needs") is None
    True
    """
    forms = _forms(heading[:HEADING_LIMIT])
    if not forms:
        return None
    matches = [
        *_by_name(forms, kind),
        *(match for form in forms[-1:] for match in _by_phrase(form, kind)),
        *(match for form in forms for match in _by_typo(form, kind)),
    ]
    return max(matches, key=lambda match: match.confidence, default=None)


def _forms(heading: str) -> list[str]:
    """Return the heading folded: whole, without brackets, and its first sentence."""
    plain = html.unescape(heading)
    without_brackets = _BRACKETS.sub(" ", plain)
    sentences = _SENTENCE_END.split(without_brackets)
    first = next((part for part in map(fold, sentences) if part), "")
    forms = dict.fromkeys(fold(text) for text in (plain, without_brackets))
    return [form for form in dict.fromkeys((*forms, first)) if form]


def _by_name(forms: list[str], kind: Kind) -> Iterator[HeadingMatch]:
    for field in fields_of(kind):
        for position, form in enumerate(forms):
            if form in field.names:
                yield HeadingMatch(field, FIRST_SENTENCE if position else WHOLE, "name")


def _by_phrase(form: str, kind: Kind) -> Iterator[HeadingMatch]:
    if _contains_any(form, _NEVER):
        return
    for field in fields_of(kind):
        if _contains_any(form, field.unless):
            continue
        found = [len(phrase) for phrase in field.phrases if contains_words(form, phrase)]
        if found:
            share = min(1.0, max(found) / len(form))
            yield HeadingMatch(field, round(PHRASE_FLOOR + PHRASE_SPAN * share, 2), "phrase")


def _by_typo(form: str, kind: Kind) -> Iterator[HeadingMatch]:
    if len(form) < ANAGRAM_LENGTH or form in _OTHER_THINGS or _contains_any(form, _NEVER):
        return
    for field in fields_of(kind):
        if any(is_typo(form, name) for name in field.names):
            yield HeadingMatch(field, TYPO, "typo")


def is_typo(written: str, meant: str) -> bool:
    """Whether one word is the other with a slip of the hand.

    >>> is_typo("telephne", "telephone"), is_typo("nmae", "name"), is_typo("state", "date")
    (True, True, False)
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only needed where nothing else matched

    if len(meant) == len(written) == ANAGRAM_LENGTH:
        return sorted(written) == sorted(meant) and written[0] == meant[0]
    shorter = min(len(written), len(meant))
    if shorter < ONE_SLIP_FROM:
        return False
    slips = 2 if shorter >= TWO_SLIPS_FROM else 1
    return OSA.distance(written, meant, score_cutoff=slips) <= slips


def _contains_any(form: str, phrases: Iterable[str]) -> bool:
    return any(contains_words(form, phrase) for phrase in phrases)
