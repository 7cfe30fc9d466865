"""Where ZIP codes are, offline: nobody's address leaves the machine for this."""

import math
from dataclasses import dataclass
from functools import lru_cache

from manyhands.core.values.point import Point, distance_m

METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class ZipArea:
    zip_code: str
    city: str
    state: str
    time_zone: str
    centre: Point


@lru_cache(maxsize=8192)
def find_zip(zip_code: str) -> ZipArea | None:
    """The area of a US ZIP code ("48912" or "48912-1234"), or None. The first call reads the table (0.2 s)."""
    import zipcodes

    code = zip_code.strip()[:5]
    if len(code) != 5 or not code.isdigit():
        return None
    rows = [row for row in zipcodes.matching(code) if row["lat"] and row["long"]]
    return _zip_area(rows[0]) if rows else None


def list_zips_within(centre: Point, radius_m: int) -> list[ZipArea]:
    """ZIP areas whose middle is within `radius_m` of `centre`, the nearest first."""
    import zipcodes

    lat_span = radius_m / METRES_PER_DEGREE
    lon_span = lat_span / max(0.05, math.cos(math.radians(centre.lat)))
    near = []
    for row in zipcodes.list_all():
        if not row["lat"] or not row["long"]:
            continue
        if abs(float(row["lat"]) - centre.lat) <= lat_span and abs(float(row["long"]) - centre.lon) <= lon_span:
            area = _zip_area(row)
            near.append((distance_m(centre, area.centre), area))
    return [area for away_m, area in sorted(near, key=lambda pair: pair[0]) if away_m <= radius_m]


def _zip_area(row: dict[str, str]) -> ZipArea:
    return ZipArea(
        zip_code=row["zip_code"],
        city=row["city"],
        state=row["state"],
        time_zone=row["timezone"],
        centre=Point(lon=float(row["long"]), lat=float(row["lat"])),
    )
