"""How finely a distance between people's places is said."""

import math
from typing import Final

METRES_PER: Final = {"km": 1_000.0, "mi": 1_609.344}
LEAST: Final = 0.5
"""What is shorter is "less than" this: a place is known as a cell, and a cell is no smaller."""
WHOLE_FROM: Final = 10


def coarse_length(distance_m: float, unit: str, *, at_least: bool = False) -> float:
    """Return a distance in "km" or "mi", in halves below 10 and whole from there; 0 for less than a half.

    Args:
        distance_m: the distance.
        unit: "km" or "mi".
        at_least: round up, for a distance that must be enough.

    >>> coarse_length(1_240, "km"), coarse_length(9_000, "mi"), coarse_length(17_400, "km")
    (1.0, 5.5, 17.0)
    >>> coarse_length(499, "km"), coarse_length(4_001, "km", at_least=True)
    (0.0, 4.5)
    """
    length = distance_m / METRES_PER[unit]
    if length < LEAST and not at_least:
        return 0.0
    # Exact halves stay what they are: a division may leave a crumb.
    halves = math.ceil(round(length / LEAST, 6)) if at_least else math.floor(length / LEAST + 0.5)
    if halves * LEAST < WHOLE_FROM:
        return halves * LEAST
    return float(math.ceil(round(length, 6)) if at_least else math.floor(length + 0.5))
