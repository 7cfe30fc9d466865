"""What each feasible pair costs, counted anew from the raw tables, and which pairs a plan uses."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.conditions import Flags, Rows, can_lead, distances_m, is_listed, keys
from manyhands.core.dispatch.objectives.tie_break import hash_ids, tie_cost
from manyhands.core.dispatch.objectives.travel import METRES_PER_UNIT
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT, Objective, Plan
from manyhands.core.dispatch.problem import Int64, Problem, UInt64
from manyhands.core.values.week_slots import SLOT_COUNT


@dataclass(frozen=True, kw_only=True, eq=False)
class Ledger:
    """A plan with its costs, in grains. Rows must exist; nothing else is taken for granted.

    Attributes:
        problem: the raw tables.
        arcs: which pairs are feasible; their distances are not read.
        plan: the plan; its numbers are not read, only its pairs.
        weights: how much each measure counts.
    """

    problem: Problem
    arcs: Arcs
    plan: Plan
    weights: Weights

    @cached_property
    def request(self) -> Int64:
        """The request's row of each arc."""
        return self.arcs.request.astype(np.int64)

    @cached_property
    def volunteer(self) -> Int64:
        """The volunteer's row of each arc."""
        return self.arcs.volunteer.astype(np.int64)

    @cached_property
    def cost(self) -> Int64:
        """What each arc costs, the volunteer's load left out."""
        return self.pair_cost(self.request, self.volunteer)

    @cached_property
    def asked(self) -> Int64:
        """What each arc costs at the plan's prices: the pair, the volunteer, and the cheapest hour that suits both."""
        return self.cost + self.plan.prices.astype(np.int64)[self.volunteer] + self.hour_price()

    def hour_price(self) -> Int64:
        """Return for each arc what its cheapest hour costs beyond the price of its volunteer."""
        extra = np.zeros(len(self.arcs), dtype=np.int64)
        strict, number = np.unique(self.plan.hour_prices[:, 0], return_inverse=True)
        table = np.zeros((len(strict), SLOT_COUNT), dtype=np.int64)
        table[number, self.plan.hour_prices[:, 1]] = self.plan.hour_prices[:, 2]
        arcs = np.flatnonzero(np.isin(self.volunteer, strict))
        row = np.searchsorted(strict, self.volunteer[arcs])
        slots = self.problem.requests.slot_mask[self.request[arcs]]
        slots = slots & self.problem.volunteers.slot_mask[self.volunteer[arcs]]
        least = np.full(len(arcs), np.iinfo(np.int64).max)
        for slot in range(SLOT_COUNT):
            suits = (slots >> np.uint64(slot) & np.uint64(1)).astype(np.bool_)
            least[suits] = np.minimum(least[suits], table[row[suits], slot])
        extra[arcs] = np.where(slots == 0, 0, least)
        return extra

    @cached_property
    def is_lead(self) -> Flags:
        """Which arcs are with somebody who can lead, or for a request that needs no lead."""
        needs_none = self.problem.requests.leads[self.request] == 0
        leads: Flags = needs_none | can_lead(self.problem, self.request, self.volunteer)
        return leads

    @cached_property
    def is_used(self) -> Flags:
        """Which arcs the plan uses."""
        return is_listed(self.problem, self.plan.pairs, self.request, self.volunteer)

    @cached_property
    def load(self) -> Int64:
        """How many tasks the plan gives each volunteer."""
        return np.bincount(self.plan.pairs[:, 1], minlength=len(self.problem.volunteers)).astype(np.int64)

    @cached_property
    def found(self) -> Int64:
        """How many people the plan finds for each request."""
        return np.bincount(self.plan.pairs[:, 0], minlength=len(self.problem.requests)).astype(np.int64)

    @cached_property
    def found_others(self) -> Int64:
        """How many people who cannot lead the plan finds for each request; 0 where no lead is needed."""
        requests, volunteers = self.plan.pairs[:, 0], self.plan.pairs[:, 1]
        leads_not = (self.problem.requests.leads[requests] > 0) & ~can_lead(
            self.problem, requests, volunteers
        )
        return np.bincount(requests[leads_not], minlength=len(self.problem.requests)).astype(np.int64)

    @cached_property
    def room_for_others(self) -> Int64:
        """How many people of each request need not be able to lead."""
        asked = self.problem.requests
        return asked.quantity.astype(np.int64) - asked.leads

    @cached_property
    def missing(self) -> Int64:
        """How many people are missing for each request."""
        return self.problem.requests.quantity.astype(np.int64) - self.found

    @cached_property
    def missing_cost(self) -> Int64:
        """What it costs each request when one person is missing."""
        return self.problem.requests.weight.astype(np.int64) * (GRAINS_PER_UNIT * self.weights.unserved)

    def step_cost(self, volunteers: Rows, nth: Int64) -> Int64:
        """Return what the nth task of this plan costs each of the volunteers, for their load alone."""
        helping = self.problem.volunteers
        loads = helping.recent[volunteers].astype(np.int64) + nth
        steps = self.weights.load * (2 * loads - 1) // np.maximum(1, helping.tasks_per_week[volunteers])
        return GRAINS_PER_UNIT * steps

    def pair_cost(self, requests: Rows, volunteers: Rows) -> Int64:
        """Return what pairs cost, the volunteer's load left out."""
        units = (
            self.travel(requests, volunteers)
            + self.preference(requests, volunteers)
            + self.switch(requests, volunteers)
        )
        return GRAINS_PER_UNIT * units + self.tie(requests, volunteers)

    def travel(self, requests: Rows, volunteers: Rows) -> Int64:
        """Return what the ways cost, in units."""
        return self.weights.travel * (distances_m(self.problem, requests, volunteers) // METRES_PER_UNIT)

    def preference(self, requests: Rows, volunteers: Rows) -> Int64:
        """Return what wishes cost, and what was not said, in units."""
        return self.weights.preference * wishes(self.problem, requests, volunteers)

    def switch(self, requests: Rows, volunteers: Rows) -> Int64:
        """Return what keeping a promise saves, in units, as a cost below 0."""
        kept = is_listed(self.problem, self.problem.published, requests, volunteers)
        return -self.weights.switch * kept.astype(np.int64)

    def tie(self, requests: Rows, volunteers: Rows) -> Int64:
        """Return the stable hash that decides between equals, in grains."""
        of_requests, of_volunteers = self._hashes
        return tie_cost(of_requests[requests], of_volunteers[volunteers])

    def objective(self) -> Objective:
        """Return what the plan costs, by its measures."""
        requests, volunteers = self.plan.pairs[:, 0], self.plan.pairs[:, 1]
        steps = [self.step_cost(rows, np.full(len(rows), nth)) for nth, rows in self._rows_by_task()]
        return Objective(
            unserved=int((self.missing_cost * self.missing).sum()) // GRAINS_PER_UNIT,
            load=sum(int(step.sum()) for step in steps) // GRAINS_PER_UNIT,
            travel=int(self.travel(requests, volunteers).sum()),
            preference=int(self.preference(requests, volunteers).sum()),
            switch=int(self.switch(requests, volunteers).sum()),
            tie=int(self.tie(requests, volunteers).sum()),
        )

    @cached_property
    def _hashes(self) -> tuple[UInt64, UInt64]:
        """The stable hash of each id."""
        return hash_ids(self.problem.requests.id), hash_ids(self.problem.volunteers.id)

    def _rows_by_task(self) -> list[tuple[int, Int64]]:
        """Return who has a first task, a second one and so on."""
        most = int(self.load.max(initial=0))
        return [(nth, np.flatnonzero(self.load >= nth)) for nth in range(1, most + 1)]


def wishes(problem: Problem, requests: Rows, volunteers: Rows) -> Int64:
    """Return what wishes about pairs cost, and what their volunteers have not said, unweighted."""
    cost = problem.volunteers.malus[volunteers].astype(np.int64)
    wished = problem.preferences
    if not len(wished.cost):
        return cost
    wished_keys = keys(problem, wished.pairs[:, 0], wished.pairs[:, 1])
    order = np.argsort(wished_keys, kind="stable")
    wished_keys, amounts = wished_keys[order], wished.cost[order].astype(np.int64)
    sums = np.concatenate([[0], np.cumsum(amounts)])
    wanted = keys(problem, requests, volunteers)
    first, last = np.searchsorted(wished_keys, wanted, "left"), np.searchsorted(wished_keys, wanted, "right")
    total: Int64 = cost + sums[last] - sums[first]
    return total
