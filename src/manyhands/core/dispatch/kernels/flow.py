"""The flow that is being improved: arcs by request, tasks by volunteer, and a price on everything.

It is a min-cost flow: each request sends ``quantity`` units over its arcs to volunteers, and each volunteer sends
what arrives on to the sink; the nth unit costs the nth marginal cost of the load. A unit may also go straight from
its request to the sink, which costs what leaving it unmet costs. Neither kind of exit is stored as arcs.

Held true between any two steps, and what makes the flow the cheapest (complementary slackness):

* ``dual[i] <= cost + price[v]`` for each arc, with equality where volunteer v does request i;
* ``dual[i] <= unserved[i]``, with equality where a unit of i is unmet;
* ``marginal of v's last task <= price[v] <= marginal of the next``.

Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows" (1993), chapters 9 and 14.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.kernels.heap import LARGEST_VALUE
from manyhands.core.dispatch.kernels.work import FIRST_REQUEST
from manyhands.core.dispatch.problem import Int32, Int64, ProblemError

# Columns of `volunteers`: eight, so that one volunteer is one cache line.
PRICE, DISTANCE, FROM, FROM_COST, STAMP, LOAD, FIRST_TASK, CAPACITY = range(8)
# Columns of `requests`.
DUAL, REACHED, VIA, SEEN, SERVED, FIRST_HELPER, UNSERVED, WASTE = range(8)


OUT_OF_REACH = 1 << 40
"""The price of a volunteer who takes nothing: above any cost, far below where sums would overflow."""


class Flow(NamedTuple):
    """All arrays of a flow; the kernels change them in place.

    Attributes:
        begin, end: where each request's row of arcs lies.
        volunteer, cost: the arcs, row by row; a row is kept in the order of ``key``.
        key: a lower bound of ``cost + price`` for each arc, ascending in each row.
        marginal: costs of the first, second ... task of each volunteer, from ``FIRST_TASK`` on.
        task: the requests that a volunteer does, from ``FIRST_TASK`` on, ``LOAD`` of them.
        task_cost: the cost of the arc behind each.
        helper: the volunteers of a request, from ``FIRST_HELPER`` on, ``SERVED`` of them.
        volunteers, requests: one row each of the columns above.
        quantity: how many units each request wants.
    """

    begin: Int64
    end: Int64
    volunteer: Int32
    cost: Int32
    key: Int32
    marginal: Int64
    task: Int32
    task_cost: Int64
    helper: Int32
    volunteers: Int64
    requests: Int64
    quantity: Int64


class CostTooLargeError(ProblemError):
    """A cost, or a number of rows, that the packed queue cannot hold; use smaller weights or another solver."""


def make_flow(
    start: Int64,
    volunteer: Int32,
    cost: Int64,
    *,
    unserved: Int64,
    quantity: Int64,
    marginal: Int64,
    capacity: Int64,
) -> Flow:
    """Return the empty flow of one pool: nobody does anything yet, and prices are those of first tasks.

    Every number that a kernel makes of these stays below 2**41 before it is packed: labels are cut off at
    what leaving the source unmet costs, and no price exceeds the dearest of these by more than one arc.

    Args:
        start, volunteer, cost: arcs in compressed rows of requests; costs 0 or more.
        unserved: what a unit of each request costs when it is unmet.
        quantity: units of each request.
        marginal: costs of each volunteer's tasks, one after another, ascending for each volunteer.
        capacity: how many tasks each volunteer may take; their sum is the length of ``marginal``.

    Raises:
        CostTooLargeError: when costs could exceed what a packed queue holds (about 5e11) or 32 bits for an
            arc, or when there are more than 8 million rows.
    """
    most = int(max(unserved.max(initial=0), 0)) + int(cost.max(initial=0)) + int(marginal.max(initial=0))
    if most >= LARGEST_VALUE or cost.max(initial=0) > np.iinfo(np.int32).max:
        raise CostTooLargeError(
            f"costs add up to {most}, but must stay below {LARGEST_VALUE}: make the weights smaller"
        )
    if max(len(capacity), len(quantity)) > FIRST_REQUEST:
        raise CostTooLargeError(
            f"a pool of more than {FIRST_REQUEST} rows is too large to be planned at once"
        )
    first_task = _offsets(capacity)
    volunteers = np.zeros((len(capacity), 8), dtype=np.int64)
    volunteers[:, FROM] = -1
    volunteers[:, FIRST_TASK] = first_task[:-1]
    volunteers[:, CAPACITY] = capacity
    able = capacity > 0
    volunteers[:, PRICE] = OUT_OF_REACH
    volunteers[able, PRICE] = marginal[first_task[:-1][able]]
    first_helper = _offsets(quantity)
    requests = np.zeros((len(quantity), 8), dtype=np.int64)
    requests[:, VIA] = -1
    requests[:, FIRST_HELPER] = first_helper[:-1]
    requests[:, UNSERVED] = unserved
    return Flow(
        begin=start[:-1].astype(np.int64),
        end=start[1:].astype(np.int64),
        volunteer=volunteer.astype(np.int32),
        cost=cost.astype(np.int32),
        key=np.empty(len(cost), dtype=np.int32),
        marginal=marginal.astype(np.int64),
        task=np.full(first_task[-1], -1, dtype=np.int32),
        task_cost=np.zeros(first_task[-1], dtype=np.int64),
        helper=np.full(first_helper[-1], -1, dtype=np.int32),
        volunteers=volunteers,
        requests=requests,
        quantity=quantity.astype(np.int64),
    )


def _offsets(lengths: NDArray[np.integer]) -> Int64:
    """Return where each run begins when runs of these lengths follow one another, and where the last ends."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets
