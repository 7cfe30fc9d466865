"""What if some more of those who help had something: a skill, a check, a language, a car or van."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.records import VolunteerRecord
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.what_if.situation import Situation

WHAT: Final = ("skill", "requirement", "language", "vehicle")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreWith:
    """So many of those who help now, and do not have it, get it.

    Whom it would be: a plan is made as if all had it, and those are taken who then do the most tasks that they
    could not be given without it. This is a good choice, not a proven one: the answer is what so many people can
    bring about at least. Somebody who helps in several pools counts once.

    Attributes:
        what: "skill", "requirement", "language" or "vehicle".
        code: which skill, check or language; nothing for a vehicle.
        people: how many, 1 or more.

    Raises:
        ValueError: when it is none of these, or nobody.
    """

    what: str
    code: str = ""
    people: int = 1

    def __post_init__(self) -> None:
        """Refuse what nobody can have."""
        if self.what not in WHAT:
            raise ValueError(f"people can have more of {', '.join(WHAT)}, not {self.what!r}")
        if self.people < 1:
            raise ValueError(f"so many more people must be 1 or more, not {self.people}")
        if bool(self.code) is (self.what == "vehicle"):
            raise ValueError("a skill, a check and a language have a code, a vehicle has none")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation in which so many more have it; all who lack it, where they are fewer."""
        chosen = set(self.find_people(situation))
        return replace(
            situation,
            volunteers=tuple(self._with(one) if one.id in chosen else one for one in situation.volunteers),
        )

    def find_people(self, situation: Situation) -> tuple[str, ...]:
        """Return the ids of those to whom it would matter most, at most as many as are asked about."""
        at = situation.context.at
        lacking = {one.id for one in situation.volunteers if not self._has(one) and one.is_there(at)}
        if not lacking:
            return ()
        everybody = replace(
            situation, volunteers=tuple(self._with(one) for one in situation.volunteers)
        ).problem
        tasks = self._tasks_it_takes(situation, everybody)
        order = sorted(lacking, key=lambda one: (-tasks[one], one))
        return tuple(order[: self.people])

    def _tasks_it_takes(self, situation: Situation, everybody: Problem) -> Counter[str]:
        """Return for each person how many tasks the plan gives them that they could not be given now."""
        arcs = find_candidates(everybody)
        plan = solve(everybody, arcs, weights=situation.weights)
        now = situation.problem
        could = find_candidates(now)
        width = len(now.volunteers)
        known = set((could.request.astype("int64") * width + could.volunteer).tolist())
        ids = everybody.volunteers.id
        return Counter(
            str(ids[volunteer])
            for request, volunteer in plan.pairs.tolist()
            if request * width + volunteer not in known
        )

    def _has(self, one: VolunteerRecord) -> bool:
        """Say whether somebody has it. What somebody has not said about languages is no lack."""
        if self.what == "vehicle":
            return bool(one.has_vehicle)
        if self.what == "language":
            return not one.languages or self.code in one.languages
        return self.code in (one.skills if self.what == "skill" else one.requirements_met)

    def _with(self, one: VolunteerRecord) -> VolunteerRecord:
        """Return somebody with it."""
        if self._has(one):
            return one
        if self.what == "vehicle":
            return replace(one, has_vehicle=True)
        if self.what == "language":
            return replace(one, languages=one.languages | {self.code})
        if self.what == "skill":
            return replace(one, skills=one.skills | {self.code})
        return replace(one, requirements_met=one.requirements_met | {self.code})
