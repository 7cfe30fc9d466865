"""Room has appeared: the best use for it, hand-overs included.

The mirror of ``augment``: Dijkstra's search backwards from a volunteer who could take one task more than their price
says, over requests they could take, over those who do these now, and so on, until the cheapest source is known: a
request that somebody is missing for, or a volunteer whose last task costs more than it would here. Afterwards what
was seen costs less, by what it fell short.

Called after a task is taken away (a cancelled request), and until it finds nothing after a volunteer came.

Source: the dual of successive shortest paths; reduced distances as in R. K. Ahuja, T. L. Magnanti, J. B. Orlin,
"Network Flows" (1993), section 9.7.
"""

from typing import NamedTuple

from manyhands.core.dispatch.kernels.augment import (
    helps_already,
    next_node,
    place_of,
    remember,
    replace_helper,
)
from manyhands.core.dispatch.kernels.compiled import inlined, lean
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DISTANCE,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    FROM,
    LOAD,
    PRICE,
    REACHED,
    SEEN,
    SERVED,
    STAMP,
    UNSERVED,
    VIA,
    Flow,
)
from manyhands.core.dispatch.kernels.work import (
    BEST,
    EXIT_REQUEST,
    EXIT_VOLUNTEER,
    FIRST_REQUEST,
    IN_HEAP,
    IN_STACK,
    NOW,
    REQUESTS_SEEN,
    STAMP_NOW,
    VOLUNTEERS_SEEN,
    Work,
)
from manyhands.core.dispatch.problem import Int32

NONE = -1


class Columns(NamedTuple):
    """The arcs once more, by volunteer, as linked lists: arcs come and go one by one.

    Attributes:
        first: for each volunteer the place of their first arc, or NONE.
        next: for each place the next one of the same volunteer, or NONE.
        request: the request's row; NONE when the arc was taken out.
        cost: the arc's cost.
    """

    first: Int32
    next: Int32
    request: Int32
    cost: Int32


@lean
def release(flow: Flow, columns: Columns, work: Work, source: int) -> bool:
    """Use the room that ``source`` has, if that is worth it; say whether a task came to them."""
    register, rows = work.register, flow.volunteers
    load = rows[source, LOAD]
    if load >= rows[source, CAPACITY]:
        return False
    register[BEST] = rows[source, PRICE] - flow.marginal[rows[source, FIRST_TASK] + load]
    if register[BEST] <= 0:
        return False
    register[EXIT_VOLUNTEER] = register[EXIT_REQUEST] = NONE
    register[IN_HEAP] = register[IN_STACK] = register[VOLUNTEERS_SEEN] = register[REQUESTS_SEEN] = 0
    register[STAMP_NOW] += 1
    register[NOW] = 0
    rows[source, STAMP], rows[source, DISTANCE] = register[STAMP_NOW], 0
    _look_back_at_volunteer(flow, columns, work, source, source)
    while True:
        node = next_node(work)
        if node < 0:
            break
        if node < FIRST_REQUEST:
            volunteer = node
            if rows[volunteer, DISTANCE] == register[NOW] and rows[volunteer, STAMP] == register[STAMP_NOW]:
                _look_back_at_volunteer(flow, columns, work, volunteer, source)
        else:
            request = node - FIRST_REQUEST
            if flow.requests[request, REACHED] == register[NOW]:
                _look_back_at_request(flow, work, request)
    _lower_prices(flow, work)
    return _bring_back(flow, work, source)


@inlined
def _look_back_at_volunteer(flow: Flow, columns: Columns, work: Work, volunteer: int, source: int) -> None:
    """Look at giving up this volunteer's last task, and at whatever they could take instead."""
    register, rows, others = work.register, flow.volunteers, flow.requests
    work.volunteers[register[VOLUNTEERS_SEEN]] = volunteer
    register[VOLUNTEERS_SEEN] += 1
    spent = register[NOW] + rows[volunteer, PRICE]
    if volunteer != source:
        total = spent - flow.marginal[rows[volunteer, FIRST_TASK] + rows[volunteer, LOAD] - 1]
        if total < register[BEST]:
            register[BEST] = total
            register[EXIT_VOLUNTEER], register[EXIT_REQUEST] = volunteer, NONE
    at = columns.first[volunteer]
    while at != NONE:
        request, cost = columns.request[at], columns.cost[at]
        at = columns.next[at]
        if request == NONE or flow.quantity[request] == 0:
            continue
        label = spent + cost - others[request, DUAL]
        is_known = others[request, SEEN] == register[STAMP_NOW] and others[request, REACHED] <= label
        if label < register[BEST] and not is_known and not helps_already(flow, request, volunteer):
            others[request, SEEN], others[request, REACHED] = register[STAMP_NOW], label
            others[request, VIA], work.via_cost[request] = volunteer, cost
            remember(work, FIRST_REQUEST + request, label)


