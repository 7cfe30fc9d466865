"""Who is near enough and able, without looking at everybody: requests lie in strips, volunteers look around.

Requests are kept by pool and by the rarest thing they require, each such heap in horizontal strips ordered by x.
A volunteer looks only into heaps of things they have, only at strips within their radius, and by bisection only at
the stretch of each strip that a circle around them covers. What is left is tested by three bit operations and one
comparison. The pairs are exactly those of the plain tables, see ``candidates.oracle``.

Time: O(pairs + tests); tests are about eight times the pairs in towns of uneven density, where a search by distance
alone has thirty-four times.

Source: J. L. Bentley, J. H. Friedman, "Data structures for range searching", ACM Computing Surveys 11 (1979):
projection; the key by rarest item is that of set-containment joins (inverted lists).
"""

from typing import NamedTuple

import numpy as np

from manyhands.core.dispatch.kernels.compiled import inlined, lean
from manyhands.core.dispatch.problem import Int32, Int64, UInt64

BITS = 64
HEAPS_OF_A_POOL = BITS + 1
"""One for each of 64 bits, and one for requests that require nothing."""
FEW = 24
"""Stretches up to this length are tested outright: bisection would cost as much."""


class Strips(NamedTuple):
    """Requests in the order heap, strip, x. The heap of bit b in pool p is number ``65 p + b``.

    Attributes:
        first_strip: for each heap its first strip; one more at the end.
        lowest_m: for each heap the lower edge of its first strip.
        height_m: for each heap the height of its strips.
        start: for each strip its first place; one more at the end.
        x_m, y_m, need_mask, language_mask, slot_mask: columns of the requests in this order.
        row: the request's row in its table.
    """

    first_strip: Int64
    lowest_m: Int64
    height_m: Int64
    start: Int64
    x_m: Int64
    y_m: Int64
    need_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64
    row: Int32


class Lookout(NamedTuple):
    """The volunteers' columns, as the scan reads them; only of those who may be looked at.

    Attributes:
        pool: the number of the pool, as in ``Strips``.
        x_m, y_m: below 2**29 either way, as are those of requests, so that squares fit into 64 bits.
        reach_m: a little more than the radius: what is found is measured exactly afterwards.
        have_mask, language_mask, slot_mask: as in their table.
    """

    pool: Int64
    x_m: Int64
    y_m: Int64
    reach_m: Int64
    have_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64


@lean
def scan(
    first: int, last: int, lookout: Lookout, strips: Strips, requests: Int32, volunteers: Int32
) -> tuple[int, int]:
    """Write the feasible pairs of volunteers from ``first`` to before ``last``, by volunteer.

    Returns:
        How many pairs were written, and the first volunteer whose pairs did not fit any more, or ``last``.
    """
    count = 0
    for volunteer in range(first, last):
        before = count
        have = lookout.have_mask[volunteer]
        for bit in range(HEAPS_OF_A_POOL):
            # One heap more than bits: what requires nothing is for everybody.
            if bit < BITS and (have >> np.uint64(bit)) & np.uint64(1) == 0:
                continue
            heap = lookout.pool[volunteer] * HEAPS_OF_A_POOL + bit
            strip, end_strip = _reach(heap, volunteer, lookout, strips)
            while strip < end_strip:
                begin, end = _stretch(heap, strip, volunteer, lookout, strips)
                if count + end - begin > len(requests):
                    return before, volunteer
                count = _test(begin, end, volunteer, lookout, strips, requests, count)
                strip += 1
        volunteers[before:count] = volunteer
    return count, last


@inlined
def _reach(heap: int, volunteer: int, lookout: Lookout, strips: Strips) -> tuple[int, int]:
    """Return the strips of a heap that the volunteer's circle touches: the first, and one past the last."""
    first, end = strips.first_strip[heap], strips.first_strip[heap + 1]
    if first == end:
        return first, first
    y, reach, lowest = lookout.y_m[volunteer], lookout.reach_m[volunteer], strips.lowest_m[heap]
    if y + reach < lowest:
        return first, first
    height = strips.height_m[heap]
    low = max(0, (y - reach - lowest) // height)
    high = (y + reach - lowest) // height
    return first + low, min(end, first + high + 1)


@inlined
def _stretch(heap: int, strip: int, volunteer: int, lookout: Lookout, strips: Strips) -> tuple[int, int]:
    """Return the places of one strip that the circle can cover."""
    begin, end = strips.start[strip], strips.start[strip + 1]
    if end - begin <= FEW:
        return begin, end
    height = strips.height_m[heap]
    lower = strips.lowest_m[heap] + (strip - strips.first_strip[heap]) * height
    y, reach = lookout.y_m[volunteer], lookout.reach_m[volunteer]
    away = max(0, lower - y, y - lower - height)
    half = int(np.sqrt(reach * reach - away * away)) + 1 if away <= reach else -1
    x = lookout.x_m[volunteer]
    begin = _first_at_least(strips.x_m, begin, end, x - half)
    return begin, _first_at_least(strips.x_m, begin, end, x + half + 1)


@inlined
def _first_at_least(values: Int64, begin: int, end: int, value: int) -> int:
    """Return the first place from ``begin`` on whose value is not below."""
    while begin < end:
        middle = (begin + end) >> 1
        if values[middle] < value:
            begin = middle + 1
        else:
            end = middle
    return begin


@inlined
def _test(
    begin: int, end: int, volunteer: int, lookout: Lookout, strips: Strips, found: Int32, count: int
) -> int:
    """Append the requests of a stretch that are feasible; without a branch, as most of a stretch may fail.

    Places without a sign: with one, each access would ask first whether to count from the end.
    """
    x, y, reach = lookout.x_m[volunteer], lookout.y_m[volunteer], lookout.reach_m[volunteer]
    lacking = ~lookout.have_mask[volunteer]
    languages, slots = lookout.language_mask[volunteer], lookout.slot_mask[volunteer]
    most = reach * reach
    none = np.uint64(0)
    for at in range(np.uint64(begin), np.uint64(end)):
        dx, dy = strips.x_m[at] - x, strips.y_m[at] - y
        is_feasible = (
            (dx * dx + dy * dy <= most)
            & ((strips.slot_mask[at] & slots) != none)
            & ((strips.need_mask[at] & lacking) == none)
            & ((strips.language_mask[at] & languages) != none)
        )
        found[np.uint64(count)] = strips.row[at]
        count += is_feasible
    return count


@lean
def fill_rows(pairs: tuple[Int32, Int32, Int32], place: Int64, volunteers: Int32, distance_m: Int32) -> None:
    """Put pairs, given by volunteer, into compressed rows by request; each row is then in the order of volunteers.

    Args:
        pairs: for each its request, its volunteer and its distance.
        place: where the next pair of each request goes; moved on.
        volunteers, distance_m: written to.
    """
    requests, by, apart = pairs
    for at in range(len(requests)):
        request = requests[at]
        to = place[request]
        volunteers[to], distance_m[to] = by[at], apart[at]
        place[request] = to + 1
