"""A pool as a flow: people needed flow from requests through volunteers to a sink."""

from dataclasses import dataclass

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
    """

    tail: Int64
    head: Int64
    capacity: Int64
    cost: Int64
    supply: Int64


def draw_graph(pool: Pool, strict: Bools) -> Graph:
    """Return the flow whose least cost is the best plan; its first arcs are the arcs of the pool.

    Each further task of a volunteer leaves through an arc of its own, dearer than the one before;
    people nobody is found for flow to the sink directly. For volunteers who are ``strict`` every
    task passes through one of the hours that suit both, and each hour takes one task: then no two
    tasks clash. Tasks with at least as many hours to choose from as the volunteer has tasks need
    not: whatever the others take, one is left.

    Nodes: requests, volunteers, one for each arc that must pass through an hour, the hours of each
    strict volunteer, the sink.
    """
    requests, volunteers = len(pool.quantity), len(pool.steps)
    common = pool.request_slots[pool.request] & pool.volunteer_slots[pool.volunteer]
    through = np.flatnonzero(strict[pool.volunteer] & (_count_bits(common) < pool.steps[pool.volunteer]))
    owner, slot = np.nonzero((common[through, None] >> _SLOTS & np.uint64(1)).astype(np.bool_))
    first_hour = requests + volunteers + len(through)
    hours, hour = np.unique(pool.volunteer[through[owner]] * SLOT_COUNT + slot, return_inverse=True)
    sink = first_hour + len(hours)
    head = requests + pool.volunteer
    head[through] = requests + volunteers + np.arange(len(through))
    exits = np.repeat(np.arange(volunteers), pool.steps)
    lists = [
        (pool.request, head, np.ones_like(head), pool.cost),
        (requests + volunteers + owner, first_hour + hour, np.ones_like(owner), np.zeros_like(owner)),
        (
            first_hour + np.arange(len(hours)),
            requests + hours // SLOT_COUNT,
            np.ones_like(hours),
            np.zeros_like(hours),
        ),
        (requests + exits, np.full_like(exits, sink), np.ones_like(exits), pool.step_cost),
        (np.arange(requests), np.full(requests, sink), pool.quantity, pool.unserved),
    ]
    tail, head, capacity, cost = (
        np.concatenate(column).astype(np.int64) for column in zip(*lists, strict=True)
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:requests] = pool.quantity
    supply[sink] = -pool.quantity.sum()
    return Graph(tail=tail, head=head, capacity=capacity, cost=cost, supply=supply)


def _count_bits(masks: UInt64) -> Int64:
    """Return the number of bits in each mask."""
    return np.bitwise_count(masks).astype(np.int64)
