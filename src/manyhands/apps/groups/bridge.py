"""A group's area, as it is stored and as the core's value; the styles of its plans, with their published weights."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from manyhands.apps.groups.models import AreaKind, Group
from manyhands.core.areas import AreaFileError, Circle, ServiceArea, Shape, ZipList, read_geojson
from manyhands.core.dispatch.objectives.load_spread import marginal_cost
from manyhands.core.dispatch.objectives.styles import STYLES
from manyhands.core.dispatch.objectives.travel import METRES_PER_UNIT
from manyhands.core.gazetteer import ZipArea, find_zip, list_zips_within
from manyhands.core.values.point import Point

__all__ = [
    "AreaFileError",
    "StoredArea",
    "StyleInNumbers",
    "UnknownZipError",
    "area_by_place",
    "area_of",
    "circle_area",
    "circle_around",
    "list_styles",
    "shape_area",
    "time_zone_of",
    "zips_area",
    "zips_near",
]

METRES_PER_MILE = 1609.344
_CITIES_NAMED = 8
_NAMED_WITHIN_M = 50_000
_ZIPS_NAMED = 6

StoredArea = tuple[str, dict[str, Any]]
"""What goes into a group's `area_kind` and `area`."""


class UnknownZipError(ValueError):
    """`zip_codes`: those that the offline table does not have."""

    def __init__(self, zip_codes: list[str]) -> None:
        super().__init__(", ".join(zip_codes))
        self.zip_codes = zip_codes


def area_of(group: Group) -> ServiceArea | None:
    """Where the group helps; None as long as nobody has said."""
    if not group.area:
        return None
    if group.area_kind == AreaKind.CIRCLE:
        return Circle(Point(lon=group.area["lon"], lat=group.area["lat"]), group.area["radius_m"])
    if group.area_kind == AreaKind.SHAPE:
        return _shape(group.area["polygons"])
    return ZipList(frozenset(group.area["zips"])) if group.area.get("zips") else None


def zips_area(zip_codes: Iterable[str]) -> StoredArea:
    """ZIP codes that were typed. The towns are kept with them, so that no page has to look them up."""
    areas = _found(zip_codes)
    cities = list(dict.fromkeys(area.city for area in areas))
    return AreaKind.ZIPS, {
        "zips": sorted({area.zip_code for area in areas}),
        "cities": cities[:_CITIES_NAMED],
    }


def zips_near(zip_code: str, miles: float) -> list[str]:
    """The ZIP codes whose middle is at most so many miles from that of `zip_code`."""
    [middle] = _found([zip_code])
    return [area.zip_code for area in list_zips_within(middle.centre, miles * METRES_PER_MILE)]


def circle_area(zip_code: str, miles: float) -> StoredArea:
    [middle] = _found([zip_code])
    return AreaKind.CIRCLE, {
        "lon": middle.centre.lon,
        "lat": middle.centre.lat,
        "radius_m": round(miles * METRES_PER_MILE),
        "zip": middle.zip_code,
        "cities": [middle.city],
    }


def circle_around(point: Point, miles: float) -> StoredArea:
    """Around a point that was shown on a map; the nearest ZIP code gives it a name and a time zone."""
    near = list_zips_within(point, _NAMED_WITHIN_M)[:1]
    return AreaKind.CIRCLE, {
        "lon": point.lon,
        "lat": point.lat,
        "radius_m": round(miles * METRES_PER_MILE),
        "zip": near[0].zip_code if near else "",
        "cities": [area.city for area in near],
    }


def shape_area(data: bytes) -> StoredArea:
    """An uploaded GeoJSON file. Raises AreaFileError."""
    shape = read_geojson(data)
    polygons = [[[list(corner) for corner in ring] for ring in polygon] for polygon in shape.polygons]
    return AreaKind.SHAPE, {"polygons": polygons}


def area_by_place(group: Group) -> str:
    """ "Lansing, East Lansing · 48823 48912 …" for a list of ZIP codes; nothing for another kind of area."""
    zips = (group.area or {}).get("zips") if group.area_kind == AreaKind.ZIPS else None
    if not zips:
        return ""
    named = group.area.get("cities") or dict.fromkeys(area.city for area in map(find_zip, zips) if area)
    first = [*zips[:_ZIPS_NAMED], *(["…"] if len(zips) > _ZIPS_NAMED else [])]
    return " · ".join(part for part in (", ".join([*named][:_CITIES_NAMED]), " ".join(first)) if part)


def time_zone_of(kind: str, area: dict[str, Any]) -> str:
    """The time zone of the place in the middle, or of the first ZIP code; nothing when it cannot be known."""
    zip_code = area.get("zip") if kind == AreaKind.CIRCLE else next(iter(area.get("zips", ())), "")
    found = find_zip(zip_code or "")
    return found.time_zone if found else ""


def _found(zip_codes: Iterable[str]) -> list[ZipArea]:
    found = {zip_code: find_zip(zip_code) for zip_code in zip_codes}
    unknown = [zip_code for zip_code, area in found.items() if area is None]
    if unknown:
        raise UnknownZipError(unknown)
    return [area for area in found.values() if area is not None]


def _shape(polygons: list[list[list[list[float]]]]) -> Shape:
    return Shape(
        tuple(tuple(tuple((lon, lat) for lon, lat in ring) for ring in polygon) for polygon in polygons)
    )


@dataclass(frozen=True, slots=True)
class StyleInNumbers:
    """A style by its name, with what its weights come to; costs are counted in units of 10 m of way.

    `farther_m`: of two who both do two tasks a week and have helped as often before, one has a task this week. The
    other is asked as long as they live no more than this farther away. `kept_m`: what people have been told of is not
    changed for less than this way.
    """

    name: str
    load: int
    travel: int
    switch: int
    unserved: int
    farther_m: int
    kept_m: int


_TASKS_OF_BOTH = 2


def list_styles() -> list[StyleInNumbers]:
    return [_in_numbers(name) for name in STYLES]


def _in_numbers(name: str) -> StyleInNumbers:
    weights = STYLES[name].weights
    first, second = (marginal_cost(0, nth, _TASKS_OF_BOTH, weights.load) for nth in (1, 2))
    return StyleInNumbers(
        name,
        weights.load,
        weights.travel,
        weights.switch,
        weights.unserved,
        farther_m=(second - first) * METRES_PER_UNIT // weights.travel,
        kept_m=weights.switch * METRES_PER_UNIT // weights.travel,
    )
