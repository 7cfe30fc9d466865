"""A priority queue of whole numbers: value and node packed into one, four children to a parent.

Four children halve the depth, and the four lie in one cache line. Packing makes a comparison one instruction and
breaks ties by node: the same order on every machine.

Source: D. B. Johnson, "Priority queues with update and finding minimum spanning trees", IPL 4 (1975): d-heaps.
"""

from manyhands.core.dispatch.kernels.compiled import inlined
from manyhands.core.dispatch.problem import Int64

NODE_BITS = 24
NODE_MASK = (1 << NODE_BITS) - 1
LARGEST_VALUE = (1 << (63 - NODE_BITS)) - 1
"""Values above this would run into the sign: whoever makes costs refuses them before."""


@inlined
def push(heap: Int64, count: int, item: int) -> int:
    """Add an item to the ``count`` there are; return the new count."""
    at = count
    while at > 0:
        parent = (at - 1) >> 2
        if heap[parent] <= item:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = item
    return count + 1


@inlined
def drop_least(heap: Int64, count: int) -> int:
    """Take out the least item, ``heap[0]``; return the new count."""
    count -= 1
    item = heap[count]
    at = 0
    while True:
        first = 4 * at + 1
        if first >= count:
            break
        least = first
        for child in range(first + 1, min(first + 4, count)):
            if heap[child] < heap[least]:
                least = child
        if heap[least] >= item:
            break
        heap[at] = heap[least]
        at = least
    heap[at] = item
    return count
