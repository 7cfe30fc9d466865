"""From longitude and latitude to a flat drawing of one town."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from manyhands.core.values.point import Point

WIDTH: Final = 1_000
HEIGHT: Final = 640
PADDING: Final = 60
METRES_PER_DEGREE: Final = 111_320
#: Less than this is drawn as this: a single point needs some town around it.
SMALLEST_SPAN_M: Final = 2_000
#: The golden angle: points in one place are laid out like the seeds of a sunflower.
_TURN: Final = math.pi * (3 - math.sqrt(5))
_STEP: Final = 7.0

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """East is to the end of the x axis, north is up, and metres are equal both ways."""

    middle: Point
    metres_per_unit: float

    def place(self, point: Point) -> XY:
        x_m = (point.lon - self.middle.lon) * METRES_PER_DEGREE * math.cos(math.radians(self.middle.lat))
        y_m = (point.lat - self.middle.lat) * METRES_PER_DEGREE
        return (
            round(WIDTH / 2 + x_m / self.metres_per_unit, 1),
            round(HEIGHT / 2 - y_m / self.metres_per_unit, 1),
        )


class Spread:
    """Lays points that share a place beside each other: all of a ZIP code stand in its middle."""

    def __init__(self) -> None:
        self._taken: Counter[XY] = Counter()

    def free_place(self, xy: XY) -> XY:
        number = self._taken[xy]
        self._taken[xy] += 1
        away = _STEP * math.sqrt(number)
        return (
            round(xy[0] + away * math.cos(number * _TURN), 1),
            round(xy[1] + away * math.sin(number * _TURN), 1),
        )


def fit(points: Iterable[Point]) -> Projection | None:
    """Return the projection in which all points are seen, or None without a point."""
    known = list(points)
    if not known:
        return None
    lons, lats = [point.lon for point in known], [point.lat for point in known]
    middle = Point(lon=(min(lons) + max(lons)) / 2, lat=(min(lats) + max(lats)) / 2)
    wide_m = (max(lons) - min(lons)) * METRES_PER_DEGREE * math.cos(math.radians(middle.lat))
    high_m = (max(lats) - min(lats)) * METRES_PER_DEGREE
    return Projection(
        middle,
        max(
            max(wide_m, SMALLEST_SPAN_M) / (WIDTH - 2 * PADDING),
            max(high_m, SMALLEST_SPAN_M) / (HEIGHT - 2 * PADDING),
        ),
    )
