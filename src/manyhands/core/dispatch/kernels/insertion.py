"""A pool from nothing: one unit after the other, those first that have the fewest ways to be met.

The order decides only the time: what is inserted early is moved later, and few can move what has few arcs. A pool
with nearly as many tasks as room for them is where searches get long: another solver is faster there, so that the
search has a budget.

Time: O(units x arcs x log) at worst; where there is room, a few looks at arcs for each unit.
"""

from manyhands.core.dispatch.kernels.augment import augment
from manyhands.core.dispatch.kernels.compiled import compiled
from manyhands.core.dispatch.kernels.flow import Flow
from manyhands.core.dispatch.kernels.rows import sort_row
from manyhands.core.dispatch.kernels.work import SCANS, make_work
from manyhands.core.dispatch.problem import Int64

FREE_SCANS = 1_000
"""Looks at rows that even the smallest pool may cost."""


@compiled
def insert_all(flow: Flow, order: Int64, scans_per_unit: int) -> bool:
    """Make an empty flow the cheapest; give up, and say so, when it takes too many scans.

    Args:
        flow: of one pool, empty.
        order: the requests, in the order in which they are inserted; rows after them are served already.
        scans_per_unit: how many looks at rows each unit may cost on average.
    """
    units = 0
    for request in range(len(order)):
        units += flow.quantity[request]
        sort_row(flow, request)
    work = make_work(len(flow.cost), flow.quantity.sum(), len(flow.volunteers), len(flow.requests))
    budget = FREE_SCANS + units * scans_per_unit
    for request in order:
        for _unit in range(flow.quantity[request]):
            augment(flow, work, request)
        if work.register[SCANS] > budget:
            return False
    return True
