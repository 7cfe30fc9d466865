"""A group's settings as the core's values."""

from manyhands.apps.groups.models import AreaKind, Group
from manyhands.core.areas import Circle, ServiceArea, Shape, ZipList
from manyhands.core.values.point import Point


def area_of(group: Group) -> ServiceArea | None:
    """Where the group helps; None as long as nobody has said."""
    if not group.area:
        return None
    if group.area_kind == AreaKind.CIRCLE:
        return Circle(Point(lon=group.area["lon"], lat=group.area["lat"]), group.area["radius_m"])
    if group.area_kind == AreaKind.SHAPE:
        return shape_of(group.area["polygons"])
    return ZipList(frozenset(group.area["zips"])) if group.area.get("zips") else None


def shape_of(polygons: list[list[list[list[float]]]]) -> Shape:
    return Shape(
        tuple(tuple(tuple((lon, lat) for lon, lat in ring) for ring in polygon) for polygon in polygons)
    )


def stored_polygons(shape: Shape) -> list[list[list[list[float]]]]:
    return [[[list(corner) for corner in ring] for ring in polygon] for polygon in shape.polygons]
