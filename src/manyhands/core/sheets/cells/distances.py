"""Distances, as people say how far they go."""

import re
from typing import Final

from manyhands.core.sheets.cells.number_words import is_negative
from manyhands.core.sheets.problems import Reading, noted, refused
from manyhands.core.sheets.text import fold, is_blank

METRES_PER: Final = {"mi": 1_609.344, "km": 1_000.0, "m": 1.0, "yd": 0.9144, "ft": 0.3048, "block": 100.0}
FARTHEST_M: Final = 500_000
CELL_CHARACTERS: Final = 200

_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")
_UNITS: Final = (
    ("mi", ("mile", "mi", "milla", "mls")),
    ("km", ("km", "kilom", "kms", "quilom")),
    ("block", ("block", "cuadra", "manzana")),
    ("ft", ("ft", "feet", "foot", "pie")),
    ("yd", ("yd", "yard")),
    ("m", ("m", "meter", "metre", "metro", "mts")),
)
_TIME_WORDS = re.compile(r"\d\s*(?:min|hour|hr|hora|h\b)|\b(?:minutes?|minutos?|hours?|horas?)\b")
_ANYWHERE: Final = ("anywhere", "any", "any distance", "no limit", "unlimited", "donde sea", "cualquiera",
                    "sin limite", "cualquier distancia", "wherever", "all over", "doesnt matter")  # fmt: skip


def parse_distance_m(raw: str, *, unit: str = "mi") -> Reading[int]:
    """Return a distance in metres; ``unit`` is what a bare number means ("mi" or "km").

    >>> parse_distance_m("5 miles").value, parse_distance_m("8 km").value
    (8047, 8000)
    >>> parse_distance_m("5-10").value, parse_distance_m("15 min").problems[0].code
    (16093, 'distance_is_time')
    >>> parse_distance_m("anywhere").problems[0].code
    'no_limit'
    """
    if is_blank(raw):
        return Reading(None)
    folded = fold(raw)
    if folded in _ANYWHERE:
        return Reading(None, (noted("no_limit", text=raw),))
    if _TIME_WORDS.search(folded):
        return Reading(None, (refused("distance_is_time", text=raw),))
    numbers = [float(found.replace(",", ".")) for found in _NUMBER.findall(raw[:CELL_CHARACTERS])]
    if not numbers or is_negative(raw):
        return Reading(None, (refused("not_a_distance", text=raw),))
    distance_m = round(max(numbers) * METRES_PER[_unit(folded) or unit])
    if distance_m > FARTHEST_M:
        return Reading(None, (refused("distance_implausible", text=raw),))
    return Reading(distance_m)


def _unit(folded: str) -> str | None:
    words = re.findall(r"[a-z]+", folded)
    for unit, beginnings in _UNITS:
        if any(
            word == start or (len(start) > 1 and word.startswith(start))
            for word in words
            for start in beginnings
        ):
            return unit
    return None
