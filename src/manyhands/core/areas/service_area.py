"""Three ways to say where a group helps; each answers for a ZIP code, a position, or both."""

from dataclasses import dataclass
from typing import TypeAlias

from manyhands.core.values.point import Point, distance_m

Ring: TypeAlias = tuple[tuple[float, float], ...]
"""An outline as (longitude, latitude) pairs; the last is not the first again."""

Polygon: TypeAlias = tuple[Ring, ...]
"""An outline, then its holes."""


@dataclass(frozen=True, slots=True)
class ZipList:
    """The places whose ZIP code is one of these."""

    zip_codes: frozenset[str]

    def contains(self, zip_code: str, position: Point | None) -> bool:
        """Say whether a place lies inside; one whose ZIP code is not known counts as inside.

        >>> area = ZipList(frozenset({"48912"}))
        >>> area.contains("48912-1234", None), area.contains("49001", None), area.contains("", None)
        (True, False, True)
        """
        return not zip_code or zip_code[:5] in self.zip_codes


@dataclass(frozen=True, slots=True)
class Circle:
    """The places at most ``radius_m`` metres from a middle."""

    centre: Point
    radius_m: float

    def contains(self, zip_code: str, position: Point | None) -> bool:
        """Say whether a place lies inside; one whose position is not known counts as inside."""
        return position is None or distance_m(self.centre, position) <= self.radius_m


@dataclass(frozen=True, slots=True)
class Shape:
    """The places inside any of some outlines, and not in its holes."""

    polygons: tuple[Polygon, ...]

    def contains(self, zip_code: str, position: Point | None) -> bool:
        """Say whether a place lies inside; one whose position is not known counts as inside."""
        return position is None or any(_is_in_polygon(rings, position) for rings in self.polygons)


ServiceArea: TypeAlias = ZipList | Circle | Shape


def _is_in_polygon(rings: Polygon, position: Point) -> bool:
    outline, *holes = rings
    return _is_in_ring(outline, position) and not any(_is_in_ring(hole, position) for hole in holes)


def _is_in_ring(ring: Ring, position: Point) -> bool:
    """Even-odd rule: a ray to the east crosses the outline an odd number of times.

    Source: M. Shimrat, Algorithm 112, Communications of the ACM 5 (1962), with the correction of R. Hacker.
    """
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > position.lat) != (y2 > position.lat):
            crossing = x1 + (position.lat - y1) * (x2 - x1) / (y2 - y1)
            inside ^= position.lon < crossing
    return inside
