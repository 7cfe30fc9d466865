"""Who is near enough and able, without looking at everybody: requests lie in strips, volunteers look around.

Requests are kept by pool and by the rarest thing they require, each such heap in horizontal strips ordered by x.
A volunteer looks only into heaps of things they have, only at strips within their radius, and by bisection only at
the stretch of each strip that a circle around them covers. What is left is tested by three bit operations and one
comparison. What is asked for from anywhere lies in heaps of its own, of which everything is near. The pairs are
exactly those of the plain tables, see ``candidates.oracle``.

Invariants: the heaps of a pool are neighbours, those without a way last; a volunteer's pairs are written together, and
volunteers in their order, so that nothing has to be sorted afterwards.

Time: O(pairs + tests); tests are about ten times the pairs in towns of uneven density, where a search by distance
alone has thirty-four times. Memory: 8 bytes a pair.

Source: J. L. Bentley, J. H. Friedman, "Data structures for range searching", ACM Computing Surveys 11 (1979):
projection; the key by rarest item is that of set-containment joins (inverted lists).
"""

from math import frexp
from typing import NamedTuple

import numpy as np

from manyhands.core.dispatch.kernels.compiled import inlined, lean
from manyhands.core.dispatch.problem import Int32, Int64, UInt64

BITS = 64
HEAPS = BITS + 1
"""One for each of 64 bits, and one for requests that require nothing; each pool has them twice, see ``Strips``."""
FEW = 24
"""Stretches up to this length are tested outright: bisection would cost as much."""
ANYWHERE = 2**62
"""No square of a distance is more: what has no way is near enough."""
FULL = -1
"""Said instead of a number of pairs when the next ones might not fit."""


class Strips(NamedTuple):
    """Requests in the order pool, heap, strip, x.

    Attributes:
        asked_mask, remote_mask: for each pool the bits that have a heap, of requests with a way and without.
        heap: for each pool the numbers of its 65 heaps, then of those without a way; the last heap of all where there
            is none.
        first_strip: for each heap its first strip; one more at the end.
        lowest_m: for each heap the lower edge of its first strip.
        height_m: for each heap the height of its strips.
        start: for each strip its first place; one more at the end.
        x_m, y_m, need_mask, language_mask, slot_mask: columns of the requests in this order.
        row: the request's row in its table.
    """

    asked_mask: UInt64
    remote_mask: UInt64
    heap: Int32
    first_strip: Int64
    lowest_m: Int64
    height_m: Int64
    start: Int64
    x_m: Int32
    y_m: Int32
    need_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64
    row: Int32


class Lookout(NamedTuple):
    """Who looks around, and the volunteers' columns as in their table.

    Attributes:
        row: the rows of those who may be looked at, ascending.
        pool: the number of the pool, as in ``Strips``.
        x_m, y_m: so small that distances are exact, see ``candidates.ground``.
        reach_m: how far to look; negative for those of whom nobody knows where they start.
        have_mask, language_mask, slot_mask: as in their table.
        banned_by, banned: pairs that must not be: the volunteer's row, ascending, and the request's row.
    """

    row: Int32
    pool: Int32
    x_m: Int32
    y_m: Int32
    reach_m: Int32
    have_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64
    banned_by: Int32
    banned: Int32


@lean
def scan(
    first: int, last: int, lookout: Lookout, strips: Strips, found: tuple[Int32, Int32], upto: Int32
) -> tuple[int, int]:
    """Write the feasible pairs of those from ``first`` to before ``last``, one person after the other.

    Args:
        first, last: places in ``lookout.row``.
        lookout, strips: who looks at what.
        found: written to: the request's row of each pair, and the metres between the two.
        upto: written to: for each place how many pairs were written up to there.

    Returns:
        How many pairs were written, and the first place whose pairs did not fit any more, or ``last``.
    """
    count = 0
    ban = _first_at_least(lookout.banned_by, 0, len(lookout.banned_by), lookout.row[first])
    for place in range(first, last):
        here, before = lookout.row[place], count
        near = _look_around(here, lookout, strips, found[0], before)
        count = _look_anywhere(here, lookout, strips, found[0], near)
        if count == FULL:
            return before, place
        while ban < len(lookout.banned_by) and lookout.banned_by[ban] < here:
            ban += 1
        count = _settle(here, ban, lookout, strips, found, (before, near, count))
        upto[place] = count
    return count, last


@inlined
def _look_around(here: int, lookout: Lookout, strips: Strips, found: Int32, count: int) -> int:
    """Append the places of feasible requests within the circle; return how many there are now, or FULL."""
    reach, pool = int(lookout.reach_m[here]), lookout.pool[here]
    if reach < 0:
        return count
    todo, bit = strips.asked_mask[pool] & lookout.have_mask[here], 0
    while bit < BITS:
        todo, bit = _next_bit(todo)
        heap = strips.heap[2 * pool * HEAPS + bit]
        strip, end_strip = _reach(heap, here, lookout, strips)
        while strip < end_strip:
            begin, end = _stretch(heap, strip, here, lookout, strips)
            if count + end - begin > len(found):
                return FULL
            # Measured is to the nearest metre, and (reach + 1/2) ** 2 is a quarter more than this.
            count = _test(begin, end, here, reach * reach + reach, lookout, strips, found, count)
            strip += 1
    return count


