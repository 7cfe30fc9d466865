"""Degrees become metres of a local map, one map for each pool."""

from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Float64, Int32
from manyhands.core.values.point import EARTH_RADIUS_M

_METRES_PER_DEGREE: Final = EARTH_RADIUS_M * np.pi / 180
_HALF_TURN, _TURN = 180.0, 360.0


def project(lon: Float64, lat: Float64, pool: Int32) -> tuple[Int32, Int32]:
    """Return metres east and north of each pool's centre; 0 where there is no place (NaN).

    The projection is equirectangular: right along the middle parallel of the pool, within 0.1 % for
    a town and a few per cent for a whole state. Exact distances are taken from the degrees.

    Args:
        lon, lat: degrees, of the same length.
        pool: the number of the pool of each.

    Source: J. P. Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395 (1987),
    page 90.

    >>> east, north = project(np.array([-84.56, -84.54]), np.array([42.73, 42.75]), np.array([0, 0]))
    >>> east.tolist(), north.tolist()
    ([-817, 817], [-1112, 1112])
    """
    x_m, y_m = np.zeros(len(lon)), np.zeros(len(lon))
    for number in np.unique(pool):
        rows = np.flatnonzero((pool == number) & np.isfinite(lon) & np.isfinite(lat))
        if not len(rows):
            continue
        degrees_east = lon[rows]
        if np.ptp(degrees_east) > _HALF_TURN:  # the pool lies on both sides of the date line
            degrees_east = degrees_east % _TURN
        middle_lon = (degrees_east.min() + degrees_east.max()) / 2
        middle_lat = (lat[rows].min() + lat[rows].max()) / 2
        x_m[rows] = (degrees_east - middle_lon) * _METRES_PER_DEGREE * np.cos(np.radians(middle_lat))
        y_m[rows] = (lat[rows] - middle_lat) * _METRES_PER_DEGREE
    return np.rint(x_m).astype(np.int32), np.rint(y_m).astype(np.int32)
