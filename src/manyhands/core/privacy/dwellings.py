"""How many dwellings there are where, from census tables: blocks or block groups, with shapes or with points.

The tables of the United States Census are read as they are published: TIGER/Line areas as GeoJSON (``GEOID20``,
``HOUSING20``, ``INTPTLAT20``, ``INTPTLON20``, ``ALAND20``) and tables of counts as CSV (``GEOID``, ``GEO_ID``,
``H1_001N``, ``total_units``). One file may hold the places and another the counts: they are joined by number.

The dwellings of an area with a shape are spread evenly over the cells in it. An area that is told by one point
alone counts there only if it is no larger than a few cells: else hundreds of homes would stand on a field.
"""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import h3

from manyhands.core.privacy.cells import SEARCH_RESOLUTION, search_cell
from manyhands.core.values.point import Point

LARGEST_POINT_M2 = 500_000
_BLOCK_DIGITS = 15

_NUMBER = ("GEOID20", "GEOID", "GEO_ID", "GEOIDFQ")
_DWELLINGS = (
    "HOUSING20", "HOUSING", "H1_001N", "H001001", "TOTAL_UNITS", "HOUSING_UNITS", "E_HU", "DWELLINGS",
)  # fmt: skip
_LAT = ("INTPTLAT20", "INTPTLAT", "LATITUDE", "LAT")
_LON = ("INTPTLON20", "INTPTLON", "LONGITUDE", "LON")
_LAND_M2 = ("ALAND20", "ALAND")


class DwellingsError(ValueError):
    """Nothing can be read of a file; the message says why."""


@dataclass(slots=True)
class Area:
    """One block or block group, as far as the files say."""

    dwellings: int | None = None
    point: Point | None = None
    land_m2: int | None = None
    shape: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Dwellings per cell of resolution 9, and what could not be counted.

    Attributes:
        per_cell: dwellings in each cell.
        areas: areas that were counted.
        without_place: numbers of areas with dwellings of which no file says where they are.
        too_large: numbers of areas that are told by a point alone and are too large for one.
    """

    per_cell: dict[str, int]
    areas: int
    without_place: list[str] = field(default_factory=list)
    too_large: list[str] = field(default_factory=list)


def read_areas(files: Iterable[tuple[str, str]]) -> dict[str, Area]:
    r"""Return the areas of all files by their census number.

    Args:
        files: (name, text) of each: CSV, or GeoJSON.

    Raises:
        DwellingsError: when a file is neither, or says neither numbers nor places nor dwellings.

    >>> csv_text = "GEOID,housing_units,lat,lon\n260650001001000,12,42.73,-84.55\n"
    >>> read_areas([("blocks.csv", csv_text)])["260650001001000"].dwellings
    12
    """
    areas: defaultdict[str, Area] = defaultdict(Area)
    for name, text in files:
        rows = list(_features(name, text) if text.lstrip().startswith("{") else _lines(name, text))
        taken = sum(_take(areas, told, shape) for told, shape in rows)
        if not taken:
            raise DwellingsError(
                f"{name}: no row has a census number together with a count of dwellings or a place."
            )
    return dict(areas)


def spread_dwellings(areas: Mapping[str, Area]) -> Spread:
    """Return how many dwellings lie in each cell of resolution 9: the same for the same areas in any order.

    Raises:
        DwellingsError: when a shape is none.

    >>> one = Area(dwellings=12, point=Point(-84.5553, 42.7336), land_m2=20_000)
    >>> spread_dwellings({"260650001001000": one}).per_cell
    {'892748b6e83ffff': 12}
    """
    per_cell: Counter[str] = Counter()
    without_place, too_large, counted = [], [], 0
    for number, area in sorted(areas.items()):
        if not area.dwellings:
            continue
        try:
            cells = _cells_of(area)
        except (ValueError, TypeError, LookupError, h3.H3BaseException) as error:
            raise DwellingsError(f"The shape of area {number} cannot be read.") from error
        if cells is None:
            without_place.append(number)
        elif area.shape is None and not _is_told_by_a_point(number, area):
            too_large.append(number)
        else:
            counted += 1
            per_cell.update(_evenly(area.dwellings, cells))
    return Spread(dict(per_cell), counted, without_place, too_large)


def _is_told_by_a_point(number: str, area: Area) -> bool:
    if area.land_m2 is not None:
        return area.land_m2 <= LARGEST_POINT_M2
    return len(number) >= _BLOCK_DIGITS


def _cells_of(area: Area) -> list[str] | None:
    if area.shape is not None:
        cells = sorted(h3.geo_to_cells(area.shape, SEARCH_RESOLUTION))
        if cells:
            return cells
        # Smaller than a cell and beside the middle of any: it lies where its own middle is.
        middle = area.point or _middle(area.shape)
        return [search_cell(middle)]
    return None if area.point is None else [search_cell(area.point)]


def _evenly(dwellings: int, cells: list[str]) -> dict[str, int]:
    """As many for each, and what is left over at equal distances."""
    count = len(cells)
    shares = ((i + 1) * dwellings // count - i * dwellings // count for i in range(count))
    return {cell: share for cell, share in zip(cells, shares, strict=True) if share}


def _middle(shape: Mapping[str, Any]) -> Point:
    ring = shape["coordinates"][0] if shape["type"] == "Polygon" else shape["coordinates"][0][0]
    return Point(sum(corner[0] for corner in ring) / len(ring), sum(corner[1] for corner in ring) / len(ring))


def _features(name: str, text: str) -> Iterator[tuple[dict[str, Any], Mapping[str, Any] | None]]:
    try:
        features = json.loads(text)["features"]
        for feature in features:
            shape = feature.get("geometry")
            has_shape = shape is not None and shape["type"] in ("Polygon", "MultiPolygon")
            yield _by_capitals(feature["properties"]), shape if has_shape else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DwellingsError(f"{name}: this is no collection of areas in GeoJSON.") from error


def _lines(name: str, text: str) -> Iterator[tuple[dict[str, Any], None]]:
    try:
        for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
            yield _by_capitals(row), None
    except csv.Error as error:
        raise DwellingsError(f"{name}: this is no table in CSV ({error}).") from error


def _by_capitals(told: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key).strip().upper(): value for key, value in told.items()}


def _take(areas: dict[str, Area], told: dict[str, Any], shape: Mapping[str, Any] | None) -> bool:
    """Whether the row says anything of an area."""
    number = str(_first(told, _NUMBER) or "").rpartition("US")[2].strip()
    dwellings, lat, lon = (_number(_first(told, names)) for names in (_DWELLINGS, _LAT, _LON))
    if not number.isdigit() or (dwellings is None and lat is None and shape is None):
        return False
    area = areas[number]
    if dwellings is not None and dwellings >= 0:
        area.dwellings = int(dwellings)
    if lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004
        area.point = Point(lon, lat)
    land_m2 = _number(_first(told, _LAND_M2))
    area.land_m2 = int(land_m2) if land_m2 is not None else area.land_m2
    area.shape = shape or area.shape
    return True


def _first(told: Mapping[str, Any], names: Iterable[str]) -> object:
    return next((told[name] for name in names if told.get(name) not in (None, "")), None)


def _number(text: object) -> float | None:
    try:
        value = float(str(text).replace(",", ""))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None  # noqa: PLR2004
