"""Who can help with one request: nearest and least busy first, each with the reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from manyhands.core.dispatch.constraints.distance import find_distance_m
from manyhands.core.dispatch.constraints.registry import RULES, check_all
from manyhands.core.dispatch.constraints.verdict import Verdict
from manyhands.core.dispatch.objectives.load_spread import marginal_cost
from manyhands.core.dispatch.objectives.travel import travel_cost
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

_SOFT_RULES = frozenset(rule.name for rule in RULES if rule.is_soft)
_DEFAULT_WEIGHTS = Weights()


class Standing(StrEnum):
    """Whether somebody can be asked."""

    CAN_HELP = "can_help"
    OVER_OWN_LIMIT = "over_own_limit"
    """They could, but would do more than they have said; they must say yes to that."""
    CANNOT_HELP = "cannot_help"


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """One volunteer's place in the list, and everything it was decided by.

    Attributes:
        volunteer_id: whom it is about.
        standing: whether they can be asked.
        cost_parts: the cost by its measures, ``load`` and ``travel``; what is not known costs
            nothing and shows among the unknowns.
        verdicts: every rule's answer, by the rule's name.
    """

    volunteer_id: str
    standing: Standing
    cost_parts: Mapping[str, int]
    verdicts: Mapping[str, Verdict]

    @property
    def cost(self) -> int:
        """What asking this volunteer costs, in units of 10 m."""
        return sum(self.cost_parts.values())

    @property
    def distance_m(self) -> int | None:
        """How far the way is, in whole metres, where it is known and there is one."""
        apart_m = self.verdicts["distance"].facts.get("distance_m")
        return apart_m if isinstance(apart_m, int) else None

    @property
    def failures(self) -> dict[str, Verdict]:
        """The rules that are not met."""
        return {name: verdict for name, verdict in self.verdicts.items() if verdict.is_failure}

    @property
    def unknowns(self) -> dict[str, Verdict]:
        """The rules that could not tell."""
        return {name: verdict for name, verdict in self.verdicts.items() if verdict.is_unknown}


def rank(
    request: RequestRecord,
    volunteers: Iterable[VolunteerRecord],
    context: MatchContext,
    *,
    weights: Weights = _DEFAULT_WEIGHTS,
) -> list[RankedCandidate]:
    """Return all volunteers: those who can help, those over their own limit, those who cannot.

    Within the first two, people of whom more is known come first, then those who cost less
    (travel plus load). Within the last, those with fewer reasons against them come first. Equal
    ones are ordered by a hash of both ids: the same on every machine and in whatever order the
    volunteers are given, but different for each request, so that nobody is always asked first.

    Raises:
        ValueError: when a volunteer is given twice.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> from manyhands.core.values.point import Point
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", point=Point(-84.5553, 42.7336))
    >>> near = VolunteerRecord(id="near", pool="east", point=Point(-84.55, 42.73), radius_m=4_000)
    >>> far = VolunteerRecord(id="far", pool="east", point=Point(-84.4848, 42.7284), radius_m=4_000)
    >>> [(one.volunteer_id, str(one.standing), one.distance_m) for one in rank(request, [far, near], context)]
    [('near', 'can_help', 590), ('far', 'cannot_help', 5787)]
    """
    candidates = [judge(request, volunteer, context, weights=weights) for volunteer in volunteers]
    ids = Counter(candidate.volunteer_id for candidate in candidates)
    if twice := sorted(volunteer_id for volunteer_id, times in ids.items() if times > 1):
        raise ValueError(f"given more than once: {', '.join(twice)}")
    return sorted(candidates, key=lambda candidate: _place(request.id, candidate))


def judge(
    request: RequestRecord,
    volunteer: VolunteerRecord,
    context: MatchContext,
    *,
    weights: Weights = _DEFAULT_WEIGHTS,
) -> RankedCandidate:
    """Return what ``rank`` would say of one volunteer alone, for instance when they claim a task.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> busy = VolunteerRecord(id="v1", pool="east", capacity_per_week=2, load_this_week=2)
    >>> str(judge(RequestRecord(id="r1", pool="east"), busy, context).standing)
    'over_own_limit'
    """
    verdicts = check_all(request, volunteer, context)
    failing = {name for name, verdict in verdicts.items() if verdict.is_failure}
    if failing - _SOFT_RULES:
        standing = Standing.CANNOT_HELP
    else:
        standing = Standing.OVER_OWN_LIMIT if failing else Standing.CAN_HELP
    apart_m = find_distance_m(request, volunteer)
    parts = {
        # Whoever has not said how much they can do is treated as somebody who can do little.
        "load": marginal_cost(
            volunteer.recent_load,
            volunteer.load_this_week + 1,
            volunteer.capacity_per_week or 1,
            weights.load,
        ),
        "travel": 0 if apart_m is None else travel_cost(apart_m, weights.travel),
    }
    return RankedCandidate(volunteer.id, standing, parts, verdicts)


def _place(request_id: str, candidate: RankedCandidate) -> tuple[int, int, int, int, bytes]:
    """Return what candidates are sorted by."""
    standing = list(Standing).index(candidate.standing)
    against = len(candidate.failures) if candidate.standing is Standing.CANNOT_HELP else 0
    tie = blake2b(f"{request_id}\0{candidate.volunteer_id}".encode(), digest_size=8).digest()
    return standing, against, len(candidate.unknowns), candidate.cost, tie
