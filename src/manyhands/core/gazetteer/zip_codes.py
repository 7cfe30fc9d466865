"""The ZIP codes of the United States, with the place, the time zone and the middle of each."""

import math
from dataclasses import dataclass
from functools import cache

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

    The first call reads the table, which takes half a second and is kept.

    >>> find_zip("48912-1234").city, find_zip("00000"), find_zip("Lansing")
    ('Lansing', None, None)
    """
    return _areas().get(zip_code.strip()[:_ZIP_DIGITS])


def list_zips_within(centre: Point, radius_m: float) -> list[ZipArea]:
    """Return the ZIP areas whose middle is at most ``radius_m`` metres from a place, the nearest first.

    >>> near = list_zips_within(find_zip("48933").centre, 2_000)
    >>> near[0].zip_code, {area.city for area in near}
    ('48933', {'Lansing'})
    """
    lat_span = radius_m / METRES_PER_DEGREE
    lon_span = lat_span / max(0.05, math.cos(math.radians(centre.lat)))
    near = [
        (distance_m(centre, area.centre), area.zip_code, area)
        for area in _areas().values()
        if abs(area.centre.lat - centre.lat) <= lat_span and abs(area.centre.lon - centre.lon) <= lon_span
    ]
    return [area for away_m, _zip_code, area in sorted(near, key=lambda row: row[:2]) if away_m <= radius_m]


@cache
def _areas() -> dict[str, ZipArea]:
    """Return every ZIP code that has a place on the map, by its five digits."""
    # Its table is 40,000 rows: only whoever asks about a ZIP code pays for reading it.
    import zipcodes  # noqa: PLC0415

    return {
        row["zip_code"]: ZipArea(
            zip_code=row["zip_code"],
            city=row["city"],
            state=row["state"],
            time_zone=row["timezone"],
            centre=Point(lon=float(row["long"]), lat=float(row["lat"])),
        )
        for row in zipcodes.list_all()
        if row["lat"] and row["long"]
    }
