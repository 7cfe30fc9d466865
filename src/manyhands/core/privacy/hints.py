"""What in a text would tell who somebody is, where they live or how to reach them.

Telephone numbers are found with Google's libphonenumber (Python port). Streets are found by their
usual writing in English, Spanish and French: this stops slips, not somebody who means to tell.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w{2,}")
# A number without its area code is no telephone number to libphonenumber.
_SHORT_PHONE = re.compile(r"(?<![\w-])\d{3}[-.\s]\d{4}(?![\w-])")
# "3 bags across the street" names no street: these words never stand between a number and its street.
_BETWEEN = (
    r"(?:(?!(?:a|across|along|an|and|at|by|down|for|from|in|my|near|of|off|on|or|our|the|to|up|with)\b)"
    r"[\w'’.-]+\s+){1,3}"
)
_PLAIN_STREETS = r"(?:st|str|street|ave|avenue|rd|road|blvd|boulevard|ln|lane|hwy|highway|pkwy|parkway)"
# Words of every day too ("10 minutes drive"): a street only where they are written like a name.
_NAMED_STREETS = (
    r"(?:Dr|Drive|Ct|Court|Pl|Place|Way|Ter|Terrace|Cir|Circle|Sq|Square|Row|Close|Trail|Crescent)"
)
_CALLE = r"(?:calle|c/|avenida|avda|av|carrera|carretera|calzada|rue)"
_STREETS = (
    re.compile(rf"\b\d{{1,5}}[a-z]?,?\s+{_BETWEEN}{_PLAIN_STREETS}\b", re.IGNORECASE),
    re.compile(
        rf"\b\d{{1,5}}[A-Za-z]?,?\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w'’.-]*\s+){{1,3}}{_NAMED_STREETS}\b"
    ),
    re.compile(
        rf"(?<!\w){_CALLE}\.?\s+(?:[^\W\d][\w'’.-]*,?\s+){{0,4}}(?:#|n[.º°o]*\s*)?\d{{1,5}}\b", re.IGNORECASE
    ),
    re.compile(rf"\b\d{{1,5}}[a-z]?,?\s+{_CALLE}\.?\s+[^\W\d][\w'’.-]*", re.IGNORECASE),
    re.compile(r"\b(?:apt|apartment|apto|p\.?\s?o\.?\s?box)\.?\s*#?\s*\d+\w?\b", re.IGNORECASE),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FEWEST_LETTERS = 3
# Parts of names that are words like any other.
_NO_NAMES = frozenset(
    (
        *(
            "and",
            "del",
            "den",
            "der",
            "des",
            "dos",
            "family",
            "familia",
            "las",
            "los",
            "mrs",
            "miss",
            "mister",
        ),
        *("senor", "senora", "sra", "the", "una", "van", "von", "with"),
    )
)


class HintKind(StrEnum):
    """What a hint gives away."""

    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something personal in a text, as it stands there."""

    kind: HintKind
    text: str


def find_contact_hints(text: str, *, region: str) -> list[Hint]:
    """Return the telephone numbers and e-mail addresses in a text.

    Args:
        text: what somebody wrote.
        region: ISO country code for numbers without a country.

    >>> [hint.text for hint in find_contact_hints("Call 517 555 0188 or b@example.org", region="US")]
    ['b@example.org', '517 555 0188']
    """
    emails = [Hint(HintKind.EMAIL, match.group().rstrip(".,;")) for match in _EMAIL.finditer(text)]
    return emails + [Hint(HintKind.PHONE, found) for found in _phones(text, region)]


def find_personal_hints(text: str, names: Iterable[str] = (), *, region: str) -> list[Hint]:
    """Return all in a text that tells who, where or how to reach: each kind in the order of the text.

    Args:
        text: what somebody wrote for people who must not know yet.
        names: names of the people it is about; any word of them counts.
        region: ISO country code for telephone numbers without a country.

    >>> text = "Groceries for Bertha at 12 Elm St, 517 555 0188"
    >>> [(str(hint.kind), hint.text) for hint in find_personal_hints(text, ["bertha stone"], region="US")]
    [('phone', '517 555 0188'), ('street', '12 Elm St'), ('name', 'Bertha')]
    >>> find_personal_hints("3 bags, across the street from the library", ["Ana"], region="US")
    []
    """
    streets = dict.fromkeys(match.group() for pattern in _STREETS for match in pattern.finditer(text))
    return [
        *find_contact_hints(text, region=region),
        *(Hint(HintKind.STREET, found) for found in streets),
        *(Hint(HintKind.NAME, found) for found in _names(text, names)),
    ]


def _phones(text: str, region: str) -> list[str]:
    found = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, region)]
    return found or [match.group() for match in _SHORT_PHONE.finditer(text)]


def _names(text: str, names: Iterable[str]) -> Iterator[str]:
    told = {_folded(word) for name in names for word in _WORD.findall(name)} - _NO_NAMES
    seen: set[str] = set()
    for word in _WORD.findall(text):
        folded = _folded(word)
        # "Jo" is a name only where it is written like one: so short, the same letters are a word somewhere.
        is_name = len(folded) >= _FEWEST_LETTERS or word[:1].isupper()
        for part in {folded, folded.removesuffix("'s")} & told if is_name else ():
            if part not in seen:
                seen.add(part)
                yield word


def _folded(word: str) -> str:
    """Without accents and capitals, so that José is found as jose."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
