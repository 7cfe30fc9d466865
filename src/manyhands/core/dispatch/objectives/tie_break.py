"""Between plans that are equally good a stable hash of both ids decides, never the order of rows."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from manyhands.core.dispatch.plan import GRAINS_PER_UNIT

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Ids, Int64, UInt64

_SHIFT = np.uint64(33)
_FIRST, _SECOND = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def hash_ids(ids: "Ids") -> "UInt64":
    """Return a stable 64-bit hash of each id, the same on every machine.

    >>> hash_ids(np.array(["r1", "r2"]))[0] == hash_ids(np.array(["r1"]))[0]
    np.True_
    """
    if ids.dtype.kind == "U":
        return _hash_texts(ids.tolist())
    return _mix(ids.astype(np.uint64))


def tie_cost(request_hash: "UInt64", volunteer_hash: "UInt64") -> "Int64":
    """Return 0 to 31 grains for each pair of hashes (same shape, or shapes that broadcast).

    Source: the finalizer of MurmurHash3 and the increment of SplitMix64 (G. L. Steele, D. Lea,
    C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).

    >>> tie_cost(hash_ids(np.array([1, 1])), hash_ids(np.array([7, 8]))).tolist()
    [19, 21]
    """
    mixed = _mix(request_hash ^ (volunteer_hash * _GOLDEN))
    return (mixed >> np.uint64(32)).astype(np.int64) % GRAINS_PER_UNIT


def _hash_texts(texts: Iterable[str]) -> "UInt64":
    """Return the first eight bytes of a BLAKE2b digest of each text, as little-endian numbers."""
    digests = b"".join(blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _mix(numbers: "UInt64") -> "UInt64":
    """Return numbers in which every bit of the input has moved half of the bits."""
    mixed = numbers + _GOLDEN
    mixed = (mixed ^ (mixed >> _SHIFT)) * _FIRST
    mixed = (mixed ^ (mixed >> _SHIFT)) * _SECOND
    return mixed ^ (mixed >> _SHIFT)
