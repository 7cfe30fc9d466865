"""What a plan is asked, and what it answers: records in, plain JSON out. Nothing here loads a solver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from manyhands.apps.dispatch.bridge.records import (
    NO_LOAD,
    Helper,
    Load,
    moment_of,
    record_of,
    request_of,
    week_around,
)
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import WhenKind
from manyhands.apps.vetting.queries import Held
from manyhands.core.dispatch.records import RequestRecord, VolunteerRecord
from manyhands.core.equity.priority import Priority, priority_of
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The local week in which a part would be done. Limits are limits for a week, so each week is a pool."""

    pool: str
    begin: datetime
    end: datetime

    def monday(self, group: Group) -> date:
        return self.begin.astimezone(group.zone).date()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of helpers besides their cards: kinds of help that they can lead others in, by the person's id,
    the weeks that volunteers keep free, by their Mondays, and what everybody has been checked for.
    """

    experience: Mapping[int, frozenset[str]] = field(default_factory=dict)
    weeks_off: frozenset[tuple[int, date]] = frozenset()
    held: Held = field(default_factory=Held)

    def requirements_met_by(self, helper: Helper) -> frozenset[str]:
        if helper.organisation is not None:
            return self.held.by_organisation(helper.organisation.pk)
        return self.held.by_person(helper.person.pk)

    def experience_of(self, helper: Helper) -> frozenset[str]:
        return self.experience.get(helper.person.pk, frozenset())

    def is_week_off(self, helper: Helper, monday: date) -> bool:
        return helper.volunteer is not None and (helper.volunteer.pk, monday) in self.weeks_off


@dataclass(frozen=True, slots=True)
class Busy:
    """A task that somebody has, or is asked to take, with its exact time if it has one."""

    helper_id: int
    on: datetime
    window: TimeWindow | None


def week_of(part: NeedPart, *, at: datetime) -> WeekOf:
    return week_at(moment_of(part, at=at), part.group, str(part.group_id))


def week_at(moment: datetime, group: Group, pool: str) -> WeekOf:
    """The week by the clock of a group, whoever's moment it is; pools are called after it."""
    begin, end = week_around(moment, group)
    return WeekOf(f"{pool}:{begin.astimezone(group.zone).date()}", begin, end)


def priority_of_part(part: NeedPart, *, at: datetime) -> Priority:
    """Equity stays at its neutral value until there are data about areas."""
    return priority_of(part.urgency, waited_hours=(at - part.need.asked_at) / _HOUR)


def hours_of(when_kind: str, starts_at: datetime | None, minutes: int) -> TimeWindow | None:
    """The hours that a task at a certain time takes from somebody; None for one that can be done at any time."""
    if when_kind != WhenKind.AT_TIME or starts_at is None:
        return None
    return TimeWindow(starts_at, starts_at + timedelta(minutes=max(1, minutes)))


def planned_request(
    part: NeedPart,
    week: WeekOf,
    missing: int,
    *,
    requirements: frozenset[str],
    at: datetime,
    leads_missing: int = 0,
) -> RequestRecord:
    weight = priority_of_part(part, at=at).weight
    request = request_of(part, requirements=requirements, at=at, places=missing, leads_missing=leads_missing)
    return replace(request, pool=week.pool, weight=weight)


def planned_volunteers(
    helpers: Iterable[Helper],
    weeks: Iterable[WeekOf],
    tasks: Mapping[int, list[Busy]],
    group: Group,
    known: Known,
) -> list[VolunteerRecord]:
    """Each helper once for each week, with what they have that week, without the hours that are taken."""
    usual = [(helper, _usual_week(helper, group, known)) for helper in helpers]
    records = []
    for week in weeks:
        monday = week.monday(group)
        for helper, record in usual:
            mine = tasks.get(helper.person.pk, [])
            slots = _free_slots(record.week_slots, [one.window for one in mine if one.window], week, group)
            # Without an hour left in that week nobody is free; a grid that is empty would say "not said".
            if slots is None or slots:
                load, is_off = load_in(mine, week), known.is_week_off(helper, monday)
                records.append(
                    replace(
                        record,
                        pool=week.pool,
                        week_slots=slots,
                        load_this_week=load.this_week,
                        recent_load=load.recent,
                        is_week_off=is_off,
                    )
                )
    return records


def _usual_week(helper: Helper, group: Group, known: Known) -> VolunteerRecord:
    """What is the same in all weeks."""
    return record_of(
        helper,
        NO_LOAD,
        group,
        experience=known.experience_of(helper),
        requirements_met=known.requirements_met_by(helper),
    )


def load_in(tasks: Iterable[Busy], week: WeekOf) -> Load:
    """What somebody has in one week and in the weeks before it. What they are asked counts: they may say yes."""
    on = [task.on for task in tasks]
    return Load(
        this_week=sum(week.begin <= moment < week.end for moment in on),
        recent=sum(week.begin - timedelta(weeks=4) <= moment < week.begin for moment in on),
    )


def _free_slots(
    said: WeekSlots | None, windows: Iterable[TimeWindow], week: WeekOf, group: Group
) -> WeekSlots | None:
    taken = WeekSlots.never()
    for window in windows:
        if week.begin <= window.start_at < week.end:
            taken |= WeekSlots.touched_by(window, group.zone)
    if not taken:
        return said
    free = (said or WeekSlots.always()).mask & ~taken.mask
    return WeekSlots(free)


def pk_of(key: str) -> int:
    """The number in `p12`, `v3`, `o4`."""
    return int(key[1:])


def price_of(prices: Mapping[str, Any], pool: str, key: str) -> int | None:
    found = prices.get(pool, {}).get(key)
    return found if isinstance(found, int) else None
