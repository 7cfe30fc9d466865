"""Compile everything, or load what was compiled: for whoever will plan and has time before."""

import numpy as np

from manyhands.core.dispatch.kernels.flow import make_flow
from manyhands.core.dispatch.kernels.highest_prices import raise_to_highest
from manyhands.core.dispatch.kernels.insertion import insert_all
from manyhands.core.dispatch.kernels.settling import begin_work, list_columns, loosen_keys, settle
from manyhands.core.dispatch.kernels.strips import Lookout, Strips, fill_rows, scan


def warm() -> None:
    """Run each kernel of planning once, on one request and one volunteer.

    The first time on a machine, and after each change of a kernel, this takes about 15 s; else half a
    second, most of it for loading numba. A planning process that does not call it pays the same when it
    comes to a large pool.
    """
    one = np.ones(1, dtype=np.int64)
    small = np.zeros(1, dtype=np.int32)
    bits = np.ones(1, dtype=np.uint64)
    flow = make_flow(np.array([0, 1]), small, one, unserved=5 * one, quantity=one, marginal=one, capacity=one)
    insert_all(flow, 0 * one, 1)
    loosen_keys(flow, one)
    settle(flow, list_columns(flow), begin_work(flow, 0), 0 * one, one[:0], 0)
    raise_to_highest(flow)
    heaps = np.zeros(66, dtype=np.int64)
    heaps[65] = 1
    strips = Strips(heaps, heaps[:65], heaps[:65] + 1, np.array([0, 1]), one, one, bits, bits, bits, small)
    lookout = Lookout(0 * one, one, one, one, bits, bits, bits)
    scan(0, 1, lookout, strips, small.copy(), small.copy())
    fill_rows((small, small, small), 0 * one, small.copy(), small.copy())
