"""Feasible pairs by an index of the requests: the same as the oracle's, without looking at everybody."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.candidates.ground import Ground
from manyhands.core.dispatch.candidates.preferences import find_preferences
from manyhands.core.dispatch.candidates.room import check_count
from manyhands.core.dispatch.candidates.strips import Asked, build_strips
from manyhands.core.dispatch.pairs import PairColumns
from manyhands.core.dispatch.problem import NOWHERE, REMOTE, Int32, Int64, Problem, UInt64

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

Number = TypeVar("Number", bound=np.generic)

PAIRS_AT_ONCE: Final = 1 << 17
"""Room for the pairs of one scan: 1 MB, which the processor's cache holds."""

SPARE_NUMBERS: Final = 1 << 16
"""Numbers of pools up to this and the number of rows are looked up in a table."""


class _Numbered(NamedTuple):
    """The pools that both tables have, numbered; rows of other pools have the number ``pools``."""

    requests: Int32
    volunteers: Int32
    pools: int
    needs: UInt64


class _Part(NamedTuple):
    """Pairs, person by person.

    Attributes:
        people: the volunteers' rows.
        upto: for each of them how many pairs there are up to theirs.
        requests, metres: of each pair.
    """

    people: Int32
    upto: Int32
    requests: Int32
    metres: Int32


def find_candidates(problem: Problem, *, threads: int = 1) -> Arcs:
    """Return every pair for which no rule fails and the volunteer has capacity left.

    Raises:
        TooManyPairsError: when there are more feasible pairs than fit into memory.
    """
    found = _Scan.prepare(problem, _number(problem)).run(threads=threads)
    check_count(sum(len(part.requests) for part in found))
    start, volunteers, metres = _compress(len(problem.requests), found)
    preference = find_preferences(problem, start, volunteers)
    return Arcs(start=start, volunteer=volunteers, distance_m=metres, preference=preference)


def _number(problem: Problem) -> _Numbered:
    """Return the numbers of pools, and of the needs those that a rule asks about."""
    names, requests, volunteers = _number_pools(problem.requests.pool, problem.volunteers.pool)
    words, rules = problem.vocabulary, ("skills", "requirements", "vehicle")
    asked = [sum(words.bits_of(rule, pool) for rule in rules) for pool in names.tolist()]
    bits = np.array([*asked, 0], dtype=np.uint64)
    table = problem.requests
    is_led = (table.leads > 0) & (table.leads >= table.quantity)
    needs = (table.need_mask & bits[requests]) | np.where(is_led, table.lead_mask, np.uint64(0))
    return _Numbered(requests, volunteers, len(names), needs)


def _number_pools(requests: Int32, volunteers: Int32) -> tuple[Int32, Int32, Int32]:
    """Return the pools that both have, and of each row the place of its pool among these, or one past the last.

    Whether a pool is there is noted by its number, which takes a tenth of the time of sorting; where
    numbers are large they are made smaller first.
    """
    count = len(requests)
    names, both = np.empty(0, dtype=np.int32), np.concatenate([requests, volunteers])
    if len(both) and both.max() > SPARE_NUMBERS + len(both):
        names, both = np.unique(both, return_inverse=True)
    size = int(both.max(initial=-1)) + 1
    is_asked, has_people = np.zeros((2, size), dtype=np.bool_)
    is_asked[both[:count]] = has_people[both[count:]] = True
    shared = np.flatnonzero(is_asked & has_people).astype(np.int32)
    place = np.full(size, len(shared), dtype=np.int32)
    place[shared] = np.arange(len(shared), dtype=np.int32)
    return names[shared] if len(names) else shared, place[both[:count]], place[both[count:]]


