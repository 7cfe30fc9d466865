"""Positions on Earth, from what people and programs put into cells."""

import math
import re
from typing import Final

from manyhands.core.sheets.problems import Reading, noted, refused
from manyhands.core.sheets.text import is_blank
from manyhands.core.values.point import Point

MAX_LATITUDE: Final = 90.0
MAX_LONGITUDE: Final = 180.0
#: Nobody lives farther south than this; people do live as far north as 78.
SOUTHERNMOST: Final = -60.0
NORTHERNMOST: Final = 80.0
#: Half the circumference of the Web Mercator square, and its radius.
MERCATOR_EDGE_M: Final = 20_037_508.35
MERCATOR_RADIUS_M: Final = 6_378_137.0
#: A whole-number "position" of a few metres is nothing but a typo.
MERCATOR_SMALLEST_M: Final = 1_000.0
#: Swapping must bring a point this much nearer to the group before it is believed.
SWAPPED_FACTOR: Final = 10

#: Elsewhere an empty cell; among coordinates it is what a program writes that has failed to find a place.
_NO_NUMBER: Final = "nan"

_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<number>[+-]?\d{1,9}(?:[.,]\d{1,15})?)\s*°?\s*(?P<after>[NSEWO])?",
    re.IGNORECASE,
)


def parse_coordinates(latitude: str, longitude: str, *, near: Point | None = None) -> Reading[Point]:
    """Return a position from two cells.

    Swapped columns are recognised where the result would be no place, or one where nobody lives;
    ``near``, a point in the group's area, settles the rest. Numbers too large for degrees are
    taken as metres of the Web Mercator projection, which map programs like to export.

    >>> parse_coordinates("42.73", "-84.55").value
    Point(lon=-84.55, lat=42.73)
    >>> reading = parse_coordinates("-84.55", "42.73")
    >>> reading.value.lat, reading.problems[0].code
    (42.73, 'coordinates_swapped')
    >>> parse_coordinates("5270000", "-9412000").value
    Point(lon=-84.54..., lat=42.72...)
    >>> parse_coordinates("42.73", "").problems[0].code, parse_coordinates("nan", "nan").problems[0].code
    ('half_coordinates', 'not_coordinates')
    """
    if _NO_NUMBER in (latitude.strip().lower(), longitude.strip().lower()):
        return Reading(None, (refused("not_coordinates", text=f"{latitude}, {longitude}"),))
    if is_blank(latitude) and is_blank(longitude):
        return Reading(None)
    if is_blank(latitude) or is_blank(longitude):
        return Reading(None, (refused("half_coordinates"),))
    north, east = _degrees(latitude), _degrees(longitude)
    text = f"{latitude}, {longitude}"
    if north is None or east is None:
        return Reading(None, (refused("not_coordinates", text=text),))
    if max(abs(north), abs(east)) > MAX_LONGITUDE:
        return _from_metres(north, east, text, near)
    return _from_degrees(north, east, text, near)


def parse_coordinate_pair(raw: str, *, near: Point | None = None) -> Reading[Point]:
    """Return a position from one cell.

    >>> parse_coordinate_pair("42.73, -84.55").value == parse_coordinate_pair("42,73; -84,55").value
    True
    >>> parse_coordinate_pair("POINT(-84.55 42.73)").value
    Point(lon=-84.55, lat=42.73)
    """
    if is_blank(raw) and raw.strip().lower() != _NO_NUMBER:
        return Reading(None)
    text = raw.strip().strip("()[]{}")
    if text[:5].upper() == "POINT":
        first, _, second = text[5:].strip(" ()").partition(" ")
        return parse_coordinates(second, first, near=near)
    for separator in (";", ", ", "\t", " ", ","):
        first, found, second = text.partition(separator)
        if found and _degrees(first) is not None and _degrees(second) is not None:
            return parse_coordinates(first, second, near=near)
    return Reading(None, (refused("not_coordinates", text=raw),))


def _degrees(text: str) -> float | None:
    match = _DEGREES.fullmatch(text.strip())
    if match is None:
        return None
    number = float(match["number"].replace(",", "."))
    side = (match["before"] or match["after"] or "").upper()
    return -abs(number) if side in {"S", "W", "O"} else number


def _from_degrees(north: float, east: float, text: str, near: Point | None) -> Reading[Point]:
    if not _is_inhabited(north, east) or _is_nearer_swapped(north, east, near):
        if abs(east) > MAX_LATITUDE or not _is_inhabited(east, north):
            return Reading(None, (refused("not_coordinates", text=text),))
        return Reading(Point(lon=north, lat=east), (noted("coordinates_swapped"),))
    return Reading(Point(lon=east, lat=north))


def _is_inhabited(north: float, east: float) -> bool:
    is_null_island = north == 0 and east == 0
    return SOUTHERNMOST <= north <= NORTHERNMOST and abs(east) <= MAX_LONGITUDE and not is_null_island


def _is_nearer_swapped(north: float, east: float, near: Point | None) -> bool:
    if near is None or abs(east) > MAX_LATITUDE:
        return False
    here = math.dist((north, east), (near.lat, near.lon))
    there = math.dist((east, north), (near.lat, near.lon))
    return there * SWAPPED_FACTOR < here


def _from_metres(north: float, east: float, text: str, near: Point | None) -> Reading[Point]:
    largest, smallest = max(abs(north), abs(east)), min(abs(north), abs(east))
    if largest > MERCATOR_EDGE_M or smallest < MERCATOR_SMALLEST_M:
        return Reading(None, (refused("not_coordinates", text=text),))
    position = _from_degrees(_mercator_latitude(north), _mercator_longitude(east), text, near)
    if position.problems or position.value is None:
        position = _from_degrees(_mercator_latitude(east), _mercator_longitude(north), text, near)
        if position.value is not None:
            position = Reading(position.value, (noted("coordinates_swapped"),))
    if position.value is None:
        return position
    return Reading(position.value, (noted("coordinates_in_metres"), *position.problems))


def _mercator_latitude(metres: float) -> float:
    return math.degrees(2 * math.atan(math.exp(metres / MERCATOR_RADIUS_M)) - math.pi / 2)


def _mercator_longitude(metres: float) -> float:
    return math.degrees(metres / MERCATOR_RADIUS_M)
