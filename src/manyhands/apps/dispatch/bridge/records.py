"""Parts, volunteers and organisations as the engine's records."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Organisation, Person, Vehicle, Volunteer, VolunteerState
from manyhands.apps.places.models import Place
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.privacy.cells import cell_centre
from manyhands.core.values.languages import is_language
from manyhands.core.values.point import Point, distance_m
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import LONGEST_WINDOW, WeekSlots

WEEKS_LOOKED_BACK = 4
# A pause without an end lasts longer than anybody will look.
_NO_END = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Helper:
    """Whoever can take a task: a volunteer, or an organisation with the person who answers for it."""

    card: Volunteer | Organisation
    known_skills: frozenset[str] | None = field(default=None, compare=False)
    """Their keys, where they were read for many at once."""

    @property
    def skills(self) -> frozenset[str]:
        if self.known_skills is not None:
            return self.known_skills
        return frozenset(skill.key for skill in self.card.skills.all())

    @property
    def volunteer(self) -> Volunteer | None:
        return self.card if isinstance(self.card, Volunteer) else None

    @property
    def organisation(self) -> Organisation | None:
        return self.card if isinstance(self.card, Organisation) else None

    @property
    def person(self) -> Person:
        return self.card.person if isinstance(self.card, Volunteer) else self.card.contact

    @property
    def key(self) -> str:
        """What forms and the engine call them: `v12` or `o3`."""
        return f"v{self.card.pk}" if isinstance(self.card, Volunteer) else f"o{self.card.pk}"

    @property
    def name(self) -> str:
        return self.card.person.name if isinstance(self.card, Volunteer) else self.card.name

    @property
    def start_place(self) -> Place | None:
        return self.card.start_place if isinstance(self.card, Volunteer) else self.card.place


@dataclass(frozen=True, slots=True)
class Load:
    """Tasks taken on for the week in question, and in the four weeks before it."""

    this_week: int = 0
    recent: int = 0


NO_LOAD = Load()


def week_around(moment: datetime, group: Group) -> tuple[datetime, datetime]:
    """The local week, Monday to Monday, that a moment belongs to."""
    local = moment.astimezone(group.zone)
    monday = local.date() - timedelta(days=local.weekday())
    begin = datetime.combine(monday, time.min, tzinfo=group.zone)
    end = datetime.combine(monday + timedelta(days=7), time.min, tzinfo=group.zone)
    return begin.astimezone(UTC), end.astimezone(UTC)


def end_of_day(group: Group, *, days: int = 0, at: datetime) -> datetime:
    """The midnight that ends the local day of `at`, or one some days after it: not all of them have 24 hours."""
    day = at.astimezone(group.zone).date() + timedelta(days=days + 1)
    return datetime.combine(day, time.min, tzinfo=group.zone)


def moment_of(part: NeedPart, *, at: datetime) -> datetime:
    """When the task would be done, as far as its week is concerned."""
    return max(part.starts_at or part.due_at or at, at)


def monday_of(part: NeedPart, *, at: datetime) -> date:
    """The local Monday of the week in which the task would be done."""
    begin, _end = week_around(moment_of(part, at=at), part.group)
    return begin.astimezone(part.group.zone).date()


def request_of(
    part: NeedPart,
    *,
    requirements: frozenset[str],
    at: datetime,
    places: int | None = None,
    leads_missing: int = 0,
) -> RequestRecord:
    """The part with its need, place and category (skills prefetched) loaded, for all its places or those left.

    `leads_missing` of them are for people who can lead: see `queries.people.leads`. `requirements` are what the kind
    of help asks for: see `vetting.queries`.
    """
    category, need, leads = part.category, part.need, leads_of(part)
    quantity = max(1, part.people_needed if places is None else places)
    return RequestRecord(
        id=f"p{part.pk}",
        pool=str(part.group_id),
        point=point_of(need.place.search_cell if need.place else ""),
        is_remote=not category.happens_at_home,
        required_skills={skill.key for skill in category.required_skills.all()},
        requirements=requirements,
        languages=languages_of([need.language]),
        window=_window(part, at=at),
        needs_vehicle=category.needs_vehicle and not leads.vehicle,
        quantity=quantity,
        leads=min(quantity, leads_missing),
        lead_experience=leads.experience or None,
        lead_has_vehicle=leads.vehicle,
        minutes=max(1, part.minutes),
    )


def _window(part: NeedPart, *, at: datetime) -> TimeWindow | None:
    """From when until when, without what has passed; None when there is nothing left to go by."""
    if part.starts_at is None and part.due_at is None:
        return None
    length = timedelta(minutes=max(1, part.minutes))
    begin = max(part.starts_at or at, at)
    # At a certain time both ends are that moment: then it lasts as long as the task.
    end = part.due_at if part.due_at and part.due_at != part.starts_at else (part.starts_at or begin) + length
    # Whatever is wanted within more than a year is as good as any day of the first.
    end = min(end, begin + LONGEST_WINDOW)
    return TimeWindow(begin, end) if end > begin else None


def record_of(
    helper: Helper,
    load: Load,
    group: Group,
    *,
    experience: frozenset[str] = frozenset(),
    is_week_off: bool = False,
    requirements_met: frozenset[str] = frozenset(),
) -> VolunteerRecord:
    """`experience` are keys of kinds of help that they can lead others in; `is_week_off` is of the load's week."""
    card, place = helper.card, helper.start_place
    return VolunteerRecord(
        id=helper.key,
        pool=str(card.group_id),
        point=point_of(place.search_cell if place else ""),
        skills=helper.skills,
        experience=experience,
        is_week_off=is_week_off,
        requirements_met=requirements_met,
        languages=languages_of(card.languages),
        week_slots=None if card.week_slots is None else WeekSlots(card.week_slots),
        radius_m=card.radius_m,
        capacity_per_week=card.tasks_per_week,
        load_this_week=load.this_week,
        recent_load=load.recent,
        paused_until=_pause_of(helper.volunteer, group) if helper.volunteer else None,
        has_vehicle=helper.volunteer.vehicle in (Vehicle.CAR, Vehicle.VAN) if helper.volunteer else None,
    )


def _pause_of(volunteer: Volunteer, group: Group) -> datetime | None:
    return paused_until(volunteer.state, volunteer.paused_until, group)


def paused_until(state: str, until: date | None, group: Group) -> datetime | None:
    """When the pause of a volunteer ends, as an instant; None without one."""
    if until:
        return datetime.combine(until, time.min, tzinfo=group.zone)
    return _NO_END if state == VolunteerState.PAUSED else None


def context_of(
    group: Group, request_id: str, *, blocked: Iterable[str], declined: Iterable[str], at: datetime
) -> MatchContext:
    """`blocked` and `declined` are the keys of helpers, for the one request that is looked at."""
    return MatchContext(
        at=at,
        zone=group.zone,
        blocked=frozenset((request_id, key) for key in blocked),
        declined=frozenset((request_id, key) for key in declined),
    )


@lru_cache(maxsize=65_536)
def point_of(cell: str) -> Point | None:
    return cell_centre(cell) if cell else None


def public_distance_m(place: Place | None, part: NeedPart) -> int | None:
    """How far apart two public cells are: all that a volunteer is told before a grant."""
    here, there = point_of(place.public_cell if place else ""), point_of(part.public_cell)
    return None if here is None or there is None else round(distance_m(here, there))


def languages_of(codes: Iterable[str]) -> frozenset[str]:
    """What the engine knows as languages; a group may have kept something else in its own words."""
    return frozenset(code for code in codes if is_language(code))
