"""Rows of arcs in the order in which they are worth looking at."""

import numpy as np

from manyhands.core.dispatch.kernels.compiled import compiled
from manyhands.core.dispatch.kernels.flow import PRICE, Flow

LARGEST_KEY = 2**31 - 1
SHORT_ROW = 20
"""Up to this many arcs, inserting one by one beats sorting."""


@compiled
def sort_row(flow: Flow, request: int) -> None:
    """Bring one row into the order of ``cost + price`` as prices stand now.

    Prices only rise while requests are inserted, so the keys stay lower bounds until the row is sorted again; a key
    that does not fit into 32 bits is cut off, which leaves it one.
    """
    begin, end = flow.begin[request], flow.end[request]
    for at in range(begin, end):
        value = flow.cost[at] + flow.volunteers[flow.volunteer[at], PRICE]
        flow.key[at] = min(value, LARGEST_KEY)
    if end - begin <= SHORT_ROW:
        _insert_sorted(flow, begin, end)
    else:
        _sort_packed(flow, begin, end)


@compiled
def _insert_sorted(flow: Flow, begin: int, end: int) -> None:
    """Sort a short row in place; equal keys keep their order."""
    for at in range(begin + 1, end):
        key, volunteer, cost = flow.key[at], flow.volunteer[at], flow.cost[at]
        to = at
        while to > begin and flow.key[to - 1] > key:
            flow.key[to] = flow.key[to - 1]
            flow.volunteer[to] = flow.volunteer[to - 1]
            flow.cost[to] = flow.cost[to - 1]
            to -= 1
        flow.key[to], flow.volunteer[to], flow.cost[to] = key, volunteer, cost


@compiled
def _sort_packed(flow: Flow, begin: int, end: int) -> None:
    """Sort a long row: key and place in one number, so that equal keys keep their order."""
    count = end - begin
    packed = np.empty(count, dtype=np.int64)
    for at in range(count):
        packed[at] = (np.int64(flow.key[begin + at]) << 32) | at
    packed.sort()
    volunteer, cost = flow.volunteer[begin:end].copy(), flow.cost[begin:end].copy()
    for at in range(count):
        before = packed[at] & 0xFFFFFFFF
        flow.key[begin + at] = packed[at] >> 32
        flow.volunteer[begin + at] = volunteer[before]
        flow.cost[begin + at] = cost[before]
