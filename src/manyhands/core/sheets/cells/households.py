"""How many people live together."""

import re
from dataclasses import dataclass
from typing import Final

from manyhands.core.sheets.cells.number_words import is_negative, list_numbers, number_of
from manyhands.core.sheets.problems import Problem, Reading, noted, refused
from manyhands.core.sheets.text import contains_words, fold, is_blank

#: More people at one address than this is a shelter or a slip of the hand.
LARGEST: Final = 40
CELL_CHARACTERS: Final = 200

_ADULTS = re.compile(
    r"(\w+) (?:older |other |elderly )?(?:adults?|adultos?|adultas?|grown ups?|seniors?|elders?|"
    r"elderly|ancianos?|mayores|parents?|padres)\b"
)
_CHILDREN = re.compile(
    r"(\w+) (?:small |young |little |teenage )?(?:kids?|child|children|minors?|teens?|teenagers?|"
    r"bab(?:y|ies)|infants?|toddlers?|ninos?|ninas?|hijos?|hijas?|bebes?|menores|adolescentes?)\b"
)
_AGES = re.compile(
    r"\([^()]*\)|\b(?:ages?|aged|edad(?:es)?)\b.*|\b\d{1,2} ?(?:years?|yrs?|yo|anos?|años?|months?|meses)\b.*",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d{1,2}) ?(?:-|–|to|or|o|a) ?(\d{1,2})")
_PLAIN = re.compile(r"(\d{1,4})(?:[.,]0+)?")
_ALONE: Final = (
    "just me", "only me", "myself", "alone", "me", "single", "solo yo", "sola", "solo", "yo",
    "vivo sola", "vivo solo", "i live alone", "live alone", "una persona", "one person",
)  # fmt: skip
_WITH_ME: Final = ("me and", "myself and", "i and", "plus me", "and me", "and myself", "yo y", "y yo")


@dataclass(frozen=True, slots=True)
class Household:
    """The people of one household; adults and children only where they were told apart."""

    size: int
    adults: int | None = None
    children: int | None = None


def parse_household(raw: str) -> Reading[Household]:
    """Return the size of a household.

    >>> parse_household("7").value
    Household(size=7, adults=None, children=None)
    >>> parse_household("2 adults 3 kids (ages 2, 5, 9)").value
    Household(size=5, adults=2, children=3)
    >>> parse_household("cuatro").value.size, parse_household("family of five").value.size
    (4, 5)
    >>> parse_household("4-5").problems[0].code, parse_household("400").problems[0].code
    ('household_approximate', 'household_implausible')
    """
    if is_blank(raw):
        return Reading(None)
    if len(raw) > CELL_CHARACTERS or is_negative(raw):
        return Reading(None, (refused("not_a_household", text=raw),))
    plain = _PLAIN.fullmatch(raw.strip())
    if plain is not None:
        return _checked(Household(int(plain[1])), raw)
    folded = fold(_AGES.sub(" ", raw)) or fold(raw)
    return _adults_and_children(folded, raw) or _range(raw) or _one_number(folded, raw)


def _adults_and_children(folded: str, raw: str) -> Reading[Household] | None:
    adults = [number_of(word) for word in _ADULTS.findall(folded)]
    children = [number_of(word) for word in _CHILDREN.findall(folded)]
    if not adults and not children:
        return None
    grown = sum(number or 1 for number in adults)
    young = sum(number or 1 for number in children)
    if any(contains_words(folded, phrase) for phrase in _WITH_ME):
        grown += 1
    if not grown:
        stated = [number for number in list_numbers(folded) if number > young]
        if len(stated) == 1:
            return _checked(Household(stated[0], stated[0] - young, young), raw)
        size = young + 1
        note = noted("household_approximate", text=raw, size=size)
        return _checked(Household(size, None, young), raw, note)
    return _checked(Household(grown + young, grown, young), raw)


def _range(raw: str) -> Reading[Household] | None:
    match = _RANGE.search(raw)
    if match is None:
        return None
    size = max(int(match[1]), int(match[2]))
    return _checked(Household(size), raw, noted("household_approximate", text=raw, size=size))


def _one_number(folded: str, raw: str) -> Reading[Household]:
    if folded in _ALONE:
        return Reading(Household(1))
    numbers = list_numbers(folded)
    if len(numbers) != 1:
        return Reading(None, (refused("not_a_household", text=raw),))
    size = numbers[0]
    is_rough = "+" in raw or any(
        contains_words(folded, word) for word in ("about", "more", "mas", "around", "over", "casi")
    )
    notes = (noted("household_approximate", text=raw, size=size),) if is_rough else ()
    return _checked(Household(size), raw, *notes)


def _checked(household: Household, raw: str, *notes: Problem) -> Reading[Household]:
    if household.size == 0:
        return Reading(None, (refused("not_a_household", text=raw),))
    if household.size > LARGEST:
        return Reading(None, (refused("household_implausible", size=household.size),))
    return Reading(household, notes)
