"""Places and areas as the core's values, and the words for where a public cell is."""

from functools import lru_cache
from typing import Any

from manyhands.apps.groups.models import AreaKind, Group
from manyhands.apps.places.geocoding import Bounds
from manyhands.apps.places.models import Place
from manyhands.core.gazetteer import ZipArea, find_zip, list_zips_within
from manyhands.core.privacy.cells import cell_centre, public_cell, search_cell
from manyhands.core.values.point import Point

_NEAR_ZIP_M = 25_000
_AROUND_ZIP_M = 30_000
_AROUND_AREA_M = 25_000


def cells_of(position: Point) -> tuple[str, str]:
    """(search cell, public cell) of a position."""
    cell = search_cell(position)
    return cell, public_cell(cell, None)


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
