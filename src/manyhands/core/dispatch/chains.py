"""Chains of hand-overs: what would have to move if one thing were done differently."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from manyhands.core.dispatch.conditions import Flags
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.problem import Int64

_MOST_ROUNDS = 2_000
"""Hand-overs in the longest chain that is followed. Chains are short where a plan is the best."""

UNREACHED = 1 << 60
"""A cost that no chain has: far above every sum, and far below what 64 bits hold."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Exchange:
    """What it takes to give a request to somebody else.

    Attributes:
        more: what it costs everybody together, in grains.
        left: rows of requests for which a person fewer would be found.
        moved: rows of requests that would go to somebody else, the one in question left out.
    """

    more: int
    left: tuple[int, ...]
    moved: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Chains:
    """The graph of a plan's possible changes: along it costs add up, and a circle is another plan.

    Nodes are volunteers, then requests, then one for "nobody". An edge hands one task on, or takes
    it up, or leaves it. Hours that clash and places for leads are not seen: a real chain can only cost
    more.
    """

    ledger: Ledger

    @cached_property
    def _edges(self) -> tuple[Int64, Int64, Int64]:
        """Tails, heads and costs of all edges."""
        ledger, volunteers = self.ledger, len(self.ledger.problem.volunteers)
        nobody = volunteers + len(ledger.problem.requests)
        used = ledger.is_used
        everyone = np.arange(volunteers)
        free = everyone[ledger.load < ledger.problem.volunteers.capacity]
        busy = everyone[ledger.load > 0]
        served = np.flatnonzero(ledger.found > 0)
        short = np.flatnonzero(ledger.missing > 0)
        parts = [
            (volunteers + ledger.request[~used], ledger.volunteer[~used], ledger.cost[~used]),
            (ledger.volunteer[used], volunteers + ledger.request[used], -ledger.cost[used]),
            (free, np.full(len(free), nobody), ledger.step_cost(free, ledger.load[free] + 1)),
            (np.full(len(busy), nobody), busy, -ledger.step_cost(busy, ledger.load[busy])),
            (volunteers + served, np.full(len(served), nobody), ledger.missing_cost[served]),
            (np.full(len(short), nobody), volunteers + short, -ledger.missing_cost[short]),
        ]
        tails, heads, costs = (np.concatenate([part[index] for part in parts]) for index in range(3))
        return tails.astype(np.int64), heads.astype(np.int64), costs.astype(np.int64)

    def is_improvable(self) -> bool:
        """Say whether some circle of changes costs less than nothing: then a better plan exists."""
        nodes = len(self.ledger.problem.volunteers) + len(self.ledger.problem.requests) + 1
        return not settles(*self._edges, np.zeros(nodes, dtype=np.int64), most_rounds=nodes + 1)

    def exchange(self, request: int, volunteer: int) -> Exchange | None:
        """Return the cheapest way to give a request to a volunteer who could take it but was not chosen.

        None when the two are not a feasible pair, or the pair is already in the plan. In a plan that
        is not the best it may cost less than nothing, or no chain may be the cheapest (None again).
        """
        pair = np.flatnonzero(
            (self.ledger.request == request) & (self.ledger.volunteer == volunteer) & ~self.ledger.is_used
        )
        if not len(pair):
            return None
        tails, heads, _costs = self._edges
        volunteers = len(self.ledger.problem.volunteers)
        goal, nobody = volunteers + request, volunteers + len(self.ledger.problem.requests)
        least, goes_by = self._towards(goal)
        if least[volunteer] >= UNREACHED:
            return None
        left: list[int] = []
        moved: list[int] = []
        node = volunteer
        while node != goal:
            edge = goes_by[node]
            if volunteers <= tails[edge] < nobody:
                (left if heads[edge] == nobody else moved).append(int(tails[edge]) - volunteers)
            node = int(heads[edge])
        more = int(self.ledger.cost[pair[0]] + least[volunteer])
        return Exchange(more=more, left=tuple(reversed(left)), moved=tuple(reversed(moved)))

    @cached_property
    def _latest(self) -> dict[int, tuple[Int64, Int64]]:
        """What was found for the goal that was asked for last: the same is asked about everybody who could do it."""
        return {}

    def _towards(self, goal: int) -> tuple[Int64, Int64]:
        """Return the least cost from every node to one, and the edge by which to begin.

        Nothing leaves that node: it is where chains end.
        """
        if goal not in self._latest:
            self._latest.clear()
            self._latest[goal] = self._search(goal)
        return self._latest[goal]

    def _search(self, goal: int) -> tuple[Int64, Int64]:
        """Find what ``_towards`` returns."""
        tails, heads, costs = self._edges
        nodes = len(self.ledger.problem.volunteers) + len(self.ledger.problem.requests) + 1
        least = np.full(nodes, UNREACHED, dtype=np.int64)
        least[goal] = 0
        goes_by = np.full(nodes, -1, dtype=np.int64)
        usable = np.flatnonzero(tails != goal)
        tails, heads, costs = tails[usable], heads[usable], costs[usable]
        for _round in range(min(nodes, _MOST_ROUNDS)):
            reached = np.where(least[heads] >= UNREACHED, UNREACHED, least[heads] + costs)
            better = np.flatnonzero(reached < least[tails])
            if not len(better):
                break
            # Sorted by cost from high to low, the cheapest edge out of each node is written last.
            better = better[np.argsort(-reached[better], kind="stable")]
            least[tails[better]] = reached[better]
            goes_by[tails[better]] = usable[better]
        else:
            # A circle that costs less than nothing: the plan is not the best, and no chain is the cheapest.
            least[:] = UNREACHED
        return least, goes_by


