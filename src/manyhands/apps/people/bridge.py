"""From what people type to what the actions take, and back."""

import re

from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import Place, PlaceKind

METRES_PER_UNIT = {"km": 1000.0, "mi": 1609.344}

_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\b")
_NEAR = re.compile(r"^\s*(near|by|at|cerca|junto)\b", re.IGNORECASE)


def place_told(text: str) -> ToldPlace:
    """A ZIP code alone, an address (with one in it or not), or a landmark: one field takes all three."""
    found = _find_zip_code(text)
    zip_code = found[1] if found else ""
    rest = (text[: found.start()] + text[found.end() :] if found else text).strip(" ,")
    if zip_code and not rest:
        return ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code)
    has_number = any(char.isdigit() for char in rest) and not _NEAR.match(rest)
    return ToldPlace(
        kind=PlaceKind.ADDRESS if has_number else PlaceKind.LANDMARK, text=rest, zip_code=zip_code
    )


def place_typed(place: Place | None) -> str:
    """What to show in that field again."""
    if place is None:
        return ""
    return ", ".join(part for part in (place.text, place.zip_code) if part)


def _find_zip_code(text: str) -> re.Match[str] | None:
    """The last five digits that stand alone. Before a street's name they are the number of a house."""
    found = list(_ZIP.finditer(text))
    if not found:
        return None
    rest = text[found[-1].end() :].lstrip()
    is_house_number = not text[: found[-1].start()].strip() and rest[:1].isalpha() and not _NEAR.match(rest)
    return None if is_house_number else found[-1]
