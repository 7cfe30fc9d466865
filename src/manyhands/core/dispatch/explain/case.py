"""A plan with everything that an explanation looks up more than once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.chains import Chains
from manyhands.core.dispatch.conditions import Flags, broken_rules, distances_m
from manyhands.core.dispatch.explanation import Code, Fact
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import PLACED, Int32, Int64, Problem
from manyhands.core.dispatch.records import VolunteerRecord
from manyhands.core.values.week_slots import BANDS_PER_DAY, WEEKDAYS

_EVERY_LANGUAGE = 2**64 - 1
# A projection is a little wrong at the edges of a pool.
_PROJECTION_AT_MOST = 1.1
_PROJECTION_MARGIN_M = 200.0
_DAY = (1 << BANDS_PER_DAY) - 1
_NEEDS = {
    Code.NO_VEHICLE: "vehicle",
    Code.REQUIREMENT_NOT_MET: "requirements",
    Code.SKILL_MISSING: "skills",
    Code.LEAD_NEEDED: "experience",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What volunteers have said themselves, where the columns hold only what is assumed.

    Attributes:
        at: the moment of the plan.
        volunteers: their records by id; whoever is not among them is told of from the columns.
        in_pools: their records by (pool, id), for those who help in several: a week each, for instance.
        told: (request id, volunteer id) of pairs that people were really told of. Pairs of the plan before
            that are not among them were a proposal, and nobody may be said to know.
        weeks_off: (pool, volunteer id) of those who have kept the week of that pool free.
        later_pools: weeks that are not the present one; what is told of them is told as "that week".
        are_wishes_secret: whether wishes were told in confidence: they count, and no remark tells of them.
    """

    at: datetime
    volunteers: Mapping[str, VolunteerRecord] = field(default_factory=dict)
    in_pools: Mapping[tuple[str, str], VolunteerRecord] = field(default_factory=dict)
    told: frozenset[tuple[str, str]] = frozenset()
    weeks_off: frozenset[tuple[str, str]] = frozenset()
    later_pools: frozenset[str] = frozenset()
    are_wishes_secret: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A plan, its question and its costs; rows, not ids."""

    problem: Problem
    arcs: Arcs
    plan: Plan
    weights: Weights
    said: Said | None = None

    @cached_property
    def ledger(self) -> Ledger:
        """What everything costs."""
        return Ledger(problem=self.problem, arcs=self.arcs, plan=self.plan, weights=self.weights)

    @cached_property
    def chains(self) -> Chains:
        """What else could be done."""
        return Chains(ledger=self.ledger)

    @cached_property
    def request_rows(self) -> dict[str, int]:
        """The row of each request, by its id as a text."""
        return {str(one): row for row, one in enumerate(self.problem.requests.id.tolist())}

    @cached_property
    def volunteer_rows(self) -> dict[tuple[int, str], int]:
        """The row of each volunteer, by pool and id: one person may help in several pools."""
        helping = self.problem.volunteers
        pairs = zip(helping.pool.tolist(), helping.id.tolist(), strict=True)
        return {(pool, str(one)): row for row, (pool, one) in enumerate(pairs)}

    @cached_property
    def helpers(self) -> dict[int, list[int]]:
        """The volunteers that the plan gives each request."""
        return _grouped(self.plan.pairs[:, 0], self.plan.pairs[:, 1])

    @cached_property
    def tasks(self) -> dict[int, list[int]]:
        """The requests that the plan gives each volunteer."""
        return _grouped(self.plan.pairs[:, 1], self.plan.pairs[:, 0])

    def request_ids(self, rows: list[int]) -> tuple[str, ...]:
        """Return the ids of requests, sorted."""
        return tuple(sorted(str(self.problem.requests.id[row]) for row in rows))

    def volunteer_ids(self, rows: list[int]) -> tuple[str, ...]:
        """Return the ids of volunteers, in the order given."""
        return tuple(str(self.problem.volunteers.id[row]) for row in rows)

    def could(self, request: int) -> list[int]:
        """Return the volunteers for whom a request is feasible."""
        first, last = int(self.arcs.start[request]), int(self.arcs.start[request + 1])
        rows: list[int] = self.arcs.volunteer[first:last].tolist()
        return rows

    def distance_m(self, request: int, volunteer: int) -> int | None:
        """Return how far it is, or None where there is no way or no known start."""
        if self.problem.requests.where[request] != PLACED or self.problem.volunteers.radius_m[volunteer] < 0:
            return None
        return int(distances_m(self.problem, np.array([request]), np.array([volunteer]))[0])

    def is_about_within(self, request: int, volunteers: Int64, distance_m: float) -> Flags:
        """Say who is no farther than that in the pool's projection, or hardly: a quick look before an exact one."""
        asked, helping = self.problem.requests, self.problem.volunteers
        east = helping.x_m[volunteers].astype(np.float64) - asked.x_m[request]
        north = helping.y_m[volunteers].astype(np.float64) - asked.y_m[request]
        within: Flags = np.hypot(east, north) <= _PROJECTION_AT_MOST * distance_m + _PROJECTION_MARGIN_M
        return within

    def pool_rows(self, request: int) -> Int64:
        """Return all volunteers of a request's pool."""
        same = self.problem.volunteers.pool == self.problem.requests.pool[request]
        return np.flatnonzero(same).astype(np.int64)

    def rules(self, request: int, volunteers: Int64) -> dict[Code, Flags]:
        """Return for each rule who breaks it, skills and checks and vehicle told apart, pauses too."""
        requests = np.full(len(volunteers), request, dtype=np.int64)
        broken = dict(broken_rules(self.problem, requests, volunteers))
        lacking = broken.pop(Code.LACKS)
        told = np.zeros(len(volunteers), dtype=np.bool_)
        for code in (Code.NO_VEHICLE, Code.REQUIREMENT_NOT_MET):
            bits = np.uint64(self.needed_bits(request, code))
            broken[code] = (bits & ~self.problem.volunteers.have_mask[volunteers]) != 0
            told |= broken[code]
        skill_bits = np.uint64(self.needed_bits(request, Code.SKILL_MISSING))
        no_skill = (skill_bits & ~self.problem.volunteers.have_mask[volunteers]) != 0
        broken[Code.SKILL_MISSING] = no_skill | (lacking & ~told)
        broken[Code.PAUSED] = self.resting[volunteers]
        broken[Code.WEEK_OFF] = self.weeks_off[volunteers] & ~broken[Code.PAUSED]
        broken[Code.FULL] = broken[Code.FULL] & ~broken[Code.PAUSED] & ~broken[Code.WEEK_OFF]
        return broken

    def needed_bits(self, request: int, code: Code) -> int:
        """Return the bits of a kind that a request asks for."""
        pool = int(self.problem.requests.pool[request])
        of_kind = self.problem.vocabulary.bits_of(_NEEDS[code], pool)
        asked = self.problem.requests
        mask = asked.lead_mask if code is Code.LEAD_NEEDED else asked.need_mask
        return of_kind & int(mask[request])

    def codes_missing(self, request: int, volunteer: int | None, code: Code) -> tuple[str, ...]:
        """Return the codes of a kind that a request asks for, without those that a volunteer has."""
        words, pool = self.problem.vocabulary, int(self.problem.requests.pool[request])
        bits = self.needed_bits(request, code)
        if volunteer is not None:
            bits &= ~int(self.problem.volunteers.have_mask[volunteer])
        names = words.needs[pool] if words.needs else ()
        return tuple(name for bit, (_rule, name) in enumerate(names) if bits >> bit & 1)

    def languages(self, request: int, volunteer: int | None = None) -> tuple[str, ...]:
        """Return the languages that are asked for, or those that the two have said they share."""
        words, pool = self.problem.vocabulary, int(self.problem.requests.pool[request])
        mask = int(self.problem.requests.language_mask[request])
        if volunteer is not None:
            own = int(self.problem.volunteers.language_mask[volunteer])
            if own == _EVERY_LANGUAGE:
                return ()
            mask = 0 if mask == _EVERY_LANGUAGE else mask & own
        if mask == _EVERY_LANGUAGE or not words.languages:
            return ()
        return tuple(name for bit, name in enumerate(words.languages[pool]) if mask >> bit & 1)

    def weekdays(self, request: int) -> tuple[int, ...]:
        """Return the days on which a request can be met, 0 for Monday; nothing when it is every day."""
        mask = int(self.problem.requests.slot_mask[request])
        days = tuple(day for day in range(WEEKDAYS) if mask >> day * BANDS_PER_DAY & _DAY)
        return () if len(days) == WEEKDAYS else days

    def load_facts(self, volunteer: int, *, with_plan: bool = False) -> dict[str, Fact]:
        """Return the tasks of the week and, where one was named, the limit."""
        helping, record = self.problem.volunteers, self._record(volunteer)
        per_week = int(helping.tasks_per_week[volunteer])
        limit = record.capacity_per_week if record else per_week
        done = record.load_this_week if record else max(0, per_week - int(helping.capacity[volunteer]))
        if with_plan:
            done += int(self.ledger.load[volunteer])
        facts: dict[str, Fact] = (
            {"tasks": done} if limit is None else {"tasks": done, "tasks_per_week": limit}
        )
        is_later = self.said is not None and self._pool(volunteer) in self.said.later_pools
        return {**facts, "later": True} if is_later else facts

    def chosen_facts(self, request: int, volunteer: int) -> dict[str, Fact]:
        """Return the load as it is told of a pair of the plan: on all but somebody's first, what the plan gives."""
        tasks = self.tasks.get(volunteer, [])
        facts = self.load_facts(volunteer)
        return facts if request == min(tasks, default=request) else {**facts, "in_plan": len(tasks)}

    def kept_facts(self, request: int, volunteer: int) -> dict[str, Fact]:
        """Return whether a pair of the plan before is one that people were told of."""
        pair = str(self.problem.requests.id[request]), str(self.problem.volunteers.id[volunteer])
        return {"told": True} if self.said is not None and pair in self.said.told else {}

    @cached_property
    def resting(self) -> Flags:
        """Who has no capacity because they are having a pause."""
        rows = range(len(self.problem.volunteers))
        return np.array([self._is_resting(row) for row in rows], dtype=np.bool_)

    @cached_property
    def weeks_off(self) -> Flags:
        """Who has no capacity because they have kept the week free."""
        words, helping = self.problem.vocabulary, self.problem.volunteers
        off = self.said.weeks_off if self.said is not None and words.pools else frozenset()
        pairs = zip(helping.pool.tolist(), helping.id.tolist(), strict=True)
        return np.array(
            [bool(off) and (words.pools[pool], str(one)) in off for pool, one in pairs], dtype=np.bool_
        )

    @property
    def are_wishes_secret(self) -> bool:
        """Whether no remark may tell of a wish."""
        return self.said is not None and self.said.are_wishes_secret

    def can_lead(self, request: int, volunteers: Int64) -> Flags:
        """Say who has what those must have who lead; where nobody leads, everybody."""
        asked = self.problem.requests
        bits = asked.lead_mask[request] if asked.leads[request] else np.uint64(0)
        able: Flags = (bits & ~self.problem.volunteers.have_mask[volunteers]) == 0
        return able

    def holds_lead(self, request: int, volunteer: int) -> bool:
        """Say whether a helper has a place that only somebody who can lead may have."""
        helpers = np.array(self.helpers.get(request, []), dtype=np.int64)
        wanted, able = int(self.problem.requests.leads[request]), self.can_lead(request, helpers)
        return volunteer in helpers[able] and int(able.sum()) <= wanted

    def leads_missing(self, request: int) -> int:
        """Return how many leads a request still needs."""
        helpers = np.array(self.helpers.get(request, []), dtype=np.int64)
        wanted = int(self.problem.requests.leads[request])
        return max(0, wanted - int(self.can_lead(request, helpers).sum())) if wanted else 0

    def wants_only_leads(self, request: int) -> bool:
        """Say whether people are missing, and each of them has to be able to lead."""
        missing = int(self.ledger.missing[request])
        return 0 < missing <= self.leads_missing(request)

    def _is_resting(self, volunteer: int) -> bool:
        """Say whether somebody's pause lasts."""
        record = self._record(volunteer)
        until = record.paused_until if record else None
        return self.said is not None and until is not None and until > self.said.at

    def _record(self, volunteer: int) -> VolunteerRecord | None:
        """Return what somebody has said, if it was given."""
        if self.said is None:
            return None
        name = str(self.problem.volunteers.id[volunteer])
        here = self.said.in_pools.get((self._pool(volunteer), name))
        return self.said.volunteers.get(name) if here is None else here

    def _pool(self, volunteer: int) -> str:
        """Return the name of a volunteer's pool; nothing where pools have none."""
        pools = self.problem.vocabulary.pools
        return str(pools[int(self.problem.volunteers.pool[volunteer])]) if pools else ""


def _grouped(keys: Int32, values: Int32) -> dict[int, list[int]]:
    """Return the values of each key."""
    groups: dict[int, list[int]] = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        groups.setdefault(key, []).append(value)
    return groups
