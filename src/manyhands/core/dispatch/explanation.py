"""Why somebody was chosen, or nobody, as data: codes with numbers, and ids instead of names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self, TypeAlias

Fact: TypeAlias = int | str | bool | tuple[str, ...] | tuple[int, ...]


class Kind(StrEnum):
    """Which question is answered."""

    CHOSEN = "chosen"
    """Why this volunteer?"""
    NOT_CHOSEN = "not_chosen"
    """Why not this volunteer?"""
    UNMET = "unmet"
    """Why nobody, or too few?"""


class Code(StrEnum):
    """What a remark says. The facts of each are named with it; all units are in the names."""

    # For somebody: what speaks for them.
    DISTANCE = "distance"  # distance_m; same_zip: both are known by one ZIP code only
    REMOTE = "remote"  # no way to go
    LANGUAGE = "language"  # common: codes
    LOAD = "load"  # tasks, tasks_per_week: before this plan; in_plan: all they get, on all but the first
    WISH = "wish"  # somebody has wished for this pair
    LEADS = "leads"  # holds a place for those who can lead; needed: codes of experience, none for the one car
    KEPT = "kept"  # as in the plan before; told: whether they have been told of it
    ONLY_ONE = "only_one"  # nobody else could

    # Against somebody: a rule that does not hold.
    OTHER_POOL = "other_pool"
    EXCLUDED = "excluded"  # kept apart, declined before, or a reason that no column knows
    PAUSED = "paused"
    WEEK_OFF = "week_off"  # that week is kept free
    LACKS = "lacks"  # any of the next three; those tell which
    SKILL_MISSING = "skill_missing"  # missing: codes
    REQUIREMENT_NOT_MET = "requirement_not_met"  # missing: codes
    NO_VEHICLE = "no_vehicle"
    LEAD_NEEDED = "lead_needed"  # missing: codes of experience; vehicle: whether a car or van is
    NO_COMMON_LANGUAGE = "no_common_language"  # needed: codes
    NO_TIME = "no_time"  # weekdays: 0 is Monday; empty when any day would do
    TOO_FAR = "too_far"  # distance_m, radius_m
    START_NOT_KNOWN = "start_not_known"
    FULL = "full"  # tasks, tasks_per_week

    # Against somebody who could: what the plan weighed.
    NEEDED_ELSEWHERE = "needed_elsewhere"  # request_ids: theirs in this plan
    HOURS_CLASH = "hours_clash"  # request_ids: theirs in this plan, at the same hours
    BUSIER_THIS_WEEK = "busier_this_week"  # tasks, tasks_per_week: with those of this plan
    BUSIER_BEFORE = "busier_before"  # tasks in all, than_tasks of the chosen one
    SMALLER_LIMIT = "smaller_limit"  # tasks_per_week, than_tasks_per_week
    FARTHER = "farther"  # distance_m, than_m
    LESS_WISHED = "less_wished"
    LESS_SAID = "less_said"  # more is assumed of them than of the chosen one
    LESS_FITTING = "less_fitting"  # either of the two, where nobody may learn that it is a wish
    OTHER_TOLD = "other_told"  # the chosen one is of the plan before; told: whether they know
    AS_GOOD = "as_good"  # chance, the same on every machine, decided
    COSTS_MORE = "costs_more"  # more_m: for everybody together; at_least: whether it may be more still
    WOULD_LEAVE = "would_leave"  # request_ids for which there would be one person fewer; empty: not known

    # For nobody.
    PLACE_NOT_KNOWN = "place_not_known"
    NOBODY_IN_GROUP = "nobody_in_group"
    EVERYBODY_PAUSED = "everybody_paused"  # people
    EVERYBODY_FULL = "everybody_full"  # people
    TOO_FEW_PEOPLE = "too_few_people"  # needed, could
    FULL_ELSEWHERE = "full_elsewhere"  # people, request_ids, matter: more, as_much or together
    HOURS_TAKEN = "hours_taken"  # people
    NOT_WORTH_IT = "not_worth_it"  # the weights say that nobody need come
    NOBODY = "nobody"  # among: code or ""; because: codes, one of which each person breaks; their facts;
    # of_askable: whether those who have a break or no time left are left aside
    FAILING = "failing"  # because: a code of a rule; people
    WOULD_IF = "would_if"  # because: the one code that they fail; people, volunteer_ids; its facts
    ONE_MORE = (
        "one_more"  # people; what they must have: vehicle; skills, requirements, languages: codes; weekdays
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing there is to say.

    Attributes:
        code: what it says.
        facts: the numbers, ids and codes in it, by names that carry their units.

    >>> Remark(code=Code.LOAD, facts={"tasks": 1, "tasks_per_week": 3}).as_json()
    {'code': 'load', 'tasks': 1, 'tasks_per_week': 3}
    """

    code: Code
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold; lists for what is several."""
        facts = {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in self.facts.items()}
        return {"code": str(self.code), **facts}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """Return the remark that ``as_json`` wrote.

        Raises:
            ValueError: when the code is not one of ``Code``.
        """
        facts = {name: _fact(value) for name, value in stored.items() if name != "code"}
        return cls(code=Code(str(stored["code"])), facts=facts)

    def number(self, name: str, default: int = 0) -> int:
        """Return a fact that is a whole number."""
        value = self.facts.get(name, default)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        """Return a fact that is true or not; what is left out is not."""
        return self.facts.get(name) is True

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a fact that is several ids or codes."""
        value = self.facts.get(name, ())
        return tuple(str(one) for one in value) if isinstance(value, tuple) else ()

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return a fact that is several whole numbers."""
        value = self.facts.get(name, ())
        return tuple(int(one) for one in value) if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Somebody nearer who was not chosen, and the true reason.

    Attributes:
        volunteer_id: whom it is about.
        distance_m: how far they are.
        reason: why it is not them.
    """

    volunteer_id: str
    distance_m: int
    reason: Remark

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {
            "volunteer_id": self.volunteer_id,
            "distance_m": self.distance_m,
            "reason": self.reason.as_json(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """Return what ``as_json`` wrote."""
        return cls(
            volunteer_id=str(stored["volunteer_id"]),
            distance_m=int(str(stored["distance_m"])),
            reason=Remark.from_json(_mapping(stored["reason"])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The answer to one "why" about a plan. Ids only: whoever says it knows the names.

    Attributes:
        kind: which question it answers.
        request_id: the request it is about.
        volunteer_id: the volunteer it is about; None for a request that is not met.
        remarks: what there is to say, the most telling first.
        passed_over: up to two who are nearer than the chosen one.
        people_missing: how many people are still to be found.

    >>> explanation = Explanation(kind=Kind.UNMET, request_id="p4", people_missing=1)
    >>> Explanation.from_json(explanation.as_json()) == explanation
    True
    """

    kind: Kind
    request_id: str
    volunteer_id: str | None = None
    remarks: tuple[Remark, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    people_missing: int = 0

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {
            "kind": str(self.kind),
            "request_id": self.request_id,
            "volunteer_id": self.volunteer_id,
            "remarks": [remark.as_json() for remark in self.remarks],
            "passed_over": [other.as_json() for other in self.passed_over],
            "people_missing": self.people_missing,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """Return the explanation that ``as_json`` wrote.

        Raises:
            KeyError: when a part is missing.
            ValueError: when a code is not known.
        """
        volunteer_id = stored["volunteer_id"]
        return cls(
            kind=Kind(str(stored["kind"])),
            request_id=str(stored["request_id"]),
            volunteer_id=None if volunteer_id is None else str(volunteer_id),
            remarks=tuple(Remark.from_json(one) for one in _mappings(stored["remarks"])),
            passed_over=tuple(PassedOver.from_json(one) for one in _mappings(stored["passed_over"])),
            people_missing=int(str(stored["people_missing"])),
        )

    def find(self, code: Code) -> Remark | None:
        """Return the first remark with a code."""
        return next((remark for remark in self.remarks if remark.code is code), None)

    def ids(self) -> frozenset[str]:
        """Return every id of a request or volunteer in it: what the speaker must know the names of."""
        remarks = [*self.remarks, *(other.reason for other in self.passed_over)]
        named = {self.request_id, self.volunteer_id or self.request_id}
        named.update(other.volunteer_id for other in self.passed_over)
        for remark in remarks:
            named.update(remark.texts("request_ids"), remark.texts("volunteer_ids"))
        return frozenset(named)


def _fact(value: object) -> Fact:
    """Return a fact as it was before it became JSON."""
    if isinstance(value, list | tuple):
        return tuple(value)
    if isinstance(value, bool | int | str):
        return value
    raise ValueError(f"a fact cannot be {value!r}")


def _mapping(value: object) -> Mapping[str, object]:
    """Return an object of JSON."""
    if not isinstance(value, Mapping):
        raise ValueError(f"an object was expected, not {value!r}")  # noqa: TRY004  what is stored is data
    return value


def _mappings(value: object) -> list[Mapping[str, object]]:
    """Return a list of objects of JSON."""
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise ValueError(f"a list was expected, not {value!r}")  # noqa: TRY004  as above
    return [_mapping(one) for one in value]
