"""The index that ``kernels.strips`` reads."""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.problem import Int8, Int32, Int64, UInt64

if TYPE_CHECKING:
    from manyhands.core.dispatch.kernels.strips import Strips

STRIP_M: Final = 2_000
"""The least height of a strip."""

IN_A_STRIP: Final = 8
"""Strips are so high that about as many requests are in each: to come to one costs as much as to test these."""

SAMPLE: Final = 8_192
"""So many volunteers, evenly chosen, tell what is rare; pairs are the same whatever they tell."""

_NOTHING: Final = 64

_X: Final = 32
"""Bits of a key that hold x."""


class Asked(NamedTuple):
    """Columns of the requests that somebody may be found for.

    Attributes:
        row: the request's row in its table.
        pool: the number of its pool.
        x_m, y_m: where it is.
        is_remote: whether there is no way to it.
        need_mask, language_mask, slot_mask: what it requires, its languages and its slots.
    """

    row: Int32
    pool: Int32
    x_m: Int32
    y_m: Int32
    is_remote: NDArray[np.bool_]
    need_mask: UInt64
    language_mask: UInt64
    slot_mask: UInt64


def build_strips(asked: Asked, *, pools: int, have_mask: UInt64) -> "Strips":
    """Return the index of requests.

    Args:
        asked: the requests.
        pools: how many pools there are; numbers are below.
        have_mask: what volunteers have: by this it is known what is rare.
    """
    from manyhands.core.dispatch.kernels.strips import BITS, HEAPS, Strips  # noqa: PLC0415  loads numba

    y_m = np.where(asked.is_remote, 0, asked.y_m).astype(np.int64)
    side = 2 * asked.pool.astype(np.int64) + asked.is_remote
    key = side * HEAPS + _rarest_bits(asked.need_mask, have_mask)
    is_there = np.zeros(2 * pools * HEAPS, dtype=np.bool_)
    is_there[key] = True
    heaps = int(np.count_nonzero(is_there))
    number = np.full(len(is_there), heaps, dtype=np.int32)
    number[is_there] = np.arange(heaps, dtype=np.int32)
    heap = number[key].astype(np.int64)
    lowest, height, first_strip = _cut(heap, y_m, heaps + 1)
    strip = first_strip[heap] + (y_m - lowest[heap]) // height[heap]
    order = np.argsort((strip << _X) + asked.x_m)
    start = np.zeros(first_strip[-1] + 1, dtype=np.int64)
    # None of the last is empty: it is there for what lies farthest north.
    np.cumsum(np.bincount(strip), out=start[1:])
    bytes_ = np.packbits(is_there.reshape(-1, HEAPS)[:, :BITS], axis=1, bitorder="little")
    masks = bytes_.view("<u8").astype(np.uint64).reshape(pools, 2)
    return Strips(
        masks[:, 0].copy(),
        masks[:, 1].copy(),
        number,
        first_strip,
        lowest,
        height,
        start,
        asked.x_m[order],
        y_m[order].astype(np.int32),
        asked.need_mask[order],
        asked.language_mask[order],
        asked.slot_mask[order],
        asked.row[order],
    )


def _cut(heap: Int64, y_m: Int64, heaps: int) -> tuple[Int64, Int64, Int64]:
    """Return of each heap the lower edge, how high its strips are, and which is the first; the last heap is empty."""
    # With all columns of one type these take a fiftieth of the time.
    lowest, highest = np.full(heaps, 2**40), np.full(heaps, -(2**40))
    np.minimum.at(lowest, heap, y_m)
    np.maximum.at(highest, heap, y_m)
    extent, size = highest - lowest, np.bincount(heap, minlength=heaps)
    height = np.maximum(STRIP_M, extent * IN_A_STRIP // np.maximum(size, 1) + 1)
    first_strip = np.zeros(heaps + 1, dtype=np.int64)
    np.cumsum(np.where(size > 0, extent // height + 1, 0), out=first_strip[1:])
    return lowest, height, first_strip


def _rarest_bits(needed: UInt64, have: UInt64) -> Int8:
    """Return for each request the number of the bit it needs that fewest volunteers have, 64 if it needs nothing."""
    used = int(np.bitwise_or.reduce(needed)) if len(needed) else 0
    rarest = np.full(len(needed), _NOTHING, dtype=np.int8)
    numbers = [number for number in range(64) if used >> number & 1]
    some = have[:: len(have) // SAMPLE + 1]
    holders = {number: np.count_nonzero(some & np.uint64(1 << number)) for number in numbers}
    for number in sorted(numbers, key=lambda number: -holders[number]):
        np.copyto(rarest, number, where=(needed & np.uint64(1 << number)) != 0)
    return rarest
