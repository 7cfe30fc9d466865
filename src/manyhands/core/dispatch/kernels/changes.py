"""One change at a time, each of which leaves the flow the cheapest there is: what the online engine is made of.

Every change is undone and done again in single units: take one unit away and let the room it leaves be used
(``release``), or ask for one unit and find it (``augment``). In between the invariants of ``flow`` hold.
"""

from manyhands.core.dispatch.kernels.augment import augment, drop_helper, helps_already
from manyhands.core.dispatch.kernels.compiled import lean
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    LOAD,
    OUT_OF_REACH,
    PRICE,
    SERVED,
    Flow,
)
from manyhands.core.dispatch.kernels.release import NONE, Columns, drop_task, release
from manyhands.core.dispatch.kernels.work import Work
from manyhands.core.dispatch.problem import Int32, Int64


@lean
def serve_all(flow: Flow, work: Work, order: Int64) -> None:
    """Find people for many requests, one request after the other."""
    for request in order:
        serve(flow, work, request)


@lean
def serve(flow: Flow, work: Work, request: int) -> None:
    """Find as many people as the request still lacks; where none can be had, leave it without."""
    lacking = flow.quantity[request] - flow.requests[request, SERVED]
    for _ in range(lacking):
        augment(flow, work, request)


@lean
def cancel(flow: Flow, columns: Columns, work: Work, request: int) -> None:
    """Let a request end: those who would have come are free for others.

    It wants nothing from the first step on, so that nobody who was freed is sent back to it.
    """
    flow.quantity[request] = 0
    flow.requests[request, DUAL] = 0
    while flow.requests[request, SERVED] > 0:
        volunteer = flow.helper[flow.requests[request, FIRST_HELPER]]
        drop_helper(flow, request, volunteer)
        drop_task(flow, volunteer, request)
        release(flow, columns, work, volunteer)


@lean
def _want_one_less(flow: Flow, request: int) -> None:
    """Lower the quantity; what wants nothing has no say in prices, and none to keep until it wants something again."""
    flow.quantity[request] -= 1
    if flow.quantity[request] == 0:
        flow.requests[request, DUAL] = 0


@lean
def begin_dual(flow: Flow, request: int) -> None:
    """Put a request that has nobody at a dual that no arc is below: rows begin with the least key."""
    dual = 0
    if flow.end[request] > flow.begin[request]:
        dual = min(dual, flow.key[flow.begin[request]])
    flow.requests[request, DUAL] = dual


@lean
def forbid(flow: Flow, columns: Columns, work: Work, request: int, volunteer: int) -> None:
    """Never give this request to this volunteer again; if they have it, find somebody else."""
    _drop_arc(flow, columns, request, volunteer)
    if helps_already(flow, request, volunteer):
        _want_one_less(flow, request)
        drop_helper(flow, request, volunteer)
        drop_task(flow, volunteer, request)
        release(flow, columns, work, volunteer)
        if flow.quantity[request] == 0:
            begin_dual(flow, request)
        flow.quantity[request] += 1
        serve(flow, work, request)


@lean
def _drop_arc(flow: Flow, columns: Columns, request: int, volunteer: int) -> None:
    """Take one arc out of its row and out of its column."""
    _close_row(flow, request, volunteer)
    at = columns.first[volunteer]
    while at != NONE:
        if columns.request[at] == request:
            columns.request[at] = NONE
        at = columns.next[at]


@lean
def _close_row(flow: Flow, request: int, volunteer: int) -> None:
    """Take the arc to a volunteer out of a row, which keeps its order."""
    for at in range(flow.begin[request], flow.end[request]):
        if flow.volunteer[at] == volunteer:
            for after in range(at + 1, flow.end[request]):
                flow.volunteer[after - 1] = flow.volunteer[after]
                flow.cost[after - 1] = flow.cost[after]
                flow.key[after - 1] = flow.key[after]
            flow.end[request] -= 1
            break


@lean
def drop_arcs_to(flow: Flow, columns: Columns, volunteer: int) -> None:
    """Take away all arcs that lead to a volunteer who does nothing."""
    at = columns.first[volunteer]
    while at != NONE:
        if columns.request[at] != NONE:
            _close_row(flow, columns.request[at], volunteer)
        at = columns.next[at]
    columns.first[volunteer] = NONE


