"""Feasible pairs by an index of the requests: the same as the oracle's, without looking at everybody."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.candidates.ground import Ground
from manyhands.core.dispatch.candidates.places import find_places
from manyhands.core.dispatch.candidates.preferences import find_preferences
from manyhands.core.dispatch.candidates.room import check_count
from manyhands.core.dispatch.candidates.strips import build_strips
from manyhands.core.dispatch.pairs import PairColumns
from manyhands.core.dispatch.problem import PLACED, REMOTE, Int32, Int64, Problem, UInt64

if TYPE_CHECKING:
    from manyhands.core.dispatch.kernels.strips import Lookout, Strips

RULES_KNOWN: Final = frozenset(
    {
        "same_pool",
        "not_blocked",
        "not_declined_before",
        "not_paused",
        "not_this_week",
        "requirements",
        "skills",
        "vehicle",
        "leads",
        "language",
        "availability",
        "distance",
        "capacity",
    }
)
"""The rules that a scan and what follows it ask about. With any other rule the oracle has to be asked."""

PAIRS_AT_ONCE: Final = 1 << 17
"""Room for the pairs of one scan: 1 MB, and about 8 MB while they are measured, which the processor's cache holds."""

Flags: TypeAlias = NDArray[np.bool_]
Listed: TypeAlias = tuple[Int32, Int32, Int32]
"""Pairs: requests, volunteers, metres; in the order of volunteers."""
Measure: TypeAlias = Callable[[Int32, Int32], Listed]
"""What keeps, of the requests and volunteers that a scan has found, the pairs that are feasible."""


class _Numbered(NamedTuple):
    """The pools that both tables have, numbered; rows of other pools have the number ``pools``."""

    requests: Int64
    volunteers: Int64
    pools: int
    needs: UInt64


def find_candidates(problem: Problem, *, threads: int = 1) -> Arcs:
    """Return every pair for which no rule fails and the volunteer has capacity left.

    Two scans: one of requests with a place, as far as each volunteer goes, and one of requests that
    are met from anywhere, for which everybody is in one point.

    Raises:
        ProblemError: when there are more feasible pairs than fit into memory.
    """
    numbered = _number(problem)
    ground = Ground.of(problem, numbered.requests, numbered.volunteers, pools=numbered.pools)
    able = (numbered.volunteers < numbered.pools) & (problem.volunteers.capacity > 0)
    in_pool = numbered.requests < numbered.pools
    nowhere = Ground(*(np.zeros_like(column) for column in ground))
    where = problem.requests.where
    scans = (
        (ground, in_pool & (where == PLACED), able & (problem.volunteers.radius_m >= 0), _within_radius),
        (nowhere, in_pool & (where == REMOTE), able, _without_way),
    )
    found: list[Listed] = []
    for lie, requests, volunteers, measure in scans:
        scan = _Scan.prepare(problem, numbered, lie, requests, volunteers)
        found += scan.run(partial(measure, problem), threads=threads)
        check_count(sum(len(part[0]) for part in found))
    return _finish(problem, _compress(len(where), found))


def _number(problem: Problem) -> _Numbered:
    """Return the numbers of pools, and of the needs those that a rule asks about."""
    shared = np.intersect1d(problem.requests.pool, problem.volunteers.pool)
    requests, volunteers = (
        _places_among(shared, pool) for pool in (problem.requests.pool, problem.volunteers.pool)
    )
    words = problem.vocabulary
    asked = [
        sum(words.bits_of(rule, pool) for rule in ("skills", "requirements", "vehicle"))
        for pool in shared.tolist()
    ]
    bits = np.array([*asked, 0], dtype=np.uint64)
    table = problem.requests
    is_led = (table.leads > 0) & (table.leads >= table.quantity)
    needs = (table.need_mask & bits[requests]) | np.where(is_led, table.lead_mask, np.uint64(0))
    return _Numbered(requests, volunteers, len(shared), needs)


def _places_among(shared: Int32, pool: Int32) -> Int64:
    """Return the place of each pool among those shared, or one past the last if it is not there."""
    place = np.searchsorted(shared, pool).astype(np.int64)
    is_there = np.append(shared, -1)[place] == pool
    return np.where(is_there, place, len(shared))


class _Scan(NamedTuple):
    """A scan of some volunteers over an index of some requests.

    Attributes:
        lookout, strips: what the kernel reads.
        rows: the volunteers' rows.
        work: for each of them how many requests their pool has, about: by this the scan is divided.
    """

    lookout: "Lookout"
    strips: "Strips"
    rows: Int32
    work: Int64

    @classmethod
    def prepare(
        cls, problem: Problem, numbered: _Numbered, ground: Ground, requests: Flags, volunteers: Flags
    ) -> "_Scan":
        """Index the requests."""
        from manyhands.core.dispatch.kernels.strips import Lookout  # noqa: PLC0415  loads numba

        row, people = np.flatnonzero(requests), np.flatnonzero(volunteers)
        table, helpers = problem.requests, problem.volunteers
        pool = numbered.volunteers[people]
        lookout = Lookout(
            pool,
            ground.volunteer_x[people],
            ground.volunteer_y[people],
            ground.reach_m[people],
            helpers.have_mask[people],
            helpers.language_mask[people],
            helpers.slot_mask[people],
        )
        strips = build_strips(
            numbered.requests[row],
            pools=numbered.pools,
            x_m=ground.request_x[row],
            y_m=ground.request_y[row],
            masks=(numbered.needs[row], table.language_mask[row], table.slot_mask[row]),
            have_mask=lookout.have_mask,
            row=row.astype(np.int32),
        )
        size = np.bincount(numbered.requests[row], minlength=numbered.pools + 1)
        return cls(lookout, strips, people.astype(np.int32), size[pool] + 5)

    def run(self, measure: Measure, *, threads: int) -> list[Listed]:
        """Return what is found and measured, in the order of volunteers."""
        done = np.cumsum(self.work)
        pieces = 4 * threads if threads > 1 else 1
        total = done[-1] if len(done) else 0
        bounds = [0, *np.searchsorted(done, total * np.arange(1, pieces) / pieces).tolist(), len(self.rows)]
        with ThreadPoolExecutor(threads) as crew:
            parts = crew.map(lambda piece: list(self._run_piece(piece, measure)), pairwise(bounds))
            return [part for piece in parts for part in piece]

    def _run_piece(self, bounds: tuple[int, int], measure: Measure) -> Iterator[Listed]:
        """Yield the pairs of a run of volunteers, as many at a time as there is room for."""
        from manyhands.core.dispatch.kernels.strips import scan  # noqa: PLC0415  loads numba

        first, last = bounds
        requests, volunteers = np.empty((2, PAIRS_AT_ONCE), dtype=np.int32)
        total = 0
        while first < last:
            count, reached = scan(first, last, self.lookout, self.strips, requests, volunteers)
            if reached == first:
                requests, volunteers = np.empty((2, 2 * len(requests)), dtype=np.int32)
                continue
            first = reached
            part = measure(requests[:count], self.rows[volunteers[:count]])
            total += len(part[0])
            check_count(total)
            yield part


def _within_radius(problem: Problem, requests: Int32, volunteers: Int32) -> Listed:
    """Keep the pairs whose way, measured exactly, is no longer than the volunteer goes."""
    way_m = PairColumns(problem, requests.astype(np.int64), volunteers.astype(np.int64)).way_m()
    near = way_m <= problem.volunteers.radius_m[volunteers]
    return requests[near], volunteers[near], way_m[near]


def _without_way(_problem: Problem, requests: Int32, volunteers: Int32) -> Listed:
    """Keep all pairs: there is no way to go."""
    return requests.copy(), volunteers.copy(), np.zeros(len(requests), dtype=np.int32)


def _compress(count: int, found: list[Listed]) -> tuple[Int64, Int32, Int32]:
    """Return where each request's row starts, and the volunteers and metres of all rows."""
    from manyhands.core.dispatch.kernels.strips import fill_rows  # noqa: PLC0415  loads numba

    counts = np.zeros(count, dtype=np.int64)
    for requests, _volunteers, _metres in found:
        counts += np.bincount(requests, minlength=count)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    volunteers, metres = np.empty(start[-1], dtype=np.int32), np.empty(start[-1], dtype=np.int32)
    place = start[:-1].copy()
    for part in found:
        fill_rows(part, place, volunteers, metres)
    return start, volunteers, metres


def _finish(problem: Problem, rows: tuple[Int64, Int32, Int32]) -> Arcs:
    """Take out the blocked pairs, which are few, and add what is wished."""
    start, volunteers, metres = rows
    blocked, places = find_places(start, volunteers, problem.blocked)
    if len(places):
        stays = np.ones(len(volunteers), dtype=np.bool_)
        stays[places] = False
        volunteers, metres = volunteers[stays], metres[stays]
        # A pair may be blocked for several reasons.
        _places, first = np.unique(places, return_index=True)
        fewer = np.bincount(problem.blocked[blocked[first], 0], minlength=len(start) - 1)
        start = start - np.concatenate([[0], np.cumsum(fewer)])
    return Arcs(
        start=start,
        volunteer=volunteers,
        distance_m=metres,
        preference=find_preferences(problem, start, volunteers),
    )
