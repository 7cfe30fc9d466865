"""One person more for one request: the cheapest way to find them, hand-overs included.

Dijkstra's search from the request, over who could take it, whose task could be handed over, who could take that, and
so on, until the cheapest way out is known: a volunteer with room, or a request that goes without. Labels are
``cost of the way so far + price (or dual)``: a lower bound of the whole, so that the search may stop at the first way
out that is not dearer than the next label. Afterwards what was seen costs more, by what it fell short: the prices
that keep the flow provably cheapest.

What makes it fast: rows in the order of a lower bound, so that a look at a row ends after a few arcs; exits that are
not stored; nothing beyond the best way out is ever put into the queue.

Source: N. Tomizawa, "On some techniques useful for solution of transportation network problems", Networks 1 (1971);
J. Edmonds, R. M. Karp, JACM 19 (1972): shortest augmenting paths with potentials.
"""

from manyhands.core.dispatch.kernels.compiled import inlined, lean
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DISTANCE,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    FROM,
    FROM_COST,
    LOAD,
    PRICE,
    REACHED,
    SEEN,
    SERVED,
    STAMP,
    UNSERVED,
    VIA,
    WASTE,
    Flow,
)
from manyhands.core.dispatch.kernels.heap import NODE_BITS, NODE_MASK, drop_least, push
from manyhands.core.dispatch.kernels.rows import sort_row
from manyhands.core.dispatch.kernels.work import (
    BEST,
    EXIT_REQUEST,
    EXIT_VOLUNTEER,
    FIRST_REQUEST,
    IN_HEAP,
    IN_STACK,
    NOW,
    REQUESTS_SEEN,
    SCANS,
    STAMP_NOW,
    VOLUNTEERS_SEEN,
    Work,
)
from manyhands.core.dispatch.problem import Int32

PATIENCE = 4
"""A row is sorted anew once looks at it have wasted this many times its length."""

NEVER_SORTED = -1
"""In the column ``WASTE``: the row keeps its order, because prices may fall again and its keys would be too high."""


@lean
def augment(flow: Flow, work: Work, source: int) -> bool:
    """Find one more person for ``source``, or leave it without if that is cheapest; say whether anything moved."""
    register = work.register
    register[BEST] = flow.requests[source, UNSERVED]
    register[EXIT_VOLUNTEER], register[EXIT_REQUEST] = -1, source
    register[IN_HEAP] = register[IN_STACK] = register[VOLUNTEERS_SEEN] = register[REQUESTS_SEEN] = 0
    register[STAMP_NOW] += 1
    register[NOW] = flow.requests[source, DUAL]
    flow.requests[source, SEEN] = register[STAMP_NOW]
    flow.requests[source, REACHED] = register[NOW]
    look_at_request(flow, work, source, source)
    while True:
        node = next_node(work)
        if node < 0:
            break
        if node < FIRST_REQUEST:
            look_at_volunteer(flow, work, node, source)
        else:
            request = node - FIRST_REQUEST
            if flow.requests[request, REACHED] == register[NOW]:
                look_at_request(flow, work, request, source)
    raise_prices(flow, work)
    return hand_over(flow, work, source)


@inlined
def next_node(work: Work) -> int:
    """Return the node with the least label, or -1 when none is below the best way out."""
    register = work.register
    if register[IN_STACK] > 0 and register[NOW] < register[BEST]:
        register[IN_STACK] -= 1
        return int(work.stack[register[IN_STACK]])
    if register[IN_STACK] > 0 or register[IN_HEAP] == 0:
        return -1
    item = work.heap[0]
    register[NOW] = item >> NODE_BITS
    if register[NOW] >= register[BEST]:
        return -1
    register[IN_HEAP] = drop_least(work.heap, register[IN_HEAP])
    return int(item & NODE_MASK)


@inlined
def remember(work: Work, node: int, label: int) -> None:
    """Put a node into the queue; one with the current label onto the stack, which costs nothing."""
    register = work.register
    if label == register[NOW]:
        work.stack[register[IN_STACK]] = node
        register[IN_STACK] += 1
    else:
        register[IN_HEAP] = push(work.heap, register[IN_HEAP], (label << NODE_BITS) | node)


@inlined
def look_at_request(flow: Flow, work: Work, request: int, source: int) -> None:
    """Look at who could take a request that somebody hands over, and at leaving it without."""
    register = work.register
    work.requests[register[REQUESTS_SEEN]] = request
    register[REQUESTS_SEEN] += 1
    spent = register[NOW] - flow.requests[request, DUAL]
    if request != source and spent + flow.requests[request, UNSERVED] < register[BEST]:
        register[BEST] = spent + flow.requests[request, UNSERVED]
        register[EXIT_VOLUNTEER], register[EXIT_REQUEST] = -1, request
    begin, end = flow.begin[request], flow.end[request]
    key, cost, column, rows = flow.key, flow.cost, flow.volunteer, flow.volunteers
    stamp, best, at, useful = register[STAMP_NOW], register[BEST], begin, 0
    while at < end and spent + key[at] < best:
        volunteer = column[at]
        label = spent + cost[at] + rows[volunteer, PRICE]
        if label < best:
            useful += 1
            known = rows[volunteer, STAMP] == stamp and rows[volunteer, DISTANCE] <= label
            if not known and not helps_already(flow, request, volunteer):
                _reach_volunteer(flow, work, request, at, label)
                best = register[BEST]
        at += 1
    register[SCANS] += 1
    _tidy_row(flow, request, at - begin - PATIENCE * useful)


