"""Reading an area from a GeoJSON file (RFC 7946), as map programs and cities' open data hand it out."""

import json
import math
from collections.abc import Iterator
from typing import Literal, TypeAlias

from manyhands.core.areas.service_area import Polygon, Ring, Shape

MAX_BYTES = 2_000_000
MAX_POINTS = 20_000
_DECIMALS = 6
_MAX_LON = 180
_MAX_LAT = 90
_FEWEST_CORNERS = 3

Reason: TypeAlias = Literal[
    "too_large", "not_json", "no_polygon", "too_detailed", "broken_outline", "not_degrees", "swapped"
]


class AreaFileError(ValueError):
    """A file that no area could be read from; ``reason`` says why, in one of a few fixed words."""

    def __init__(self, reason: Reason) -> None:
        """Remember the reason, so that a form can say what to do."""
        super().__init__(reason)
        self.reason = reason


def read_geojson(data: bytes) -> Shape:
    """Return the area of all polygons in a GeoJSON file; whatever else it holds is left out.

    Heights are dropped, coordinates rounded to 0.1 m, an outline that was not closed is closed.

    Args:
        data: the bytes of the file, in UTF-8, UTF-16 or UTF-32, with or without a byte-order mark.

    Raises:
        AreaFileError: ``too_large`` (bytes), ``not_json``, ``no_polygon``, ``too_detailed`` (points),
            ``broken_outline`` (fewer than three corners, or not numbers), ``not_degrees`` (metres of
            some national grid) or ``swapped`` (latitude first).

    >>> square = b'{"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]}'
    >>> read_geojson(square).polygons
    ((((0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)),),)
    """
    if len(data) > MAX_BYTES:
        raise AreaFileError("too_large")
    polygons = tuple(_read_polygon(rings) for rings in _polygons_in(_parse(data)))
    if not polygons:
        raise AreaFileError("no_polygon")
    if sum(len(ring) for polygon in polygons for ring in polygon) > MAX_POINTS:
        raise AreaFileError("too_detailed")
    return Shape(polygons)


def _parse(data: bytes) -> object:
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        return json.loads(text)
    except (ValueError, RecursionError):
        raise AreaFileError("not_json") from None


def _polygons_in(thing: object, depth: int = 0) -> Iterator[object]:
    """Yield the coordinates of every polygon, however features and collections wrap it."""
    if not isinstance(thing, dict) or depth > 4:  # noqa: PLR2004 - collection, feature, collection, multi
        return
    if thing.get("type") == "Polygon":
        yield thing.get("coordinates")
    elif thing.get("type") == "MultiPolygon":
        yield from _listed(thing.get("coordinates"))
    else:
        inner = [thing.get("geometry"), *_listed(thing.get("features")), *_listed(thing.get("geometries"))]
        for part in inner:
            yield from _polygons_in(part, depth + 1)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _read_polygon(rings: object) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise AreaFileError("broken_outline")
    return tuple(_read_ring(ring) for ring in rings)


def _read_ring(ring: object) -> Ring:
    corners = [_read_corner(corner) for corner in _listed(ring)]
    if corners and corners[0] == corners[-1]:
        corners.pop()
    if len(set(corners)) < _FEWEST_CORNERS:
        raise AreaFileError("broken_outline")
    return tuple(corners)


def _read_corner(corner: object) -> tuple[float, float]:
    match _listed(corner):
        case [float() | int() as first, float() | int() as second, *_] if _are_degrees(first, second):
            lon, lat = float(first), float(second)
        case _:
            raise AreaFileError("broken_outline")
    if abs(lat) > _MAX_LAT and abs(lat) <= _MAX_LON and abs(lon) <= _MAX_LAT:
        raise AreaFileError("swapped")
    if abs(lon) > _MAX_LON or abs(lat) > _MAX_LAT:
        raise AreaFileError("not_degrees")
    return round(lon, _DECIMALS), round(lat, _DECIMALS)


def _are_degrees(*numbers: float) -> bool:
    return all(not isinstance(number, bool) and math.isfinite(number) for number in numbers)
