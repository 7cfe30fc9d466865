"""The rules once more, from the raw columns, for any list of pairs.

Whoever checks or explains a plan reads the tables with these functions and not with those that
found the candidates: a mistake there would otherwise confirm itself.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.explanation import Code
from manyhands.core.dispatch.problem import (
    NOWHERE,
    PLACED,
    TOO_SHORT,
    Float64,
    Int32,
    Int64,
    Places,
    Problem,
    UInt64,
)
from manyhands.core.values.point import EARTH_RADIUS_M

Rows: TypeAlias = NDArray[np.int32] | NDArray[np.int64] | NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]

_FEW: Final = 10_000
"""Comparisons that are done at once; for more, sorting is quicker. Explanations ask about one pair at a time."""


def distances_m(problem: Problem, requests: Rows, volunteers: Rows) -> Int64:
    """Return the way of each pair in whole metres, 0 where there is none to go or no start is known."""
    asked, helping = problem.requests, problem.volunteers
    has_way = (asked.where[requests] == PLACED) & (helping.radius_m[volunteers] >= 0)
    if problem.places is None:
        east = asked.x_m[requests].astype(np.int64) - helping.x_m[volunteers]
        north = asked.y_m[requests].astype(np.int64) - helping.y_m[volunteers]
        apart = np.sqrt((east * east + north * north).astype(np.float64))
    else:
        apart = _great_circle_m(problem.places, requests, volunteers)
    return np.rint(np.where(has_way, apart, 0.0)).astype(np.int64)


def _great_circle_m(places: Places, requests: Rows, volunteers: Rows) -> Float64:
    """Return the distance of each pair along the great circle, by the haversine formula."""
    lat, other_lat = np.radians(places.request_lat[requests]), np.radians(places.volunteer_lat[volunteers])
    half_lat = (other_lat - lat) / 2
    half_lon = np.radians(places.volunteer_lon[volunteers] - places.request_lon[requests]) / 2
    haversine = np.sin(half_lat) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin(half_lon) ** 2
    apart: Float64 = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, haversine)))
    return apart


def broken_rules(problem: Problem, requests: Rows, volunteers: Rows) -> Mapping[Code, Flags]:
    """Return for each rule which of the pairs break it.

    Args:
        problem: the raw tables.
        requests: the request's row of each pair.
        volunteers: the volunteer's row of each pair, as many.
    """
    asked, helping = problem.requests, problem.volunteers
    radius_m = helping.radius_m[volunteers].astype(np.int64)
    is_placed = asked.where[requests] == PLACED
    is_short = problem.blocked_why == TOO_SHORT
    needed, had = asked.need_mask[requests], helping.have_mask[volunteers]
    return {
        Code.OTHER_POOL: asked.pool[requests] != helping.pool[volunteers],
        Code.EXCLUDED: is_listed(problem, problem.blocked[~is_short], requests, volunteers),
        Code.PLACE_NOT_KNOWN: asked.where[requests] == NOWHERE,
        Code.LACKS: (needed & ~had) != 0,
        Code.LEAD_NEEDED: (lead_bits(problem)[requests] & ~had) != 0,
        Code.NO_COMMON_LANGUAGE: (asked.language_mask[requests] & helping.language_mask[volunteers]) == 0,
        Code.NO_TIME: ((asked.slot_mask[requests] & helping.slot_mask[volunteers]) == 0)
        | is_listed(problem, problem.blocked[is_short], requests, volunteers),
        Code.START_NOT_KNOWN: is_placed & (radius_m < 0),
        Code.TOO_FAR: is_placed & (radius_m >= 0) & (distances_m(problem, requests, volunteers) > radius_m),
        Code.FULL: helping.capacity[volunteers] <= 0,
    }


def lead_bits(problem: Problem) -> UInt64:
    """Return for each request what everybody must have because only leads are wanted; nothing where others are too."""
    asked = problem.requests
    is_led = (asked.leads > 0) & (asked.leads >= asked.quantity)
    bits: UInt64 = np.where(is_led, asked.lead_mask, np.uint64(0))
    return bits


def can_lead(problem: Problem, requests: Rows, volunteers: Rows) -> Flags:
    """Say of each pair whether the volunteer could lead the others of the request."""
    lacking = problem.requests.lead_mask[requests] & ~problem.volunteers.have_mask[volunteers]
    leads: Flags = lacking == 0
    return leads


def is_listed(problem: Problem, pairs: Int32, requests: Rows, volunteers: Rows) -> Flags:
    """Say which pairs are in a list of pairs."""
    wanted, listed = keys(problem, requests, volunteers), keys(problem, pairs[:, 0], pairs[:, 1])
    if len(wanted) * len(listed) > _FEW:
        return np.isin(wanted, listed)
    found: Flags = (wanted[:, np.newaxis] == listed).any(axis=1)
    return found


def keys(problem: Problem, requests: Rows, volunteers: Rows) -> Int64:
    """Return one whole number for each pair: pairs are sorted as these numbers are."""
    return requests.astype(np.int64) * max(1, len(problem.volunteers)) + volunteers
