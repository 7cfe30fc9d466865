"""The plan as things are beside the plan as they would be."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.explain import Explainer, Said
from manyhands.core.dispatch.explanation import Explanation
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify
from manyhands.core.dispatch.what_if.change import Change
from manyhands.core.dispatch.what_if.figures import Figures, figures_of
from manyhands.core.dispatch.what_if.situation import Situation

_MOST_REASONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a change would bring about.

    Attributes:
        before: the plan as things are.
        after: the plan as they would be.
        better: ids of the requests for which more people would be found, those for which all would be included.
        worse: ids of the requests for which fewer would be found.
        binding: what still stands in the way of requests that are short of people, and of how many; the most
            frequent first. Codes of ``explanation.Code``. Empty when nobody is missing.
        is_proven: whether both plans are proven to be the best; else the difference may be the solver's.
    """

    before: Figures
    after: Figures
    better: tuple[str, ...]
    worse: tuple[str, ...]
    binding: tuple[tuple[str, int], ...]
    is_proven: bool

    @property
    def more_found(self) -> int:
        """How many more people would be found."""
        return self.after.needs.found - self.before.needs.found

    @property
    def changes_needs(self) -> bool:
        """Whether anybody who waits would be better off, or worse."""
        return bool(self.better or self.worse)

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing at all would be different: not even ways and loads."""
        return not self.changes_needs and self.before == self.after

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "better": list(self.better),
            "worse": list(self.worse),
            "binding": [list(one) for one in self.binding],
            "is_proven": self.is_proven,
        }


@dataclass(frozen=True, slots=True)
class _Planned:
    """A situation with its plan."""

    situation: Situation
    problem: Problem
    arcs: Arcs
    plan: Plan

    def figures(self, people: AbstractSet[str]) -> Figures:
        """Return the plan in figures; without a task are counted only some people."""
        return figures_of(self.situation, self.problem, self.arcs, self.plan, people=people)

    def missing(self) -> Mapping[str, int]:
        """Return how many people each request is short of."""
        return dict(zip(map(str, self.problem.requests.id.tolist()), self.plan.unmet.tolist(), strict=True))

    def is_proven(self) -> bool:
        """Say whether no plan is better."""
        return certify(self.problem, self.arcs, self.plan, self.situation.weights).is_optimal

    def binding(self) -> tuple[tuple[str, int], ...]:
        """Return what stands in the way of those who still wait."""
        said = Said(
            at=self.situation.context.at, volunteers={one.id: one for one in self.situation.volunteers}
        )
        explainer = Explainer(self.problem, self.arcs, self.plan, self.situation.weights, said=said)
        short = [request for request, missing in self.missing().items() if missing > 0]
        reasons = Counter(main_reason(explainer.explain(request)) for request in short)
        return tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))[:_MOST_REASONS])


def compare(before: Situation, change: Change) -> Comparison:
    """Return what a change would bring about. Both plans are made anew, by the same solver.

    Raises:
        ProblemError: when a row cannot be planned with.
        ValueError: when the change makes a record that cannot be.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
    >>> from manyhands.core.dispatch.what_if import change_of
    >>> from manyhands.core.values.point import Point
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> asked = RequestRecord(id="a lift", pool="east", point=Point(-84.55, 42.73))
    >>> luis = VolunteerRecord(id="Luis", pool="east", point=Point(-84.50, 42.73), radius_m=4_000)
    >>> before = Situation(requests=(asked,), volunteers=(luis,), context=context)
    >>> found = compare(before, change_of("radius", at_least_m=6_000))
    >>> found.before.needs.found, found.after.needs.found, found.better, found.after.mean_way_m
    (0, 1, ('a lift',), 4084)
    >>> found = compare(before, change_of("one_more_task"))
    >>> found.changes_nothing, found.binding
    (True, (('too_far', 1),))
    """
    now = _plan(before)
    then = _plan(change.apply(before))
    missing_now, missing_then = now.missing(), then.missing()
    return Comparison(
        before=now.figures(before.people),
        after=then.figures(before.people),
        better=tuple(one for one, missing in missing_now.items() if missing_then[one] < missing),
        worse=tuple(one for one, missing in missing_now.items() if missing_then[one] > missing),
        binding=then.binding(),
        is_proven=now.is_proven() and then.is_proven(),
    )


def main_reason(explanation: Explanation) -> str:
    """Return what stands in the way first of all, as one code: the rule, where one alone does."""
    first = explanation.remarks[0]
    because = first.texts("because")
    return because[0] if len(because) == 1 else str(first.code)


def _plan(situation: Situation) -> _Planned:
    """Return a situation with its best plan."""
    problem = situation.problem
    arcs = find_candidates(problem)
    return _Planned(situation, problem, arcs, solve(problem, arcs, weights=situation.weights))
