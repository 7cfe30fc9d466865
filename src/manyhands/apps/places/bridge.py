"""Places and areas as the core's values."""

from typing import Any

from manyhands.apps.groups.models import AreaKind, Group
from manyhands.apps.places.gazetteer import find_zip
from manyhands.core.privacy.cells import cell_centre, public_cell, search_cell
from manyhands.core.values.point import Point, distance_m


def cells_of(position: Point) -> tuple[str, str]:
    """(search cell, public cell) of a position."""
    cell = search_cell(position)
    return cell, public_cell(cell, None)


def public_point(cell: str) -> Point | None:
    """The one point that stands for a place before a grant."""
    return cell_centre(cell) if cell else None


def is_in_area(group: Group, *, zip_code: str, position: Point | None) -> bool:
    """Whether the group serves this place. An area that was not set, or a place not known, counts as inside."""
    area: dict[str, Any] = group.area or {}
    if group.area_kind == AreaKind.ZIPS:
        return not area.get("zips") or not zip_code or zip_code[:5] in area["zips"]
    if position is None:
        found = find_zip(zip_code)
        position = found.centre if found else None
    if position is None or not area:
        return True
    if group.area_kind == AreaKind.CIRCLE:
        centre = Point(lon=area["lon"], lat=area["lat"])
        return distance_m(centre, position) <= area["radius_m"]
    return _is_in_shape(area, position)


def _is_in_shape(area: dict[str, Any], position: Point) -> bool:
    return any(
        _is_in_ring(rings[0], position) and not any(_is_in_ring(hole, position) for hole in rings[1:])
        for rings in area["polygons"]
    )


def _is_in_ring(ring: list[list[float]], position: Point) -> bool:
    """Even-odd rule: a ray to the east crosses the outline an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > position.lat) != (y2 > position.lat):
            crossing = x1 + (position.lat - y1) * (x2 - x1) / (y2 - y1)
            inside ^= position.lon < crossing
    return inside
