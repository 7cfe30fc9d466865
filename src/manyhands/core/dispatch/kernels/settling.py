"""A cheapest flow in which something was taken from some, made the cheapest again: only what is near is searched.

Two steps for what ``gates`` leaves: the room that was lost by those who had too much for their hours is used as well
as can be (``release``), then those who have lost somebody find others (``augment``). Both keep the invariants of
``flow`` for everybody else, so the result is as cheap as one found from nothing.

Time: one search for each unit that was lost, and one for each volunteer who lost it.
"""

import numpy as np

from manyhands.core.dispatch.kernels.augment import NEVER_SORTED, augment
from manyhands.core.dispatch.kernels.changes import begin_dual, link_row
from manyhands.core.dispatch.kernels.compiled import lean
from manyhands.core.dispatch.kernels.flow import SEEN, STAMP, WASTE, Flow
from manyhands.core.dispatch.kernels.release import NONE, Columns, release
from manyhands.core.dispatch.kernels.rows import LARGEST_KEY
from manyhands.core.dispatch.kernels.work import SCANS, Work, make_work
from manyhands.core.dispatch.problem import Int64


def list_columns(flow: Flow) -> Columns:
    """Return the arcs by volunteer."""
    arcs = len(flow.cost)
    columns = Columns(
        np.full(len(flow.volunteers), NONE, dtype=np.int32),
        *(np.full(arcs, NONE, dtype=np.int32) for _column in range(3)),
    )
    link_rows(flow, columns)
    return columns


def begin_work(flow: Flow, lost: int) -> Work:
    """Return room for searches in a flow that has been searched before, and in which so many units are lost."""
    # Stamps count from 0 again.
    flow.volunteers[:, STAMP] = 0
    flow.requests[:, SEEN] = 0
    units = int(flow.quantity.sum()) + lost
    work: Work = make_work(len(flow.cost), units, len(flow.volunteers), len(flow.requests))
    return work


@lean
def link_rows(flow: Flow, columns: Columns) -> None:
    """Put every arc into its column, at the place it has in its row."""
    for request in range(len(flow.begin)):
        link_row(flow, columns, request, flow.begin[request])


@lean
def loosen_keys(flow: Flow, floor: Int64) -> None:
    """Make keys lower bounds for good, however far prices fall, and leave rows in the order they have.

    A key is the least that the arcs from it on can cost at prices that nobody's goes below. Rows that were never
    sorted anew are in that order already.
    """
    for request in range(len(flow.begin)):
        least = LARGEST_KEY
        for at in range(flow.end[request] - 1, flow.begin[request] - 1, -1):
            least = min(least, flow.cost[at] + floor[flow.volunteer[at]])
            flow.key[at] = least
        flow.requests[request, WASTE] = NEVER_SORTED


@lean
def settle(flow: Flow, columns: Columns, work: Work, volunteers: Int64, lost: Int64, budget: int) -> bool:
    """Make the flow the cheapest again; give up, and say so, when it takes too many scans.

    Args:
        flow: in which prices of ``volunteers`` may be too high for the room they have.
        columns: its arcs by volunteer.
        work: room for searches.
        volunteers: who has lost a task.
        lost: the rows that have lost a unit, once for each.
        budget: how many looks at rows it may cost.
    """
    for volunteer in volunteers:
        while release(flow, columns, work, volunteer):
            pass
    for request in lost:
        if flow.quantity[request] == 0:
            begin_dual(flow, request)
        flow.quantity[request] += 1
        augment(flow, work, request)
        if work.register[SCANS] > budget:
            return False
    return True
