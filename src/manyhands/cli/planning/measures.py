"""Ways in the unit that was asked for, no finer than the places in two sheets are known."""

from typing import Final

from manyhands.cli.language import gettext as _
from manyhands.cli.language import spoken
from manyhands.core.values.lengths import LEAST, METRES_PER, coarse_length

UNITS: Final = tuple(METRES_PER)


def length_in_words(distance_m: int, unit: str) -> str:
    length = coarse_length(distance_m, unit)
    said = f"{_number(length or LEAST)} {unit}"
    return said if length else _("less than %(length)s") % {"length": said}


def length_in_cell(distance_m: int, unit: str, *, is_same_zip: bool) -> float | str:
    """The number alone, as a sheet reckons with it; words where there is no number that would be true."""
    if is_same_zip:
        return _("same ZIP code")
    length = coarse_length(distance_m, unit)
    return length or _("less than %(length)s") % {"length": _number(LEAST)}


def _number(length: float) -> str:
    text = f"{length:.1f}".removesuffix(".0")
    return text.replace(".", ",") if spoken() == "es" else text
