"""What a search needs besides the flow: its queue, its notes and its registers."""

from typing import NamedTuple

import numpy as np

from manyhands.core.dispatch.kernels.compiled import compiled
from manyhands.core.dispatch.kernels.heap import NODE_BITS
from manyhands.core.dispatch.problem import Int64

FIRST_REQUEST = 1 << (NODE_BITS - 1)
"""Nodes from here on are requests; below, volunteers."""

# Registers of a search, kept in one array because compiled steps share them.
(
    BEST,
    EXIT_VOLUNTEER,
    EXIT_REQUEST,
    IN_HEAP,
    IN_STACK,
    VOLUNTEERS_SEEN,
    REQUESTS_SEEN,
    NOW,
    SCANS,
    STAMP_NOW,
) = range(10)
REGISTERS = 10


class Work(NamedTuple):
    """Allocated once for each pool.

    Attributes:
        register: the numbers named above.
        heap, stack: nodes to look at, those of the current label on the stack.
        volunteers, requests: rows that were looked at, whose prices change afterwards.
        via_cost: for each request what going to the volunteer at its ``VIA`` costs; only ``release`` uses it.
    """

    register: Int64
    heap: Int64
    stack: Int64
    volunteers: Int64
    requests: Int64
    via_cost: Int64


@compiled
def make_work(arcs: int, units: int, volunteers: int, requests: int) -> Work:
    """Return room for any search: each arc and each unit puts one node into the queue at most."""
    most = arcs + units + volunteers + requests
    return Work(
        np.zeros(REGISTERS, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(volunteers, dtype=np.int64),
        np.empty(requests, dtype=np.int64),
        np.empty(requests, dtype=np.int64),
    )
