"""The area that a group serves: ZIP codes, a circle or a shape, and whether a place lies in it."""

from manyhands.core.areas.geojson import AreaFileError, read_geojson
from manyhands.core.areas.service_area import Circle, ServiceArea, Shape, ZipList

__all__ = ["AreaFileError", "Circle", "ServiceArea", "Shape", "ZipList", "read_geojson"]