@inlined
def _tidy_row(flow: Flow, request: int, wasted: int) -> None:
    """Sort a row anew once enough looks were wasted on arcs whose prices have risen."""
    if flow.requests[request, WASTE] == NEVER_SORTED:
        return
    waste = max(0, flow.requests[request, WASTE] + wasted - 2 * PATIENCE)
    if waste > PATIENCE * (flow.end[request] - flow.begin[request]):
        sort_row(flow, request)
        waste = 0
    flow.requests[request, WASTE] = waste


@inlined
def helps_already(flow: Flow, request: int, volunteer: int) -> bool:
    """Say whether the volunteer does this request: two people needed are two different people."""
    first = flow.requests[request, FIRST_HELPER]
    for at in range(first, first + flow.requests[request, SERVED]):
        if flow.helper[at] == volunteer:
            return True
    return False


@inlined
def _reach_volunteer(flow: Flow, work: Work, request: int, at: int, label: int) -> None:
    """Label a volunteer; note their room as a way out, and their tasks as something to hand over."""
    register, rows, volunteer = work.register, flow.volunteers, flow.volunteer[at]
    rows[volunteer, STAMP], rows[volunteer, DISTANCE] = register[STAMP_NOW], label
    rows[volunteer, FROM], rows[volunteer, FROM_COST] = request, flow.cost[at]
    load = rows[volunteer, LOAD]
    if load < rows[volunteer, CAPACITY]:
        total = label - rows[volunteer, PRICE] + flow.marginal[rows[volunteer, FIRST_TASK] + load]
        if total < register[BEST]:
            register[BEST] = total
            register[EXIT_VOLUNTEER], register[EXIT_REQUEST] = volunteer, -1
        if total == label:
            return
    remember(work, volunteer, label)


@inlined
def look_at_volunteer(flow: Flow, work: Work, volunteer: int, source: int) -> None:
    """Look at the tasks that a volunteer could hand over to make room."""
    register, rows, others = work.register, flow.volunteers, flow.requests
    if rows[volunteer, DISTANCE] != register[NOW] or rows[volunteer, STAMP] != register[STAMP_NOW]:
        return
    work.volunteers[register[VOLUNTEERS_SEEN]] = volunteer
    register[VOLUNTEERS_SEEN] += 1
    spent, stamp, best = register[NOW] - rows[volunteer, PRICE], register[STAMP_NOW], register[BEST]
    first = rows[volunteer, FIRST_TASK]
    for at in range(first, first + rows[volunteer, LOAD]):
        request = flow.task[at]
        label = spent - flow.task_cost[at] + others[request, DUAL]
        is_known = others[request, SEEN] == stamp and others[request, REACHED] <= label
        if request == source or label >= best or is_known:
            continue
        others[request, SEEN], others[request, REACHED], others[request, VIA] = stamp, label, volunteer
        remember(work, FIRST_REQUEST + request, label)


@inlined
def raise_prices(flow: Flow, work: Work) -> None:
    """Let everything that was looked at cost what it fell short of the best way out."""
    register = work.register
    best = register[BEST]
    for at in range(register[VOLUNTEERS_SEEN]):
        volunteer = work.volunteers[at]
        flow.volunteers[volunteer, PRICE] += best - flow.volunteers[volunteer, DISTANCE]
    for at in range(register[REQUESTS_SEEN]):
        request = work.requests[at]
        flow.requests[request, DUAL] += best - flow.requests[request, REACHED]


@inlined
def hand_over(flow: Flow, work: Work, source: int) -> bool:
    """Carry the hand-overs out, from the way out back to the source."""
    volunteer = work.register[EXIT_VOLUNTEER]
    if volunteer >= 0:
        rows = flow.volunteers
        at = rows[volunteer, FIRST_TASK] + rows[volunteer, LOAD]
        flow.task[at], flow.task_cost[at] = rows[volunteer, FROM], rows[volunteer, FROM_COST]
        rows[volunteer, LOAD] += 1
    else:
        request = work.register[EXIT_REQUEST]
        if request == source:
            return False
        volunteer = flow.requests[request, VIA]
        drop_helper(flow, request, volunteer)
        _replace_task(flow, volunteer, request)
    request = flow.volunteers[volunteer, FROM]
    while request != source:
        before = flow.requests[request, VIA]
        replace_helper(flow, request, before, volunteer)
        _replace_task(flow, before, request)
        volunteer = before
        request = flow.volunteers[volunteer, FROM]
    at = flow.requests[source, FIRST_HELPER] + flow.requests[source, SERVED]
    flow.helper[at] = volunteer
    flow.requests[source, SERVED] += 1
    return True


@inlined
def place_of(values: Int32, first: int, wanted: int) -> int:
    """Return where a value stands, from a place on; it must be there."""
    at = first
    while values[at] != wanted:
        at += 1
    return at


@lean
def drop_helper(flow: Flow, request: int, volunteer: int) -> None:
    """Take one of its helpers from a request."""
    first = flow.requests[request, FIRST_HELPER]
    flow.requests[request, SERVED] -= 1
    flow.helper[place_of(flow.helper, first, volunteer)] = flow.helper[first + flow.requests[request, SERVED]]


@lean
def replace_helper(flow: Flow, request: int, before: int, after: int) -> None:
    """Put one helper of a request in another's place."""
    flow.helper[place_of(flow.helper, flow.requests[request, FIRST_HELPER], before)] = after


@lean
def _replace_task(flow: Flow, volunteer: int, request: int) -> None:
    """Let a volunteer do the request they were reached from instead of the one they hand over."""
    rows = flow.volunteers
    at = place_of(flow.task, rows[volunteer, FIRST_TASK], request)
    flow.task[at], flow.task_cost[at] = rows[volunteer, FROM], rows[volunteer, FROM_COST]