@inlined
def _look_back_at_request(flow: Flow, work: Work, request: int) -> None:
    """Look at meeting a request that lacks somebody, and at those it could leave.

    Leaving somebody costs what the request would have paid them beyond their price: more than nothing only where
    the request wants several people.
    """
    register, rows, others = work.register, flow.volunteers, flow.requests
    work.requests[register[REQUESTS_SEEN]] = request
    register[REQUESTS_SEEN] += 1
    if others[request, SERVED] < flow.quantity[request]:
        # Its dual is what being unmet costs, so that no way from here is better.
        register[BEST] = register[NOW] + others[request, DUAL] - others[request, UNSERVED]
        register[EXIT_VOLUNTEER], register[EXIT_REQUEST] = NONE, request
    first = others[request, FIRST_HELPER]
    for at in range(first, first + others[request, SERVED]):
        volunteer = flow.helper[at]
        beyond = others[request, DUAL] - _cost_of_task(flow, volunteer, request) - rows[volunteer, PRICE]
        label = register[NOW] + beyond
        is_known = rows[volunteer, STAMP] == register[STAMP_NOW] and rows[volunteer, DISTANCE] <= label
        if label < register[BEST] and not is_known:
            rows[volunteer, STAMP], rows[volunteer, DISTANCE] = register[STAMP_NOW], label
            rows[volunteer, FROM] = request
            remember(work, volunteer, label)


@inlined
def _cost_of_task(flow: Flow, volunteer: int, request: int) -> int:
    """Return the cost of the arc behind one of a volunteer's tasks."""
    return int(flow.task_cost[place_of(flow.task, flow.volunteers[volunteer, FIRST_TASK], request)])


@inlined
def _lower_prices(flow: Flow, work: Work) -> None:
    """Let everything that was looked at cost less, by what it fell short of the best source."""
    register = work.register
    best = register[BEST]
    for at in range(register[VOLUNTEERS_SEEN]):
        volunteer = work.volunteers[at]
        flow.volunteers[volunteer, PRICE] -= best - flow.volunteers[volunteer, DISTANCE]
    for at in range(register[REQUESTS_SEEN]):
        request = work.requests[at]
        flow.requests[request, DUAL] -= best - flow.requests[request, REACHED]


@inlined
def _bring_back(flow: Flow, work: Work, source: int) -> bool:
    """Carry the hand-overs out, from where a task is to be had to the source."""
    rows, others = flow.volunteers, flow.requests
    volunteer = work.register[EXIT_VOLUNTEER]
    request = work.register[EXIT_REQUEST]
    if volunteer == NONE and request == NONE:
        return False
    if volunteer != NONE:
        request = rows[volunteer, FROM]
        drop_task(flow, volunteer, request)
        replace_helper(flow, request, volunteer, others[request, VIA])
    else:
        flow.helper[others[request, FIRST_HELPER] + others[request, SERVED]] = others[request, VIA]
        others[request, SERVED] += 1
    volunteer = others[request, VIA]
    while volunteer != source:
        leaving = rows[volunteer, FROM]
        at = place_of(flow.task, rows[volunteer, FIRST_TASK], leaving)
        flow.task[at], flow.task_cost[at] = request, work.via_cost[request]
        replace_helper(flow, leaving, volunteer, others[leaving, VIA])
        request = leaving
        volunteer = others[request, VIA]
    at = rows[source, FIRST_TASK] + rows[source, LOAD]
    flow.task[at], flow.task_cost[at] = request, work.via_cost[request]
    rows[source, LOAD] += 1
    return True


@lean
def drop_task(flow: Flow, volunteer: int, request: int) -> None:
    """Take one of their tasks from a volunteer."""
    first = flow.volunteers[volunteer, FIRST_TASK]
    flow.volunteers[volunteer, LOAD] -= 1
    last = first + flow.volunteers[volunteer, LOAD]
    at = place_of(flow.task, first, request)
    flow.task[at], flow.task_cost[at] = flow.task[last], flow.task_cost[last]
