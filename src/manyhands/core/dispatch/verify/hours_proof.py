"""Whether a plan in which hours had to be kept apart is the best of such plans."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from manyhands.core.dispatch.chains import settles
from manyhands.core.dispatch.hours import place_tasks
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.problem import Int64
from manyhands.core.values.week_slots import SLOT_COUNT

MOST_PLACES = 4_000_000
"""Pairs times hours that are looked at; beyond it the gap is told instead of a proof, to spare memory."""
_MOST_ROUNDS = 3_000


@dataclass(frozen=True, kw_only=True, eq=False)
class HourChains:
    """The graph of a plan's possible changes in which each volunteer has each hour once.

    A request goes to an hour of a volunteer, an hour to its volunteer, and a volunteer to nobody, by
    as many steps as they have capacity. Between a request and the hours stands the pair, so that
    nobody is two of the people whom a request needs. A circle that costs less than nothing is a
    better plan, and where there is none the plan is the best.
    """

    ledger: Ledger

    def is_best(self) -> bool:
        """Say whether it is proven that no plan that keeps hours apart costs less."""
        if len(self.ledger.arcs) * SLOT_COUNT > MOST_PLACES:
            return False
        parts = [*self._pair_edges(), *self._hour_edges(), *self._edges_of_nobody()]
        tails, heads, costs = (np.concatenate([part[index] for part in parts]) for index in range(3))
        return settles(tails, heads, costs, self._labels(), most_rounds=_MOST_ROUNDS)

    @cached_property
    def _sizes(self) -> tuple[int, int, int]:
        """How many volunteers, requests and pairs there are: nodes are numbered in this order, hours last."""
        problem = self.ledger.problem
        return len(problem.volunteers), len(problem.requests), len(self.ledger.arcs)

    @cached_property
    def _places(self) -> tuple[Int64, Int64]:
        """Every hour that suits both people of a pair: the pair's row, the hour."""
        problem, ledger = self.ledger.problem, self.ledger
        common = problem.requests.slot_mask[ledger.request] & problem.volunteers.slot_mask[ledger.volunteer]
        hours = np.arange(SLOT_COUNT, dtype=np.uint64)
        arcs, slots = np.nonzero(common[:, None] >> hours & np.uint64(1))
        return arcs.astype(np.int64), slots.astype(np.int64)

    @cached_property
    def _taken(self) -> Int64:
        """The hour that each pair of the plan takes; -1 for pairs that are not in it."""
        problem, ledger = self.ledger.problem, self.ledger
        taken = np.full(len(ledger.arcs), -1, dtype=np.int64)
        used = np.flatnonzero(ledger.is_used)
        for volunteer in np.unique(ledger.volunteer[used]).tolist():
            arcs = used[ledger.volunteer[used] == volunteer]
            own = int(problem.volunteers.slot_mask[volunteer])
            masks = [own & int(problem.requests.slot_mask[row]) for row in ledger.request[arcs].tolist()]
            taken[arcs] = place_tasks(masks) or -1
        return taken

    def _labels(self) -> Int64:
        """Return where to begin: what the prices say."""
        volunteers, requests, arcs = self._sizes
        labels = np.zeros(volunteers + requests + arcs + 1 + volunteers * SLOT_COUNT, dtype=np.int64)
        labels[:volunteers] = -self.ledger.plan.prices
        labels[volunteers : volunteers + requests] = -self.ledger.plan.duals
        labels[volunteers + requests : volunteers + requests + arcs] = labels[self.ledger.volunteer]
        labels[volunteers + requests + arcs + 1 :] = np.repeat(labels[:volunteers], SLOT_COUNT)
        return labels

    def _pair_edges(self) -> list[tuple[Int64, Int64, Int64]]:
        """Return the edges between requests and pairs."""
        ledger, (volunteers, requests, arcs) = self.ledger, self._sizes
        pair = volunteers + requests + np.arange(arcs, dtype=np.int64)
        request, used = volunteers + ledger.request, ledger.is_used
        return [
            (request[~used], pair[~used], ledger.cost[~used]),
            (pair[used], request[used], -ledger.cost[used]),
        ]

    def _hour_edges(self) -> list[tuple[Int64, Int64, Int64]]:
        """Return the edges between pairs and hours, and between hours and volunteers."""
        volunteers, requests, arcs = self._sizes
        arc, slot = self._places
        first_hour = volunteers + requests + arcs + 1
        volunteer = self.ledger.volunteer[arc]
        pair, hour = volunteers + requests + arc, first_hour + volunteer * SLOT_COUNT + slot
        here = self._taken[arc] == slot
        hours = np.unique(hour)
        busy = np.isin(hours, hour[here])
        owner = (hours - first_hour) // SLOT_COUNT
        ends = [
            (pair[~here], hour[~here]),
            (hour[here], pair[here]),
            (hours[~busy], owner[~busy]),
            (owner[busy], hours[busy]),
        ]
        return [(tails, heads, np.zeros(len(tails), dtype=np.int64)) for tails, heads in ends]

    def _edges_of_nobody(self) -> list[tuple[Int64, Int64, Int64]]:
        """Return the edges of steps that are taken up or given back, and of people who are missing."""
        ledger, (volunteers, requests, arcs) = self.ledger, self._sizes
        nobody = volunteers + requests + arcs
        free = np.flatnonzero(ledger.load < ledger.problem.volunteers.capacity)
        busy = np.flatnonzero(ledger.load > 0)
        served, short = np.flatnonzero(ledger.found > 0), np.flatnonzero(ledger.missing > 0)
        return [
            (free, np.full_like(free, nobody), ledger.step_cost(free, ledger.load[free] + 1)),
            (np.full_like(busy, nobody), busy, -ledger.step_cost(busy, ledger.load[busy])),
            (volunteers + served, np.full_like(served, nobody), ledger.missing_cost[served]),
            (np.full_like(short, nobody), volunteers + short, -ledger.missing_cost[short]),
        ]
