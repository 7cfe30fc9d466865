"""What was checked of a plan, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from manyhands.core.dispatch.objectives.travel import METRES_PER_UNIT
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT


class Fault(StrEnum):
    """What can be wrong with a plan, its prices, or the list of feasible pairs."""

    # Of a pair: it must not be made.
    OTHER_POOL = "other_pool"
    BLOCKED = "blocked"
    PLACE_NOT_KNOWN = "place_not_known"
    LACKS = "lacks"
    NO_COMMON_LANGUAGE = "no_common_language"
    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    # Of the plan: it does not add up.
    NO_SUCH_ROW = "no_such_row"
    TWICE = "twice"
    OVER_CAPACITY = "over_capacity"
    TOO_MANY = "too_many"
    UNMET_WRONG = "unmet_wrong"
    HOURS_CLASH = "hours_clash"
    TOO_FEW_LEADS = "too_few_leads"
    OBJECTIVE_WRONG = "objective_wrong"
    # Of the list of feasible pairs.
    ARC_MISSING = "arc_missing"
    ARC_INVENTED = "arc_invented"
    ARC_WRONG = "arc_wrong"
    # Of the proof.
    PRICES_WRONG = "prices_wrong"
    BETTER_EXISTS = "better_exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One kind of fault, how often, and where it was seen first.

    Attributes:
        fault: what is wrong.
        count: how often.
        rows: (request row, volunteer row) of the first few; -1 where there is none.
    """

    fault: Fault
    count: int
    rows: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {"fault": str(self.fault), "count": self.count, "rows": [list(row) for row in self.rows]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is true of a plan, found from the raw tables without trusting whoever made it.

    Attributes:
        is_feasible: whether every pair may be made and all numbers add up.
        is_optimal: whether no other plan is better, and this is proven.
        gap: by how much a better plan could be cheaper at most, in grains of ``plan``; 0 when it is
            proven best, None when nothing is proven.
        no_handover_improves: whether no chain of hand-overs can move a task from a busier
            volunteer to one at least two tasks less busy without leaving a need unmet.
        no_unmet_outranks: whether no unmet request outranks a met one that it could have replaced.
        problems: what is wrong; empty for a plan that may be shown.
        input_hash: SHA-256 of what was asked, the same in whatever order it was given.
        counts: requests, volunteers, arcs, pairs, people_missing, most_tasks (of one volunteer).
        objective: the costs by their measures, computed anew, and their total in grains.
    """

    is_feasible: bool
    is_optimal: bool
    gap: int | None
    no_handover_improves: bool
    no_unmet_outranks: bool
    problems: tuple[Finding, ...]
    input_hash: str
    counts: Mapping[str, int]
    objective: Mapping[str, int]

    @property
    def may_be_shown(self) -> bool:
        """Whether nothing at all is wrong: neither with the plan nor with what it claims of itself."""
        return self.is_feasible and not self.problems

    @property
    def gap_m(self) -> int | None:
        """The gap as a way in whole metres, rounded up."""
        return None if self.gap is None else -(-self.gap * METRES_PER_UNIT // GRAINS_PER_UNIT)

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {
            "is_feasible": self.is_feasible,
            "is_optimal": self.is_optimal,
            "gap": self.gap,
            "no_handover_improves": self.no_handover_improves,
            "no_unmet_outranks": self.no_unmet_outranks,
            "problems": [problem.as_json() for problem in self.problems],
            "input_hash": self.input_hash,
            "counts": dict(self.counts),
            "objective": dict(self.objective),
        }
