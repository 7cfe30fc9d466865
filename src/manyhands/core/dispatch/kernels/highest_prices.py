"""The prices that say what one more would cost: of all that prove a flow the cheapest, the highest.

A search leaves prices that are high enough for the proof and for the next search. Explanations need more: a price is
what one more task of the volunteer would cost everybody together, a dual what one person more for the request would.
These are distances to the sink, found from above: begin with what a next task costs, and lower whatever somebody
could take over more cheaply, until nothing changes. Rows are in the order of a lower bound of ``cost + price``, so
that a look at one ends after a few arcs.

Time: O(rounds x requests x looks); there are as many rounds as the longest chain of hand-overs is long, at most, and
fewer, as what was lowered counts at once.

Source: R. E. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16 (1958).
"""

from manyhands.core.dispatch.kernels.augment import helps_already
from manyhands.core.dispatch.kernels.compiled import inlined, lean
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    LOAD,
    OUT_OF_REACH,
    PRICE,
    SERVED,
    UNSERVED,
    Flow,
)


@lean
def raise_to_highest(flow: Flow) -> None:
    """Replace the prices and duals of a cheapest flow by the highest that prove it."""
    for volunteer in range(len(flow.volunteers)):
        load, first = flow.volunteers[volunteer, LOAD], flow.volunteers[volunteer, FIRST_TASK]
        has_room = load < flow.volunteers[volunteer, CAPACITY]
        flow.volunteers[volunteer, PRICE] = flow.marginal[first + load] if has_room else OUT_OF_REACH
    is_settled = False
    while not is_settled:
        is_settled = True
        for request in range(len(flow.requests)):
            if flow.requests[request, SERVED] > 0 and _lower_helpers(flow, request):
                is_settled = False
    for request in range(len(flow.requests)):
        flow.requests[request, DUAL] = _least_dual(flow, request)


@inlined
def _least_dual(flow: Flow, request: int) -> int:
    """Return what one person more for a request costs as prices stand."""
    least = int(flow.requests[request, UNSERVED])
    at, end = flow.begin[request], flow.end[request]
    while at < end and flow.key[at] < least:
        volunteer = flow.volunteer[at]
        dual = flow.cost[at] + flow.volunteers[volunteer, PRICE]
        if dual < least and not helps_already(flow, request, volunteer):
            least = int(dual)
        at += 1
    return least


@inlined
def _lower_helpers(flow: Flow, request: int) -> bool:
    """Lower the price of whoever could hand this request over more cheaply; say whether there was anybody."""
    dual = _least_dual(flow, request)
    is_lowered = False
    first = flow.requests[request, FIRST_HELPER]
    for at in range(first, first + flow.requests[request, SERVED]):
        volunteer = flow.helper[at]
        task = flow.volunteers[volunteer, FIRST_TASK]
        while flow.task[task] != request:
            task += 1
        price = dual - flow.task_cost[task]
        if price < flow.volunteers[volunteer, PRICE]:
            flow.volunteers[volunteer, PRICE] = price
            is_lowered = True
    return is_lowered