class _Scan(NamedTuple):
    """A scan of those who have time over an index of what is asked.

    Attributes:
        problem: what the rows are of.
        lookout, strips: what the kernel reads.
        work: for each of the people how many requests their pool has, about: by this the scan is divided.
        is_measured: whether the kernel's metres are the true ones.
    """

    problem: Problem
    lookout: "Lookout"
    strips: "Strips"
    work: Int64
    is_measured: bool

    @classmethod
    def prepare(cls, problem: Problem, numbered: _Numbered) -> "_Scan":
        """Index the requests."""
        from manyhands.core.dispatch.kernels.strips import Lookout  # noqa: PLC0415  loads numba

        requests, volunteers = problem.requests, problem.volunteers
        ground = Ground.of(problem, numbered.requests, numbered.volunteers, pools=numbered.pools)
        people = np.flatnonzero((numbered.volunteers < numbered.pools) & (volunteers.capacity > 0))
        banned = problem.blocked[np.lexsort((problem.blocked[:, 0], problem.blocked[:, 1]))]
        lookout = Lookout(
            people.astype(np.int32),
            numbered.volunteers,
            _plain(ground.volunteer_x),
            _plain(ground.volunteer_y),
            _plain(ground.reach_m),
            _plain(volunteers.have_mask),
            _plain(volunteers.language_mask),
            _plain(volunteers.slot_mask),
            banned[:, 1].copy(),
            banned[:, 0].copy(),
        )
        row = np.flatnonzero((numbered.requests < numbered.pools) & (requests.where != NOWHERE))
        asked = Asked(
            row.astype(np.int32),
            numbered.requests[row],
            ground.request_x[row],
            ground.request_y[row],
            requests.where[row] == REMOTE,
            numbered.needs[row],
            requests.language_mask[row],
            requests.slot_mask[row],
        )
        strips = build_strips(asked, pools=numbered.pools, have_mask=volunteers.have_mask)
        size = np.bincount(asked.pool, minlength=numbered.pools + 1)
        return cls(problem, lookout, strips, size[numbered.volunteers[people]] + 5, ground.is_true)

    def run(self, *, threads: int) -> list[_Part]:
        """Return what is found and measured, in the order of volunteers."""
        done = np.cumsum(self.work)
        pieces = 4 * threads if threads > 1 else 1
        total = done[-1] if len(done) else 0
        bounds = np.searchsorted(done, total * np.arange(1, pieces) / pieces).tolist()
        with ThreadPoolExecutor(threads) as crew:
            parts = crew.map(lambda piece: list(self._run_piece(*piece)), pairwise([0, *bounds, len(done)]))
            return [part for piece in parts for part in piece]

    def _run_piece(self, first: int, last: int) -> Iterator[_Part]:
        """Yield the pairs of a run of volunteers, as many at a time as there is room for."""
        from manyhands.core.dispatch.kernels.strips import scan  # noqa: PLC0415  loads numba

        upto = np.empty(last, dtype=np.int32)
        room, total = PAIRS_AT_ONCE, 0
        while first < last:
            requests, metres = np.empty((2, room), dtype=np.int32)
            count, reached = scan(first, last, self.lookout, self.strips, (requests, metres), upto)
            if reached == first:
                room *= 2
                continue
            people = slice(first, reached)
            part = _Part(self.lookout.row[people], upto[people], requests[:count], metres[:count])
            yield part if self.is_measured else _measured(self.problem, part)
            first, total = reached, total + count
            check_count(total)


def _plain(column: NDArray[Number]) -> NDArray[Number]:
    """Return a column as kernels are compiled for: what is in pieces, or not to be written to, is copied."""
    return np.require(column, requirements=["C", "W"])


def _measured(problem: Problem, part: _Part) -> _Part:
    """Return the pairs whose way, measured exactly, is no longer than the volunteer goes, or that have none."""
    counts = np.diff(part.upto, prepend=0)
    pairs = PairColumns(
        problem, part.requests.astype(np.int64), np.repeat(part.people, counts).astype(np.int64)
    )
    metres = pairs.distance_m()
    stays = pairs.is_remote() | (metres <= pairs.radius_m())
    upto = np.append(0, np.cumsum(stays))[part.upto].astype(np.int32)
    return _Part(part.people, upto, part.requests[stays], metres[stays])


def _compress(count: int, found: list[_Part]) -> tuple[Int64, Int32, Int32]:
    """Return where each request's row starts, and the volunteers and metres of all rows."""
    from manyhands.core.dispatch.kernels.by_request import count_rows, fill_rows  # noqa: PLC0415  loads numba

    start = np.zeros(count + 1, dtype=np.int64)
    for part in found:
        count_rows(part.requests, start[1:])
    np.cumsum(start, out=start)
    volunteers, metres = np.empty((2, start[-1]), dtype=np.int32)
    place = start[:-1].copy()
    for part in found:
        fill_rows(part.people, part.upto, (part.requests, part.metres), place, (volunteers, metres))
    return start, volunteers, metres
