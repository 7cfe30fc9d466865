"""The index that ``kernels.strips`` reads."""

from typing import TYPE_CHECKING, Final

import numpy as np

from manyhands.core.dispatch.problem import Int32, Int64, UInt64

if TYPE_CHECKING:
    from manyhands.core.dispatch.kernels.strips import Strips

STRIP_M: Final = 2_000
"""The least height of a strip; a heap has no more strips than requests, so that a far one costs no memory."""


def build_strips(
    pool: Int64,
    *,
    pools: int,
    x_m: Int64,
    y_m: Int64,
    masks: tuple[UInt64, UInt64, UInt64],
    have_mask: UInt64,
    row: Int32,
) -> "Strips":
    """Return the index of requests.

    Args:
        pool: the number of each request's pool, below ``pools``.
        pools: how many there are.
        x_m, y_m: where each request is.
        masks: what each requires, its languages and its slots.
        have_mask: what volunteers have: by this it is known what is rare.
        row: the request's row in its table.
    """
    from manyhands.core.dispatch.kernels.strips import BITS, HEAPS_OF_A_POOL, Strips  # noqa: PLC0415

    needs, languages, slots = masks
    bit = _rarest_bits(needs, have_mask, nothing=BITS)
    heap = pool * HEAPS_OF_A_POOL + bit
    heaps = pools * HEAPS_OF_A_POOL
    lowest, highest = np.full(heaps, 2**40), np.full(heaps, -(2**40))
    np.minimum.at(lowest, heap, y_m)
    np.maximum.at(highest, heap, y_m)
    size = np.bincount(heap, minlength=heaps)
    height = np.maximum(STRIP_M, (highest - lowest) // np.maximum(size, 1) + 1)
    first_strip = np.zeros(heaps + 1, dtype=np.int64)
    np.cumsum(np.where(size > 0, (highest - lowest) // height + 1, 0), out=first_strip[1:])
    strip = first_strip[heap] + (y_m - lowest[heap]) // height[heap]
    order = np.lexsort((x_m, strip))
    start = np.zeros(first_strip[-1] + 1, dtype=np.int64)
    np.cumsum(np.bincount(strip, minlength=first_strip[-1]), out=start[1:])
    return Strips(
        first_strip,
        lowest,
        height,
        start,
        x_m[order],
        y_m[order],
        needs[order],
        languages[order],
        slots[order],
        row[order],
    )


def _rarest_bits(needed: UInt64, have: UInt64, *, nothing: int) -> Int64:
    """Return for each request the number of the bit it needs that fewest volunteers have."""
    used = int(np.bitwise_or.reduce(needed)) if len(needed) else 0
    rarest = np.full(len(needed), nothing, dtype=np.int64)
    numbers = [number for number in range(64) if used >> number & 1]
    holders = {number: np.count_nonzero(have & np.uint64(1 << number)) for number in numbers}
    for number in sorted(numbers, key=lambda number: -holders[number]):
        rarest[(needed & np.uint64(1 << number)) != 0] = number
    return rarest
