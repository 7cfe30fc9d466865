"""Places and areas as the core's values, the words for where a public cell is, and what lies under a map."""

import json
import math
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import h3
from django.db.models import QuerySet

from manyhands import web
from manyhands.apps.groups.models import AreaKind, Group
from manyhands.apps.places.geocoding import METRES_PER_DEGREE, Bounds
from manyhands.apps.places.models import CountedCell, Place
from manyhands.core.gazetteer import ZipArea, find_zip, list_zips_within
from manyhands.core.privacy.cells import (
    COARSEST_PUBLIC_RESOLUTION,
    SEARCH_RESOLUTION,
    cell_centre,
    search_cell,
)
from manyhands.core.privacy.division import Counted, public_cell
from manyhands.core.values.point import Point, distance_m
from manyhands.storage.prepared import Prepared

_NEAR_ZIP_M = 25_000
_AROUND_ZIP_M = 30_000
_AROUND_AREA_M = 25_000
_RESOLUTIONS = range(COARSEST_PUBLIC_RESOLUTION, SEARCH_RESOLUTION + 1)


def cells_of(position: Point) -> tuple[str, str]:
    """(search cell, public cell) of a position."""
    cell = search_cell(position)
    return cell, public_cell_of(cell)


def public_cell_of(search_cell: str) -> str:
    """In one query, unless nobody knew of a home in this part of a crowded town."""
    way = [h3.cell_to_parent(search_cell, resolution) for resolution in _RESOLUTIONS]
    known = _read_counted([way[0], *(part for cell in way[:-1] for part in h3.cell_to_children(cell))])

    def parts_of(cell: str) -> dict[str, Counted]:
        parts = h3.cell_to_children(cell)
        if cell not in way:
            return _read_counted(parts)
        return {part: known[part] for part in parts if part in known}

    return public_cell(search_cell, parts_of, is_counted=way[0] in known)


def _read_counted(cells: list[str]) -> dict[str, Counted]:
    rows = _COUNTED.list(cells=cells)
    return {cell: Counted(dwellings, is_shown) for cell, dwellings, is_shown in rows}


def _counted(*, cells: Any) -> QuerySet[Any, Any]:
    return CountedCell.objects.filter(cell__in=cells).values_list("cell", "dwellings", "is_shown")


_COUNTED = Prepared(_counted, keeps_plan=True)


def public_point(cell: str) -> Point | None:
    """The one point that stands for a place before a grant."""
    return cell_centre(cell) if cell else None


@lru_cache(maxsize=4096)
def find_zip_of_cell(cell: str) -> ZipArea | None:
    """The ZIP area whose middle is nearest to the middle of a public cell: known from the cell alone."""
    centre = public_point(cell)
    near = list_zips_within(centre, _NEAR_ZIP_M) if centre else []
    return near[0] if near else None


def name_of_area(cell: str) -> str:
    area = find_zip_of_cell(cell)
    return area.city if area else ""


def bounds_for(place: Place) -> Bounds | None:
    """Where an answer about this place may lie: around its ZIP code, else around the group's area."""
    area = find_zip(place.zip_code)
    if area is not None:
        return Bounds.around([area.centre], _AROUND_ZIP_M)
    return bounds_of_group(place.group)


def bounds_of_group(group: Group, *, margin_m: float = _AROUND_AREA_M) -> Bounds | None:
    """The box around everything that the group serves, and some more; None as long as nobody has said."""
    area: dict[str, Any] = group.area or {}
    if not area:
        return None
    if group.area_kind == AreaKind.CIRCLE:
        return Bounds.around([Point(lon=area["lon"], lat=area["lat"])], area["radius_m"] + margin_m)
    if group.area_kind == AreaKind.SHAPE:
        corners = [Point(lon=lon, lat=lat) for polygon in area["polygons"] for lon, lat in polygon[0]]
        return Bounds.around(corners, margin_m)
    centres = [found.centre for code in area.get("zips", ()) if (found := find_zip(code))]
    return Bounds.around(centres, margin_m) if centres else None


# --- what lies under a map ------------------------------------------------------------------------------------------

MOST_TOWNS = 60
_AROUND_MAP_M = 20_000
_FARTHEST_TOWN_M = 60_000
_OUTLINES = Path(web.__file__).parent / "static" / "manyhands" / "outlines"
_WHOLE_COUNTRY = "us"
_MOST_STATES = 6


def towns_near(box: Bounds) -> list[tuple[str, float, float]]:
    """(name, lat, lon) of the towns in the box, those with most ZIP codes first: so that one knows where one is."""
    middle = Point(lon=(box.west + box.east) / 2, lat=(box.south + box.north) / 2)
    reach_m = min(_FARTHEST_TOWN_M, distance_m(middle, Point(lon=box.west, lat=box.south)))
    found: defaultdict[str, list[Point]] = defaultdict(list)
    for area in list_zips_within(middle, reach_m):
        found[area.city].append(area.centre)
    largest = sorted(found.items(), key=lambda town: (-len(town[1]), town[0]))[:MOST_TOWNS]
    return [
        (
            name,
            round(sum(point.lat for point in points) / len(points), 3),
            round(sum(point.lon for point in points) / len(points), 3),
        )
        for name, points in largest
    ]


def outlines_near(box: Bounds | None) -> list[str]:
    """Names of the outline files with anything in the box; without a box, that of the whole country."""
    if box is None:
        return [_WHOLE_COUNTRY]
    near = [
        name
        for name, (west, south, east, north) in _boxes_of_outlines().items()
        if west <= box.east and box.west <= east and south <= box.north and box.south <= north
    ]
    return near[:_MOST_STATES] or [_WHOLE_COUNTRY]


@cache
def _boxes_of_outlines() -> dict[str, tuple[float, float, float, float]]:
    boxes: dict[str, tuple[float, float, float, float]] = json.loads((_OUTLINES / "index.json").read_text())
    return boxes


def box_of_map(group: Group) -> Bounds | None:
    """What a map shows before anything is on it."""
    return bounds_of_group(group, margin_m=_AROUND_MAP_M)


def area_to_draw(group: Group) -> list[list[tuple[float, float]]]:
    """The rim of the group's own area as rings of (lat, lon); ZIP codes have a middle and no rim."""
    area: dict[str, Any] = group.area or {}
    if group.area_kind == AreaKind.SHAPE and area:
        return [[(lat, lon) for lon, lat in ring] for polygon in area["polygons"] for ring in polygon]
    if group.area_kind == AreaKind.CIRCLE and area:
        return [_circle(Point(lon=area["lon"], lat=area["lat"]), area["radius_m"])]
    return []


def _circle(centre: Point, radius_m: float, corners: int = 72) -> list[tuple[float, float]]:
    lat_m = radius_m / METRES_PER_DEGREE
    lon_m = lat_m / max(0.05, math.cos(math.radians(centre.lat)))
    turns = [2 * math.pi * corner / corners for corner in range(corners)]
    return [
        (round(centre.lat + lat_m * math.sin(turn), 5), round(centre.lon + lon_m * math.cos(turn), 5))
        for turn in turns
    ]
