"""Flows of least cost in plain Python: one person after the other, each along a shortest path."""

from heapq import heappop, heappush
from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers.graph import Graph

_FAR: Final = 1 << 200


def find_flow(graph: Graph) -> Int64:
    """Return the flow through each arc: exact, and quick enough for a few hundred requests.

    Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows" (1993), section 9.7 (successive
    shortest paths with potentials).
    """
    paths = _Paths(graph)
    for node in np.flatnonzero(graph.supply > 0).tolist():
        for _person in range(int(graph.supply[node])):
            paths.send(node)
    return graph.capacity - np.array(paths.left[::2], dtype=np.int64)


class _Paths:
    """The residual graph: arc ``2 * k`` is the k-th of the graph, ``2 * k + 1`` takes back what flows there."""

    def __init__(self, graph: Graph) -> None:
        self.sink = len(graph.supply) - 1
        self.left: list[int] = (
            np.column_stack([graph.capacity, np.zeros_like(graph.capacity)]).ravel().tolist()
        )
        self.head: list[int] = np.column_stack([graph.head, graph.tail]).ravel().tolist()
        self.cost: list[int] = np.column_stack([graph.cost, -graph.cost]).ravel().tolist()
        self.out: list[list[int]] = [[] for _node in graph.supply]
        for arc in range(len(self.head)):
            self.out[self.head[arc ^ 1]].append(arc)
        self.potential = _distances_to_sink(graph)

    def send(self, source: int) -> None:
        """Send one unit from a node to the sink along a shortest path."""
        arc_to = self._search(source)
        node = self.sink
        while node != source:
            arc = arc_to[node]
            self.left[arc] -= 1
            self.left[arc ^ 1] += 1
            node = self.head[arc ^ 1]

    def _search(self, source: int) -> dict[int, int]:
        """Return the arc by which each node on the way is reached; Dijkstra, which ends at the sink."""
        reached, arc_to = {source: 0}, {}
        heap: list[tuple[int, int]] = [(0, source)]
        done: dict[int, int] = {}
        while self.sink not in done:
            distance, node = heappop(heap)
            if node in done:
                continue
            done[node] = distance
            # Potentials are distances to the sink, so an arc on a shortest path costs nothing more.
            base = distance - self.potential[node]
            for arc in self.out[node]:
                if self.left[arc]:
                    other = self.head[arc]
                    through = base + self.cost[arc] + self.potential[other]
                    if through < reached.get(other, _FAR):
                        reached[other] = through
                        arc_to[other] = arc
                        heappush(heap, (through, other))
        for node, distance in done.items():
            self.potential[node] += done[self.sink] - distance
        return arc_to


def _distances_to_sink(graph: Graph) -> list[int]:
    """Return the least cost from each node to the sink before anything flows; no arc leads back."""
    distance = np.full(len(graph.supply), 1 << 61, dtype=np.int64)
    distance[-1] = 0
    while True:
        shorter = distance.copy()
        is_open = distance[graph.head] < 1 << 61
        np.minimum.at(shorter, graph.tail[is_open], (graph.cost + distance[graph.head])[is_open])
        if np.array_equal(shorter, distance):
            return [int(one) for one in distance]
        distance = shorter
