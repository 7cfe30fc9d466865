"""A place on the earth, and how far two places are apart."""

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG), in metres."""

_MAX_LON = 180
_MAX_LAT = 90


@dataclass(frozen=True, slots=True)
class Point:
    """A longitude and a latitude in degrees (WGS 84), in that order.

    Longitude is from -180 to 180 (east is positive), latitude from -90 to 90 (north is positive).
    Whole numbers are accepted and kept as floats.

    Raises:
        TypeError: when a coordinate is not a number.
        ValueError: when a coordinate is not finite or is out of range. A latitude beyond
            90 degrees is the sign of swapped coordinates, and the message says so.

    >>> Point(lon=-84.5555, lat=42.7325)
    Point(lon=-84.5555, lat=42.7325)
    >>> Point(42.7325, -114.0)
    Traceback (most recent call last):
    ...
    ValueError: latitude must be from -90 to 90, not -114.0: are longitude and latitude swapped?
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        """Refuse what is not a place."""
        object.__setattr__(self, "lon", _degrees("longitude", self.lon))
        object.__setattr__(self, "lat", _degrees("latitude", self.lat))
        if abs(self.lat) > _MAX_LAT:
            swapped = abs(self.lat) <= _MAX_LON and abs(self.lon) <= _MAX_LAT
            hint = ": are longitude and latitude swapped?" if swapped else ""
            raise ValueError(f"latitude must be from -{_MAX_LAT} to {_MAX_LAT}, not {self.lat}{hint}")
        if abs(self.lon) > _MAX_LON:
            raise ValueError(f"longitude must be from -{_MAX_LON} to {_MAX_LON}, not {self.lon}")


def distance_m(a: Point, b: Point) -> float:
    """Return the great-circle distance between two places, in metres.

    The earth is taken as a sphere, which is at most 0.6 % off; roads are longer in any case.

    Source: the haversine formula, R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68
    (1984), exact for short distances where the law of cosines loses its digits.

    >>> capitol, stadium = Point(-84.5553, 42.7336), Point(-84.4848, 42.7284)
    >>> round(distance_m(capitol, stadium))
    5787
    """
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    haversine = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, haversine)))


def _degrees(name: str, value: object) -> float:
    """Return a coordinate as a finite float; a truth value or a text is not a coordinate."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number, not {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, not {value!r}")
    return float(value)