def settles(tails: Int64, heads: Int64, costs: Int64, labels: Int64, *, most_rounds: int) -> bool:
    """Say whether no node can be reached ever more cheaply: then no circle costs less than nothing.

    The labels are where to begin; good ones (prices) are nearly right already.

    Source: R. E. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16 (1958).
    """
    for _round in range(most_rounds):
        closer = labels.copy()
        np.minimum.at(closer, heads, labels[tails] + costs)
        if (closer == labels).all():
            return True
        labels = closer
    return False


def handover_that_levels(ledger: Ledger) -> tuple[int, int] | None:
    """Return somebody busy and somebody at least two tasks less busy to whom a chain leads, if there are such.

    A chain of hand-overs moves one task from each to the next and leaves no need unmet. Busy is who
    has more tasks, those of before and those of this plan together.
    """
    loads = ledger.problem.volunteers.recent + ledger.load
    is_free = ledger.load < ledger.problem.volunteers.capacity
    volunteers, requests = len(loads), len(ledger.found)
    unused, used = ~ledger.is_used, ledger.is_used
    who_could = _Rows.of(ledger.volunteer[unused], ledger.request[unused], volunteers)
    who_does = _Rows.of(ledger.request[used], ledger.volunteer[used], requests)
    walk = _Walk(
        who_could, who_does, np.zeros(requests, dtype=np.bool_), np.zeros(volunteers, dtype=np.bool_)
    )
    for least_busy in np.flatnonzero(is_free)[np.argsort(loads[is_free], kind="stable")].tolist():
        for giver in walk.reach(least_busy):
            if loads[giver] >= loads[least_busy] + 2:
                return giver, least_busy
    return None


def unmet_that_outranks(ledger: Ledger) -> tuple[int, int] | None:
    """Return an unmet request and a met one of less weight whose place it could have had, if there are such."""
    weights = ledger.problem.requests.weight
    volunteers, requests = len(ledger.load), len(weights)
    unused, used = ~ledger.is_used, ledger.is_used
    could = _Rows.of(ledger.request[unused], ledger.volunteer[unused], requests)
    does = _Rows.of(ledger.volunteer[used], ledger.request[used], volunteers)
    walk = _Walk(could, does, np.zeros(volunteers, dtype=np.bool_), np.zeros(requests, dtype=np.bool_))
    short = np.flatnonzero(ledger.missing > 0)
    for unmet in short[np.argsort(-weights[short].astype(np.int64), kind="stable")].tolist():
        for other in walk.reach(unmet):
            if weights[other] < weights[unmet]:
                return unmet, other
    return None


@dataclass(frozen=True, eq=False)
class _Rows:
    """Values by the row they belong to, one row after the other."""

    start: Int64
    value: Int64

    @classmethod
    def of(cls, rows: Int64, values: Int64, count: int) -> Self:
        """Return the values of so many rows."""
        order = np.argsort(rows, kind="stable")
        return cls(np.searchsorted(rows[order], np.arange(count + 1)), values[order])

    def __getitem__(self, row: int) -> Int64:
        """Return the values of a row."""
        return self.value[self.start[row] : self.start[row + 1]]


@dataclass(frozen=True, eq=False)
class _Walk:
    """Goes two steps at a time; what was reached from an earlier start is not walked again."""

    outward: _Rows
    onward: _Rows
    seen_between: Flags
    seen: Flags

    def reach(self, start: int) -> Iterator[int]:
        """Yield what is reached for the first time."""
        waiting = [start]
        while waiting:
            between = self.outward[waiting.pop()]
            fresh = between[~self.seen_between[between]]
            self.seen_between[fresh] = True
            for step in fresh.tolist():
                for node in self.onward[step].tolist():
                    if not self.seen[node]:
                        self.seen[node] = True
                        waiting.append(node)
                        yield node
