"""Which kinds of help somebody asks for, or gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from manyhands.core.sheets.cells.lists import split_list
from manyhands.core.sheets.headings import is_typo
from manyhands.core.sheets.kind_words import ALONE, KIND_WORDS, KINDS, NO_KIND
from manyhands.core.sheets.problems import Problem, Reading, noted
from manyhands.core.sheets.text import contains_words, fold, is_blank, parse_text

__all__ = ["KINDS", "KindAsked", "find_kind_of_help", "parse_kinds"]

OTHER: Final = "other"
LABEL_LIMIT: Final = 300

_JOINT = re.compile(r"/|&|\s(?:and|plus|y|e)\s", re.IGNORECASE)
_KIND_OF: Final = {word: kind for kind, words in KIND_WORDS.items() for word in words}
_KIND_OF_WHOLE: Final = _KIND_OF | {word: kind for kind, words in ALONE.items() for word in words}
# Options of published forms that hold commas of their own; facts about the forms, folded.
_WITH_COMMAS: Final = (
    "pet care food litter",
    "make in kind donations clothing pet food food etc",
    "clothing pet food food etc",
)


@dataclass(frozen=True, slots=True)
class KindAsked:
    """A kind of help, and the words in which it was asked for."""

    kind: str
    label: str

    @property
    def own_words(self) -> str:
        """What an unknown kind is compared by: its folded words; "" for a known one and for "other".

        >>> KindAsked("other", "¡Unicornios!").own_words, KindAsked("other", "Otro").own_words
        ('unicornios', '')
        """
        folded = fold(self.label)
        return folded if self.kind == OTHER and folded not in KIND_WORDS[OTHER] else ""


def parse_kinds(raw: str) -> Reading[tuple[KindAsked, ...]]:
    """Return the kinds of help named in a cell; unknown ones are "other" in their own words.

    >>> [asked.kind for asked in parse_kinds("Food, pet care, clothing/laundry").value]
    ['groceries', 'pet_care', 'clothing']
    >>> [asked.kind for asked in parse_kinds("comida; medicinas").value]
    ['groceries', 'medicine']
    >>> reading = parse_kinds("a unicycle")
    >>> reading.value, reading.problems[0].code
    ((KindAsked(kind='other', label='a unicycle'),), 'unknown_kind')
    """
    if is_blank(raw):
        return Reading(None)
    asked: list[KindAsked] = []
    problems: list[Problem] = []
    for item in _items(raw):
        text = parse_text(item, limit=LABEL_LIMIT)
        problems += text.problems
        if text.value is None or fold(text.value) in NO_KIND:
            continue
        kind = find_kind_of_help(text.value)
        if kind is None:
            problems.append(noted("unknown_kind", text=text.value))
        asked.append(KindAsked(kind or OTHER, text.value))
    return Reading(tuple(asked) or None, tuple(problems))


@lru_cache(maxsize=4_096)
def find_kind_of_help(text: str) -> str | None:
    """Return the kind that a few words mean, or ``None``.

    The whole text decides if it is known; else the longest known word in it; else a typo.

    >>> find_kind_of_help("Transportation for essential travel"), find_kind_of_help("dog food pls")
    ('ride', 'pet_care')
    >>> find_kind_of_help("grocries"), find_kind_of_help("a unicycle") is None
    ('groceries', True)
    >>> find_kind_of_help("niños"), find_kind_of_help("food for children")
    ('childcare', 'groceries')
    """
    folded = fold(text)
    if folded in _KIND_OF_WHOLE:
        return _KIND_OF_WHOLE[folded]
    contained = [word for word in _KIND_OF if contains_words(folded, word)]
    if contained:
        return _KIND_OF[max(contained, key=len)]
    return next((kind for word, kind in _KIND_OF.items() if is_typo(folded, word)), None)


def _items(raw: str) -> Iterator[str]:
    """Yield the items of a list; "milk/rides" and "medicine and a ride" are two each.

    An item that is known as a whole stays whole ("pick up and delivery", "clothing/laundry"), and
    so does one whose parts do not mean different kinds ("milk and eggs", "ride there and back").
    """
    for item in split_list(raw, known=_WITH_COMMAS):
        parts = [part.strip() for part in _JOINT.split(item)]
        kinds = [find_kind_of_help(part) for part in parts]
        if fold(item) not in _KIND_OF and None not in kinds and len(set(kinds)) == len(parts):
            yield from parts
        else:
            yield item
