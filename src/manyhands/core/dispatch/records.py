"""What is asked: requests, volunteers and what is known between them, checked once when made."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from manyhands.core.values.instants import to_instant
from manyhands.core.values.languages import language_code
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import LONGEST_WINDOW, WeekSlots

_ANY_TIME = WeekSlots.always()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One part of a need, as far as choosing a helper is concerned.

    Sets may be given as any set; they are kept frozen.

    Attributes:
        id: the part's identifier, stable over time: equal candidates are ordered by it.
        pool: the sharing pool that it belongs to, usually one group.
        point: the centre of the search cell where help is needed; None when it is not known.
        is_remote: whether the help needs no travel, such as a telephone call.
        required_skills: codes of skills that the helper must have, all of them.
        requirements: codes of vetting requirements that the helper must meet, all of them.
        languages: languages the neighbour speaks, any of which will do; empty when nobody asked.
        window: when the help may happen, as instants, within a year; None for any day.
        week_slots: the hours of the week that suit; all of them unless the neighbour chose.
        needs_vehicle: whether it takes a car or a van.
        quantity: how many people are needed, 1 or more.
        minutes: how long it takes one of them, 1 or more.
        leads: how many of those people must be able to lead, 0 to ``quantity``; the others need not.
        lead_experience: the code of what a lead must have done before; None when it takes none.
        lead_has_vehicle: whether a lead must have a car or a van: the others ride along.
        weight: how much it matters to meet it, 1 or more (urgency x equity x ageing).

    Raises:
        ValueError: when a text is empty, a number too small, a language unknown, a window longer
            than a year, no hour of the week suits, or there are more leads than people or leads who
            need nothing that the others do not.
        TypeError: when a text is given where a collection of codes belongs.

    >>> request = RequestRecord(id="r1", pool="east", languages={"es-MX"}, minutes=45)
    >>> request.languages, request.quantity
    (frozenset({'es'}), 1)
    """

    id: str
    pool: str
    point: Point | None = None
    is_remote: bool = False
    required_skills: AbstractSet[str] = frozenset()
    requirements: AbstractSet[str] = frozenset()
    languages: AbstractSet[str] = frozenset()
    window: TimeWindow | None = None
    week_slots: WeekSlots = _ANY_TIME
    needs_vehicle: bool = False
    quantity: int = 1
    minutes: int = 60
    leads: int = 0
    lead_experience: str | None = None
    lead_has_vehicle: bool = False
    weight: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be asked, and bring codes into one form."""
        for name in ("id", "pool"):
            _check_text(name, getattr(self, name))
        for name in ("quantity", "minutes", "weight"):
            _check_at_least(1, name, getattr(self, name))
        self._check_leads()
        if self.window is not None and self.window.length > LONGEST_WINDOW:
            raise ValueError(f"a window of {self.window.length.days} days is longer than a year")
        if not self.week_slots:
            raise ValueError("a request must suit at least one slot of the week; leave it out for any time")
        for name in ("required_skills", "requirements"):
            object.__setattr__(self, name, _codes(name, getattr(self, name)))
        object.__setattr__(self, "languages", _languages(self.languages))

    def _check_leads(self) -> None:
        """Refuse leads that cannot be."""
        _check_at_least(0, "leads", self.leads)
        if self.leads > self.quantity:
            raise ValueError(f"leads must be {self.quantity} (the quantity) or fewer, not {self.leads}")
        if self.lead_experience is not None:
            _check_text("lead_experience", self.lead_experience)
        if self.leads and not self.lead_has_vehicle and self.lead_experience is None:
            raise ValueError("leads must need something: give lead_experience or lead_has_vehicle")


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerRecord:
    """A person or organisation that helps, as far as choosing a helper is concerned.

    Sets may be given as any set; they are kept frozen.

    What somebody has not said is None (or an empty set of languages), which is neither yes nor
    no: rules answer "unknown" to it.

    Attributes:
        id: the volunteer's identifier, stable over time.
        pool: the sharing pool that the volunteer helps in.
        point: the centre of the search cell they start from.
        skills: codes of what they can do.
        requirements_met: codes of vetting requirements that are met now, exemptions included.
        experience: codes of what they have done before, often enough to lead others in it.
        languages: languages they speak.
        week_slots: when they usually have time. An empty grid says nothing, like None: somebody
            who wants no tasks pauses.
        radius_m: how far they go, in metres along the great circle.
        capacity_per_week: how many tasks a week they have said they would do, 0 or more.
        load_this_week: tasks they have accepted for the week in question.
        recent_load: tasks in the weeks before it, this week's not counted again.
        paused_until: the instant at which their pause ends; None without a pause.
        is_week_off: whether they have kept the week in question free of tasks.
        has_vehicle: whether they have a car or a van.

    Raises:
        ValueError: when a text is empty, a number too small, a language unknown, or the end of
            the pause has no time zone.
        TypeError: when a text is given where a collection of codes belongs.
    """

    id: str
    pool: str
    point: Point | None = None
    skills: AbstractSet[str] = frozenset()
    requirements_met: AbstractSet[str] = frozenset()
    experience: AbstractSet[str] = frozenset()
    languages: AbstractSet[str] = frozenset()
    week_slots: WeekSlots | None = None
    radius_m: int | None = None
    capacity_per_week: int | None = None
    load_this_week: int = 0
    recent_load: int = 0
    paused_until: datetime | None = None
    is_week_off: bool = False
    has_vehicle: bool | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can be, and bring codes into one form."""
        for name in ("id", "pool"):
            _check_text(name, getattr(self, name))
        for name in ("load_this_week", "recent_load", "radius_m", "capacity_per_week"):
            value = getattr(self, name)
            if value is not None:
                _check_at_least(0, name, value)
        if self.paused_until is not None:
            object.__setattr__(self, "paused_until", to_instant("paused_until", self.paused_until))
        for name in ("skills", "requirements_met", "experience"):
            object.__setattr__(self, name, _codes(name, getattr(self, name)))
        object.__setattr__(self, "languages", _languages(self.languages))

    def is_there(self, at: datetime) -> bool:
        """Say whether they can be asked at all: neither on a break nor keeping the week free."""
        return not self.is_week_off and (self.paused_until is None or self.paused_until <= at)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchContext:
    """What is known between requests and volunteers, and the moment of asking.

    Attributes:
        at: the moment of asking.
        zone: the group's time zone, in which weekly slots are meant.
        blocked: (request id, volunteer id) of pairs that must never meet.
        declined: (request id, volunteer id) of pairs where the volunteer has said no.
        wishes: (request id, volunteer id, cost in units of 10 m) of pairs that somebody wishes for, which
            costs less than 0, or rather not. They decide between people who could, and keep nobody out.

    Raises:
        ValueError: when the moment has no time zone.
    """

    at: datetime
    zone: ZoneInfo
    blocked: AbstractSet[tuple[str, str]] = frozenset()
    declined: AbstractSet[tuple[str, str]] = frozenset()
    wishes: AbstractSet[tuple[str, str, int]] = frozenset()

    def __post_init__(self) -> None:
        """Keep the moment as an instant in UTC."""
        object.__setattr__(self, "at", to_instant("at", self.at))
        object.__setattr__(self, "blocked", frozenset(self.blocked))
        object.__setattr__(self, "declined", frozenset(self.declined))
        object.__setattr__(self, "wishes", frozenset(self.wishes))


def _check_text(name: str, value: str) -> None:
    """Refuse an identifier that names nothing."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text that is not empty, not {value!r}")


def _check_at_least(least: int, name: str, value: int) -> None:
    """Refuse a number that is too small."""
    if value < least:
        raise ValueError(f"{name} must be {least} or more, not {value}")


def _codes(name: str, values: Iterable[str]) -> frozenset[str]:
    """Return codes as a frozen set; a single text would fall apart into its letters."""
    if isinstance(values, str):
        raise TypeError(f"{name} must be a collection of codes, not the text {values!r}")
    return _checked(name, frozenset(values))


# Hundreds of people have the same few skills and languages: each set is looked through once.
@lru_cache(maxsize=4_096)
def _checked(name: str, codes: frozenset[str]) -> frozenset[str]:
    """Refuse a code that names nothing."""
    for code in codes:
        _check_text(f"a code in {name}", code)
    return codes


def _languages(values: Iterable[str]) -> frozenset[str]:
    """Return languages without region and script."""
    return _without_region(_codes("languages", values))


@lru_cache(maxsize=4_096)
def _without_region(codes: frozenset[str]) -> frozenset[str]:
    """Return what ``_languages`` does."""
    return frozenset(language_code(code) for code in codes)
