"""Where everybody is for a scan: whole metres on a plane that never makes a way longer than it is."""

from typing import Final, NamedTuple, Self

import numpy as np

from manyhands.core.dispatch.problem import (
    PLACED,
    Float64,
    Int32,
    Problem,
    RequestTable,
    VolunteerTable,
)
from manyhands.core.values.point import EARTH_RADIUS_M

FARTHEST_M: Final = 2**23
"""Within this, a quarter more than from the equator to a pole, distances are exact in 64 bits."""

WIDEST: Final = 1.0
"""Radians that a pool may span; wider ones, or such as lie across the date line, are not laid out at all."""

_ROUNDING_M: Final = 3
_FARTHEST_REACH_M: Final = 2.0**31 - 1


class Ground(NamedTuple):
    """A plane for each pool on which nobody is farther apart than in truth, so that a scan misses nobody.

    Where a pool is too wide for that, all of it lies in one point: then the bits alone decide what is
    measured.

    Attributes:
        request_x, request_y, volunteer_x, volunteer_y: of each row; anything where a row has no place.
        reach_m: for each volunteer how far to look on the plane; negative for those without a place.
        is_true: whether distances on the plane are the true ones; else what a scan finds is to be measured.
    """

    request_x: Int32
    request_y: Int32
    volunteer_x: Int32
    volunteer_y: Int32
    reach_m: Int32
    is_true: bool

    @classmethod
    def of(cls, problem: Problem, request_pool: Int32, volunteer_pool: Int32, *, pools: int) -> Self:
        """Return the ground of a problem, given the number of each row's pool, or ``pools`` for none."""
        placed = problem.requests.where == PLACED
        settled = problem.volunteers.radius_m >= 0
        sides = _Side(request_pool, placed), _Side(volunteer_pool, settled)
        if problem.places is None:
            return cls._on_map(problem, *sides, pools=pools)
        return cls._on_earth(problem, *sides, pools=pools)

    @classmethod
    def _on_map(cls, problem: Problem, requests: "_Side", volunteers: "_Side", *, pools: int) -> Self:
        """Return the pools' own projections: as a rule the columns themselves."""
        tables, radius_m = (problem.requests, problem.volunteers), problem.volunteers.radius_m
        are_far = [_is_far(table) for table in tables]
        a, b, c, d = columns = [column for table in tables for column in (table.x_m, table.y_m)]
        if not any(is_far.any() for is_far in are_far):
            return cls(a, b, c, d, radius_m, is_true=True)
        is_wide = np.zeros(pools + 1, dtype=np.bool_)
        for side, is_far in zip((requests, volunteers), are_far, strict=True):
            is_wide[side.pool[is_far & side.has_place]] = True
        sides = (requests, requests, volunteers, volunteers)
        a, b, c, d = (
            np.where(side.has_place & ~is_wide[side.pool], values, np.int32(0))
            for side, values in zip(sides, columns, strict=True)
        )
        return cls(a, b, c, d, radius_m, is_true=not is_wide.any())

    @classmethod
    def _on_earth(cls, problem: Problem, requests: "_Side", volunteers: "_Side", *, pools: int) -> Self:
        """Return planes made from degrees: north is true to scale, east as short as at the highest latitude.

        With angles up to m radians ``4 sin(t / 2) ** 2 >= t ** 2 * (1 - m ** 2 / 12)``, so by the haversine
        formula the true distance is at least ``sqrt(1 - m ** 2 / 12)`` of that on the plane.
        """
        places = problem.places
        assert places is not None  # noqa: S101  the caller has looked
        longitudes = [np.radians(column) for column in (places.request_lon, places.volunteer_lon)]
        latitudes = [np.radians(column) for column in (places.request_lat, places.volunteer_lat)]
        sides = [requests, volunteers]
        west, east = _extent(sides, longitudes, pools)
        south, north = _extent(sides, latitudes, pools)
        span = np.maximum(east - west, north - south)
        is_wide = ~(span <= WIDEST)
        shrink = np.cos(np.maximum(np.abs(south), np.abs(north)))
        laid = []
        for side, lon, lat in zip(sides, longitudes, latitudes, strict=True):
            is_laid = side.has_place & ~is_wide[side.pool]
            x = EARTH_RADIUS_M * shrink[side.pool] * (lon - west[side.pool])
            y = EARTH_RADIUS_M * (lat - south[side.pool])
            laid += [np.rint(np.where(is_laid, values, 0.0)).astype(np.int32) for values in (x, y)]
        longer = 1 / np.sqrt(1 - np.where(is_wide, 0.0, span) ** 2 / 12)
        radius = problem.volunteers.radius_m.astype(np.float64) + 1
        reach = np.minimum(np.ceil(radius * longer[volunteers.pool]) + _ROUNDING_M, _FARTHEST_REACH_M)
        reach_m = np.where(volunteers.has_place, reach, -1.0).astype(np.int32)
        a, b, c, d = laid
        return cls(a, b, c, d, reach_m, is_true=False)


def _is_far(table: RequestTable | VolunteerTable) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say of each row whether it is farther away than can be reckoned with."""
    is_far = np.zeros(len(table), dtype=np.bool_)
    for column in (table.x_m, table.y_m):
        is_far |= (column > FARTHEST_M) | (column < -FARTHEST_M)
    return is_far


class _Side(NamedTuple):
    """Rows with the number of their pool, and whether they have a place."""

    pool: Int32
    has_place: np.ndarray[tuple[int], np.dtype[np.bool_]]


def _extent(sides: list[_Side], angles: list[Float64], pools: int) -> tuple[Float64, Float64]:
    """Return the least and the greatest angle in each pool."""
    least, greatest = np.full(pools + 1, np.inf), np.full(pools + 1, -np.inf)
    for side, values in zip(sides, angles, strict=True):
        np.minimum.at(least, side.pool[side.has_place], values[side.has_place])
        np.maximum.at(greatest, side.pool[side.has_place], values[side.has_place])
    is_empty = least > greatest
    return np.where(is_empty, 0.0, least), np.where(is_empty, 0.0, greatest)
