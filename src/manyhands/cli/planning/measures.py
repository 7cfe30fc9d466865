"""Ways in the unit that was asked for."""

from typing import Final

from manyhands.cli.planning.language import spoken

METRES_PER: Final = {"km": 1_000.0, "mi": 1_609.344}
UNITS: Final = tuple(METRES_PER)


def length_of(distance_m: int, unit: str) -> float:
    """The number alone, as a sheet reckons with it."""
    return round(distance_m / METRES_PER[unit], 1)


def length_in_words(distance_m: int, unit: str) -> str:
    text = f"{length_of(distance_m, unit):.1f}"
    return f"{text.replace('.', ',') if spoken() == 'es' else text} {unit}"
