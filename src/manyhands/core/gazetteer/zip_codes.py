"""The ZIP codes of the United States, with the place, the time zone and the middle of each."""

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from manyhands.core.values.point import Point, distance_m

METRES_PER_DEGREE = 111_320
_ZIP_DIGITS = 5


@dataclass(frozen=True, slots=True)
class ZipArea:
    """One ZIP code: ``centre`` is its middle, ``time_zone`` an IANA name, ``state`` two letters."""

    zip_code: str
    city: str
    state: str
    time_zone: str
    centre: Point


def find_zip(zip_code: str) -> ZipArea | None:
    """Return the area of a ZIP code, of which only the first five digits count; None when there is none.

    The first call of a process reads the table, which takes a quarter of a second.

    >>> find_zip("48912-1234").city, find_zip("00000"), find_zip("Lansing")
    ('Lansing', None, None)
    """
    digits = zip_code.strip()[:_ZIP_DIGITS]
    return _look_up(digits) if len(digits) == _ZIP_DIGITS and digits.isascii() and digits.isdigit() else None


def list_zips_within(centre: Point, radius_m: float) -> list[ZipArea]:
    """Return the ZIP areas whose middle is at most ``radius_m`` metres from a place, the nearest first.

    >>> near = list_zips_within(find_zip("48933").centre, 2_000)
    >>> near[0].zip_code, {area.city for area in near}
    ('48933', {'Lansing'})
    """
    lat_span = radius_m / METRES_PER_DEGREE
    lon_span = lat_span / max(0.05, math.cos(math.radians(centre.lat)))
    codes, lons, lats = _middles()
    near = sorted(
        (away_m, code)
        for code, lon, lat in zip(codes, lons, lats, strict=True)
        if abs(lat - centre.lat) <= lat_span
        and abs(lon - centre.lon) <= lon_span
        and (away_m := distance_m(centre, Point(lon=lon, lat=lat))) <= radius_m
    )
    return [area for _away_m, code in near if (area := find_zip(code)) is not None]


# The table has 40,000 rows. As Python objects they take 140 MB in every process; so it stays inside the library,
# which answers for one row in a fifth of a millisecond, and only the middles are kept here (5 MB).


@lru_cache(maxsize=4096)
def _look_up(zip_code: str) -> ZipArea | None:
    # Only whoever asks about a ZIP code pays for reading the table.
    import zipcodes  # noqa: PLC0415

    rows = [row for row in zipcodes.matching(zip_code) if _has_middle(row)]
    return _area(rows[-1]) if rows else None


@cache
def _middles() -> tuple[list[str], "array[float]", "array[float]"]:
    """Return every ZIP code that has a place on the map, with the longitudes and latitudes of their middles."""
    import zipcodes  # noqa: PLC0415 - as above

    middles = {
        row["zip_code"]: (float(row["long"]), float(row["lat"]))
        for prefix in range(1000)
        for row in zipcodes.similar_to(f"{prefix:03}")
        if _has_middle(row)
    }
    lons = array("d", (lon for lon, _lat in middles.values()))
    return list(middles), lons, array("d", (lat for _lon, lat in middles.values()))


def _has_middle(row: Mapping[str, Any]) -> bool:
    return bool(row["lat"])  # each row has both or neither


def _area(row: Mapping[str, Any]) -> ZipArea:
    return ZipArea(
        zip_code=row["zip_code"],
        city=row["city"],
        state=row["state"],
        time_zone=row["timezone"],
        centre=Point(lon=float(row["long"]), lat=float(row["lat"])),
    )
