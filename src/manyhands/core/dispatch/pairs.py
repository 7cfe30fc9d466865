"""Many pairs at once, and what the columns know of each: what rules are asked about."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.problem import (
    DECLINED,
    KEPT_APART,
    PLACED,
    REMOTE,
    TOO_SHORT,
    Float64,
    Int32,
    Int64,
    Problem,
    UInt64,
)
from manyhands.core.values.point import EARTH_RADIUS_M, Point, distance_m

Bools = NDArray[np.bool_]

LONGEST_WAY_M = 2**31 - 1
"""Nothing on earth is farther, but coordinates may say so, and 32 bits hold no more."""


@dataclass(frozen=True, slots=True, eq=False)
class PairColumns:
    """Pairs of rows: a block (each of these requests with each of those volunteers) or a list.

    Attributes:
        problem: the tables that the rows are of.
        request: request rows; of shape (n, 1) in a block, (n,) in a list.
        volunteer: volunteer rows; of shape (m,) in a block, (n,) in a list.
    """

    problem: Problem
    request: Int64
    volunteer: Int64

    @classmethod
    def block(cls, problem: Problem, requests: Int64, volunteers: Int64) -> Self:
        """Return each request with each volunteer."""
        return cls(problem, requests[:, None], volunteers)

    def keep(self, mask: Bools) -> "PairColumns":
        """Return the pairs for which a mask of their shape is true, as a list unless that is all."""
        if mask.all():
            return self
        if self.request.ndim == 1:
            return PairColumns(self.problem, self.request[mask], self.volunteer[mask])
        rows, columns = np.nonzero(np.broadcast_to(mask, (len(self.request), len(self.volunteer))))
        return PairColumns(self.problem, self.request[rows, 0], self.volunteer[columns])

    def listed(self) -> "PairColumns":
        """Return the same pairs as a list."""
        if self.request.ndim == 1:
            return self
        rows, columns = len(self.request), len(self.volunteer)
        return PairColumns(
            self.problem, np.repeat(self.request[:, 0], columns), np.tile(self.volunteer, rows)
        )

    def is_same_pool(self) -> Bools:
        """Say of each pair whether both belong to one pool."""
        return np.equal(
            self.problem.requests.pool[self.request], self.problem.volunteers.pool[self.volunteer]
        )

    def missing(self, rule: str) -> UInt64:
        """Return the bits that a rule asks for and the volunteer does not have."""
        words, pools = self.problem.vocabulary, self.problem.requests.pool[self.request]
        numbers, which = np.unique(pools, return_inverse=True)
        bits = np.array([words.bits_of(rule, int(number)) for number in numbers], dtype=np.uint64)
        needed = self.problem.requests.need_mask[self.request] & bits[which.reshape(pools.shape)]
        return needed & ~self.problem.volunteers.have_mask[self.volunteer]

    def lacks_nothing(self, rule: str) -> Bools:
        """Say of each pair whether the volunteer has all that a rule asks for."""
        return ~self.missing(rule).astype(np.bool_)

    def lacks_nothing_to_lead(self) -> Bools:
        """Say of each pair whether the volunteer could lead, or there is a place for somebody who cannot."""
        requests = self.problem.requests
        is_led = (requests.leads > 0) & (requests.leads >= requests.quantity)
        needed = np.where(is_led, requests.lead_mask, 0)[self.request]
        return ~(needed & ~self.problem.volunteers.have_mask[self.volunteer]).astype(np.bool_)

    def shares_language(self) -> Bools:
        """Say of each pair whether both speak a language."""
        ours, theirs = self.problem.requests.language_mask, self.problem.volunteers.language_mask
        return (ours[self.request] & theirs[self.volunteer]).astype(np.bool_)

    def shares_slot(self) -> Bools:
        """Say of each pair whether a slot suits both."""
        ours, theirs = self.problem.requests.slot_mask, self.problem.volunteers.slot_mask
        return (ours[self.request] & theirs[self.volunteer]).astype(np.bool_)

    def capacity(self) -> NDArray[np.int16]:
        """Return how many tasks the volunteer can still be given."""
        return self.problem.volunteers.capacity[self.volunteer]

    def is_kept_apart(self) -> Bools:
        """Say of each pair whether the two must never meet."""
        return self._is_blocked(KEPT_APART)

    def has_declined(self) -> Bools:
        """Say of each pair whether the volunteer has said no to it."""
        return self._is_blocked(DECLINED)

    def is_too_short(self) -> Bools:
        """Say of each pair whether the exact window does not hold enough of the volunteer's hours."""
        return self._is_blocked(TOO_SHORT)

    def is_remote(self) -> Bools:
        """Say of each pair whether there is no way to go."""
        return np.equal(self.problem.requests.where[self.request], REMOTE)

    def has_way(self) -> Bools:
        """Say of each pair whether there is a way between two places that are both known."""
        placed = np.equal(self.problem.requests.where[self.request], PLACED)
        return placed & (self.problem.volunteers.radius_m[self.volunteer] >= 0)

    def radius_m(self) -> Int32:
        """Return how far the volunteer goes."""
        return self.problem.volunteers.radius_m[self.volunteer]

    def distance_m(self) -> Int32:
        """Return the way in whole metres, 0 where there is none: along the great circle if places are known."""
        has_way = self.has_way()
        apart = self._on_earth(has_way) if self.problem.places is not None else self._on_map()
        return np.where(has_way, np.minimum(apart, LONGEST_WAY_M), 0).astype(np.int32)

    def _is_blocked(self, why: int) -> Bools:
        """Say of each pair whether it is listed for a reason."""
        listed = self.problem.blocked[self.problem.blocked_why == why]
        width = len(self.problem.volunteers)
        keys = self.request * width + self.volunteer
        return np.isin(keys, listed[:, 0].astype(np.int64) * width + listed[:, 1])

    def _on_map(self) -> Float64:
        """Return the distance in the pool's projection."""
        requests, volunteers = self.problem.requests, self.problem.volunteers
        east = requests.x_m[self.request].astype(np.float64) - volunteers.x_m[self.volunteer]
        north = requests.y_m[self.request].astype(np.float64) - volunteers.y_m[self.volunteer]
        # Ten times as quick as hypot, which guards against squares that 32 bits cannot make.
        apart: Float64 = np.rint(np.sqrt(east * east + north * north))
        return apart

    def _on_earth(self, has_way: Bools) -> Float64:
        """Return the distance along the great circle, the same whole metres as ``point.distance_m``."""
        places = self.problem.places
        assert places is not None  # noqa: S101  the caller has looked
        degrees = [
            np.where(has_way, column, 0.0)
            for column in (
                places.request_lon[self.request],
                places.request_lat[self.request],
                places.volunteer_lon[self.volunteer],
                places.volunteer_lat[self.volunteer],
            )
        ]
        lon_a, lat_a, lon_b, lat_b = (np.radians(column) for column in degrees)
        haversine = (
            np.sin((lat_b - lat_a) / 2) ** 2
            + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
        )
        apart = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, haversine)))
        whole: Float64 = np.rint(apart)
        # Where the last digit decides which way to round, the scalar form has the last word.
        for place in zip(*np.nonzero(np.abs(np.abs(apart - whole) - 0.5) < 1e-5), strict=True):  # noqa: PLR2004
            a, b, c, d = (float(column[place]) for column in degrees)
            whole[place] = round(distance_m(Point(a, b), Point(c, d)))
        return whole