@inlined
def _look_anywhere(here: int, lookout: Lookout, strips: Strips, found: Int32, count: int) -> int:
    """Append the places of feasible requests that have no way; return how many there are now, or FULL."""
    if count == FULL:
        return FULL
    pool = lookout.pool[here]
    todo, bit = strips.remote_mask[pool] & lookout.have_mask[here], 0
    while bit < BITS:
        todo, bit = _next_bit(todo)
        heap = strips.heap[(2 * pool + 1) * HEAPS + bit]
        begin, end = strips.start[strips.first_strip[heap]], strips.start[strips.first_strip[heap + 1]]
        if count + end - begin > len(found):
            return FULL
        count = _test(begin, end, here, ANYWHERE, lookout, strips, found, count)
    return count


@inlined
def _next_bit(mask: np.uint64) -> tuple[np.uint64, int]:
    """Return a mask without its lowest bit, and the number of that; of an empty one BITS, for what requires nothing."""
    if mask == np.uint64(0):
        return mask, BITS
    rest = mask & (mask - np.uint64(1))
    # Of a power of two a float knows the exponent.
    return rest, frexp(np.float64(mask ^ rest))[1] - 1


@inlined
def _reach(heap: int, here: int, lookout: Lookout, strips: Strips) -> tuple[int, int]:
    """Return the strips of a heap that the circle touches: the first, and one past the last."""
    first, end = strips.first_strip[heap], strips.first_strip[heap + 1]
    if first == end:
        return first, first
    y, far, lowest = int(lookout.y_m[here]), int(lookout.reach_m[here]) + 1, strips.lowest_m[heap]
    if y + far < lowest:
        return first, first
    height = strips.height_m[heap]
    low = max(0, (y - far - lowest) // height)
    high = (y + far - lowest) // height
    return first + low, min(end, first + high + 1)


@inlined
def _stretch(heap: int, strip: int, here: int, lookout: Lookout, strips: Strips) -> tuple[int, int]:
    """Return the places of one strip that the circle can cover."""
    begin, end = strips.start[strip], strips.start[strip + 1]
    if end - begin <= FEW:
        return begin, end
    height = strips.height_m[heap]
    lower = strips.lowest_m[heap] + (strip - strips.first_strip[heap]) * height
    x, y, far = int(lookout.x_m[here]), int(lookout.y_m[here]), int(lookout.reach_m[here]) + 1
    away = max(0, lower - y, y - lower - height)
    half = int(np.sqrt(far * far - away * away)) + 1 if away <= far else -1
    begin = _first_at_least(strips.x_m, begin, end, x - half)
    return begin, _first_at_least(strips.x_m, begin, end, x + half + 1)


@inlined
def _first_at_least(values: Int32, begin: int, end: int, value: int) -> int:
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
    begin: int, end: int, here: int, most: int, lookout: Lookout, strips: Strips, found: Int32, count: int
) -> int:
    """Append the places of a stretch that are feasible; without a branch, as most of a stretch may fail.

    Places without a sign: with one, each access would ask first whether to count from the end.
    """
    x, y = np.int64(lookout.x_m[here]), np.int64(lookout.y_m[here])
    lacking = ~lookout.have_mask[here]
    languages, slots = lookout.language_mask[here], lookout.slot_mask[here]
    none = np.uint64(0)
    for at in range(np.uint64(begin), np.uint64(end)):
        dx, dy = strips.x_m[at] - x, strips.y_m[at] - y
        is_feasible = (
            (dx * dx + dy * dy <= most)
            & ((strips.slot_mask[at] & slots) != none)
            & ((strips.need_mask[at] & lacking) == none)
            & ((strips.language_mask[at] & languages) != none)
        )
        found[np.uint64(count)] = at
        count += is_feasible
    return count


@inlined
def _settle(
    here: int,
    ban: int,
    lookout: Lookout,
    strips: Strips,
    found: tuple[Int32, Int32],
    bounds: tuple[int, int, int],
) -> int:
    """Write rows and metres in the stead of places, without what is banned; return how many pairs there are now.

    Args:
        here: the volunteer's row.
        ban: where theirs begin among the banned pairs, if there are any.
        lookout, strips: who looked at what.
        found: places of requests, to be rows; and metres, to be written.
        bounds: where the volunteer's pairs begin, where those without a way do, and where they end.
    """
    requests, metres = found
    before, near, after = bounds
    x, y = np.int64(lookout.x_m[here]), np.int64(lookout.y_m[here])
    kept = before
    for at in range(before, after):
        place = requests[at]
        row = strips.row[place]
        look = ban
        while look < len(lookout.banned) and lookout.banned_by[look] == here and lookout.banned[look] != row:
            look += 1
        if look < len(lookout.banned) and lookout.banned_by[look] == here:
            continue
        dx, dy = strips.x_m[place] - x, strips.y_m[place] - y
        requests[kept] = row
        metres[kept] = np.rint(np.sqrt(np.float64(dx * dx + dy * dy))) if at < near else 0
        kept += 1
    return kept