@lean
def add_arcs_to(
    flow: Flow, columns: Columns, volunteer: int, requests: Int64, costs: Int32, keys: Int32, link: int
) -> None:
    """Add arcs to a volunteer who is out of reach, each at its place in its row, which must have room.

    Args:
        flow, columns: what they are added to.
        volunteer: whom they lead to.
        requests, costs, keys: where each comes from, its cost, and a lower bound of cost and price.
        link: the first of so many free places in the columns.
    """
    for number in range(len(requests)):
        request = requests[number]
        at = flow.end[request]
        while at > flow.begin[request] and flow.key[at - 1] > keys[number]:
            flow.volunteer[at] = flow.volunteer[at - 1]
            flow.cost[at] = flow.cost[at - 1]
            flow.key[at] = flow.key[at - 1]
            at -= 1
        flow.volunteer[at], flow.cost[at], flow.key[at] = volunteer, costs[number], keys[number]
        flow.end[request] += 1
        _link(columns, link + number, volunteer, request, costs[number])


@lean
def link_row(flow: Flow, columns: Columns, request: int, link: int) -> None:
    """Put the arcs of a new row into the columns, from a free place on."""
    begin = flow.begin[request]
    for at in range(begin, flow.end[request]):
        _link(columns, link + at - begin, flow.volunteer[at], request, flow.cost[at])


@lean
def _link(columns: Columns, link: int, volunteer: int, request: int, cost: int) -> None:
    """Put one arc at the head of its volunteer's list."""
    columns.request[link], columns.cost[link] = request, cost
    columns.next[link] = columns.first[volunteer]
    columns.first[volunteer] = link


@lean
def switch_off(flow: Flow, work: Work, volunteer: int) -> None:
    """Let a volunteer do nothing any more, and find others for what they had."""
    rows = flow.volunteers
    rows[volunteer, CAPACITY], rows[volunteer, PRICE] = 0, OUT_OF_REACH
    while rows[volunteer, LOAD] > 0:
        request = flow.task[rows[volunteer, FIRST_TASK]]
        drop_helper(flow, request, volunteer)
        drop_task(flow, volunteer, request)
        augment(flow, work, request)


@lean
def switch_on(flow: Flow, columns: Columns, work: Work, volunteer: int, capacity: int) -> None:
    """Let a volunteer without tasks take some, as many as make the whole cheaper.

    Their price is first the most that any request would pay them, so that the invariants hold; what is then too
    dear for the room they have brings them tasks one by one.
    """
    rows = flow.volunteers
    price = flow.marginal[rows[volunteer, FIRST_TASK]] if capacity > 0 else OUT_OF_REACH
    at = columns.first[volunteer]
    while at != NONE:
        request = columns.request[at]
        if request != NONE and flow.quantity[request] > 0:
            price = max(price, flow.requests[request, DUAL] - columns.cost[at])
        at = columns.next[at]
    rows[volunteer, PRICE], rows[volunteer, CAPACITY] = price, capacity
    while release(flow, columns, work, volunteer):
        pass


@lean
def keep(flow: Flow, columns: Columns, request: int, volunteer: int) -> None:
    """Fix a pair that both have agreed to: it leaves the question with one unit, one task and its cost.

    The volunteer's further tasks cost what they would have cost anyway, so nobody else's price changes. Their own
    is that of their next task if they have no other, which later keys rely on.
    """
    _want_one_less(flow, request)
    drop_helper(flow, request, volunteer)
    drop_task(flow, volunteer, request)
    _drop_arc(flow, columns, request, volunteer)
    rows = flow.volunteers
    first = rows[volunteer, FIRST_TASK]
    for at in range(rows[volunteer, LOAD] - 1, -1, -1):
        flow.task[first + at + 1] = flow.task[first + at]
        flow.task_cost[first + at + 1] = flow.task_cost[first + at]
    rows[volunteer, FIRST_TASK] += 1
    rows[volunteer, CAPACITY] -= 1
    if rows[volunteer, CAPACITY] == 0:
        rows[volunteer, PRICE] = OUT_OF_REACH
    elif rows[volunteer, LOAD] == 0:
        rows[volunteer, PRICE] = flow.marginal[first + 1]
