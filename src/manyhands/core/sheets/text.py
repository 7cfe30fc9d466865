"""Text as people type it: folded for comparing, cleaned for keeping."""

import html
import re
import unicodedata
from typing import Final

from manyhands.core.sheets.problems import Problem, Reading, noted
from manyhands.core.values.text import clean_text

#: Longer than any request we have seen; a cell may hold 32,767 characters.
TEXT_LIMIT: Final = 10_000
NAME_LIMIT: Final = 200
#: Beyond this no vocabulary is looked up: nobody's "yes" has a thousand letters.
PHRASE_LIMIT: Final = 1_000

FORMULA_SIGNS: Final = frozenset("=+-@")

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[\W_]+")
_BLANK_MARKS = frozenset({"", "-", "--", "---", "–", "—", ".", "?", "??", "/", "n/a", "#n/a"})
_BLANK_WORDS = frozenset({"n a", "na", "none", "null", "nil", "nan", "ninguno", "ninguna", "nada"})


def fold(text: str) -> str:
    """Return lower-case words without tags, accents or punctuation, for comparing.

    >>> fold("¿Qué  necesita?<br>(Marque todo)")
    'que necesita marque todo'
    >>> fold("requesterName"), fold("zip_code"), fold("E-mail:")
    ('requester name', 'zip code', 'e mail')
    """
    text = html.unescape(_TAG.sub(" ", text[:PHRASE_LIMIT]))
    text = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text)).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text.replace("'", "").replace("’", "")).strip()


def contains_words(words: str, phrase: str) -> bool:
    """Whether a folded phrase occurs in folded words, as whole words.

    >>> contains_words("pet care today", "pet care"), contains_words("carpet care", "pet care")
    (True, False)
    """
    return f" {phrase} " in f" {words} "


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, "n/a", "none".

    >>> is_blank(" - "), is_blank("N/A"), is_blank("no")
    (True, True, False)
    """
    bare = text.strip().casefold()
    return bare in _BLANK_MARKS or (len(bare) <= len("ninguno") and fold(bare) in _BLANK_WORDS)


def parse_text(raw: str, *, limit: int = TEXT_LIMIT) -> Reading[str]:
    r"""Return text fit to keep: whatever was typed, without what cannot be seen.

    Emoji, right-to-left letters, markup and line breaks stay; they are somebody's words, and
    whoever shows them escapes them. A cell that a spreadsheet would take for a formula is kept as
    text and flagged, so that whoever writes it out again knows.

    >>> parse_text("  Tomás 🌻 שלום ").value
    'Tomás 🌻 שלום'
    >>> parse_text("=HYPERLINK(1)").problems[0].code
    'formula'
    >>> parse_text("An\u202ena\u200b")
    Reading(value='Anna', problems=(Problem(code='hidden_characters', ...),))
    """
    problems: list[Problem] = []
    seen = clean_text(raw, multiline=True)
    if "".join(seen.split()) != "".join(unicodedata.normalize("NFC", raw).split()):
        problems.append(noted("hidden_characters"))
    if seen in _BLANK_MARKS:
        return Reading(None, tuple(problems))
    if seen[0] in FORMULA_SIGNS:
        problems.append(noted("formula", sign=seen[0]))
    if len(seen) > limit:
        problems.append(noted("text_cut", length=len(seen), limit=limit))
        seen = seen[:limit]
    return Reading(seen, tuple(problems))


def parse_name(raw: str) -> Reading[str]:
    """Return a person's or an organisation's name, as they write it.

    A name is never corrected, split or re-cased: there is no rule that all names obey.

    >>> parse_name(" María José  García Márquez ").value
    'María José García Márquez'
    >>> parse_name("Null").value
    'Null'
    >>> parse_name("5175550123").problems[0].code
    'name_is_number'
    """
    reading = parse_text(" ".join(raw.split()), limit=NAME_LIMIT)
    if reading.value is None or any(letter.isalpha() for letter in reading.value):
        return reading
    return Reading(reading.value, (*reading.problems, noted("name_is_number", text=reading.value)))
