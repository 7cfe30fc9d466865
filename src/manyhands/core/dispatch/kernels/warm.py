"""Compile everything, or load what was compiled: for whoever will plan and has time before."""

import numpy as np

from manyhands.core.dispatch.kernels.by_request import count_rows, fill_rows
from manyhands.core.dispatch.kernels.flow import make_flow
from manyhands.core.dispatch.kernels.highest_prices import raise_to_highest
from manyhands.core.dispatch.kernels.insertion import insert_all
from manyhands.core.dispatch.kernels.settling import begin_work, list_columns, loosen_keys, settle
from manyhands.core.dispatch.kernels.strips import HEAPS, Lookout, Strips, scan


def warm() -> None:
    """Run each kernel of planning once, on one request and one volunteer.

    The first time on a machine, and after each change of a kernel, this takes about 15 s; else half a
    second, most of it for loading numba. A planning process that does not call it pays the same when it
    comes to a large pool.
    """
    one = np.ones(1, dtype=np.int64)
    small = np.zeros(1, dtype=np.int32)
    bits = np.ones(1, dtype=np.uint64)
    longs = np.array([0, 1])
    flow = make_flow(longs, small, one, unserved=5 * one, quantity=one, marginal=one, capacity=one)
    insert_all(flow, 0 * one, 1)
    loosen_keys(flow, one)
    settle(flow, list_columns(flow), begin_work(flow, 0), 0 * one, one[:0], 0)
    raise_to_highest(flow)
    heaps = np.zeros(2 * HEAPS, dtype=np.int32)
    strips = Strips(bits, bits, heaps, longs, one, one, longs, small, small, bits, bits, bits, small)
    lookout = Lookout(*(small, small, small, small, small, bits, bits, bits), *(small[:0], small[:0]))
    scan(0, 1, lookout, strips, (small.copy(), small.copy()), small.copy())
    count_rows(small, longs.copy())
    fill_rows(small, small, (small, small), longs.copy(), (small.copy(), small.copy()))
