"""Public cells as a map draws them."""

from functools import lru_cache

from manyhands.core.privacy.cells import cell_centre, cell_rim

STEPS_PER_DEGREE = 10_000
"""Eleven metres: hexagons are kilometres wide."""


@lru_cache(maxsize=16_384)
def rim_of(cell: str) -> list[int]:
    """The corners as steps north and east of the middle, one after the other: a third of the bytes of degrees."""
    middle = cell_centre(cell)
    return [
        round(step * STEPS_PER_DEGREE)
        for corner in cell_rim(cell)
        for step in (corner.lat - middle.lat, corner.lon - middle.lon)
    ]
