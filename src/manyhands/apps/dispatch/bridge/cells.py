"""Public cells as a map draws them."""

from functools import lru_cache

from manyhands.apps.dispatch.bridge.records import point_of
from manyhands.core.privacy.cells import cell_centre, cell_rim
from manyhands.core.values.point import distance_m

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


@lru_cache(maxsize=65_536)
def way_m(here: str, there: str) -> int | None:
    """Between the middles of two public cells: every page of the open list asks for the same ones."""
    a, b = point_of(here), point_of(there)
    return None if a is None or b is None else round(distance_m(a, b))
