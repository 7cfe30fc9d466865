"""A pool as a flow: people needed flow from requests through volunteers to a sink."""

from dataclasses import dataclass, field

import numpy as np

from manyhands.core.dispatch.problem import Int64, UInt64
from manyhands.core.dispatch.solvers.protocol import Bools, Pool
from manyhands.core.values.week_slots import SLOT_COUNT

_SLOTS = np.arange(SLOT_COUNT, dtype=np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """Arcs between numbered nodes; no arc leads back, and the last node is the sink.

    Attributes:
        tail, head: the nodes of each arc.
        capacity: how much may flow through each arc.
        cost: of each unit, in grains.
        supply: what flows out of each node; as much flows into the sink.
        hours: rows of (node, volunteer, slot) of the nodes that are an hour of somebody.
    """

    tail: Int64
    head: Int64
    capacity: Int64
    cost: Int64
    supply: Int64
    hours: Int64 = field(default_factory=lambda: np.empty((0, 3), dtype=np.int64))


def draw_graph(pool: Pool, strict: Bools) -> Graph:
    """Return the flow whose least cost is the best plan; its first arcs are the arcs of the pool.

    Each further task of a volunteer leaves through an arc of its own, dearer than the one before;
    people nobody is found for flow to the sink directly. For volunteers who are ``strict`` every
    task passes through one of the hours that suit both, and each hour takes one task: then no two
    tasks clash. Tasks with at least as many hours to choose from as the volunteer has tasks need
    not: whatever the others take, one is left.

    People who cannot lead, of a request that needs leads, come by way of a node through which only as
    many can flow as need not lead. Requests and volunteers are the first nodes in any case; there is
    always room for one person more to be missing, so that there is a price for them.

    Nodes: requests, volunteers, the others of each request that needs leads, one for each arc that must
    pass through an hour, the hours of each strict volunteer, the sink.
    """
    requests, volunteers = len(pool.quantity), len(pool.steps)
    led = np.flatnonzero(pool.leads > 0)
    first_through = requests + volunteers + len(led)
    tail = pool.request.copy()
    follows = (pool.leads[pool.request] > 0) & ~pool.is_lead
    tail[follows] = requests + volunteers + np.searchsorted(led, pool.request[follows])
    common = pool.request_slots[pool.request] & pool.volunteer_slots[pool.volunteer]
    through = np.flatnonzero(strict[pool.volunteer] & (_count_bits(common) < pool.steps[pool.volunteer]))
    owner, slot = np.nonzero((common[through, None] >> _SLOTS & np.uint64(1)).astype(np.bool_))
    first_hour = first_through + len(through)
    hours, hour = np.unique(pool.volunteer[through[owner]] * SLOT_COUNT + slot, return_inverse=True)
    sink = first_hour + len(hours)
    head = requests + pool.volunteer
    head[through] = first_through + np.arange(len(through))
    exits = np.repeat(np.arange(volunteers), pool.steps)
    lists = [
        (tail, head, np.ones_like(head), pool.cost),
        (led, requests + volunteers + np.arange(len(led)), (pool.quantity - pool.leads)[led], 0 * led),
        (first_through + owner, first_hour + hour, np.ones_like(owner), np.zeros_like(owner)),
        (
            first_hour + np.arange(len(hours)),
            requests + hours // SLOT_COUNT,
            np.ones_like(hours),
            np.zeros_like(hours),
        ),
        (requests + exits, np.full_like(exits, sink), np.ones_like(exits), pool.step_cost),
        (np.arange(requests), np.full(requests, sink), pool.quantity + 1, pool.unserved),
    ]
    tail, head, capacity, cost = (
        np.concatenate(column).astype(np.int64) for column in zip(*lists, strict=True)
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:requests] = pool.quantity
    supply[sink] = -pool.quantity.sum()
    nodes = np.column_stack([first_hour + np.arange(len(hours)), hours // SLOT_COUNT, hours % SLOT_COUNT])
    return Graph(tail=tail, head=head, capacity=capacity, cost=cost, supply=supply, hours=nodes)


def _count_bits(masks: UInt64) -> Int64:
    """Return the number of bits in each mask."""
    return np.bitwise_count(masks).astype(np.int64)
