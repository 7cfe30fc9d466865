"""Tasks and helpers as the engine's records. All days are days of the week that is planned."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from manyhands.cli.language import gettext as _
from manyhands.cli.language import ngettext
from manyhands.cli.planning.kinds import RIDE, skill_asked
from manyhands.cli.planning.measures import length_in_words
from manyhands.cli.planning.model import Gathered, Helper, Task
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.week_slots import BANDS_PER_DAY, WEEKDAYS, WeekSlots

#: Two sheets are one pool.
POOL = "1"
#: For whoever has not said how far they go.
DEFAULT_RADIUS_M = 5_000
#: What the engine takes for a limit that was not said.
DEFAULT_TASKS_PER_WEEK = 1
_NO_END = datetime(9999, 1, 1, tzinfo=UTC)


def context_of(begins: date, zone: ZoneInfo | None) -> MatchContext:
    """The plan is made as of the first midnight of its week, whatever the clock did that night.

    Where no zone is known UTC stands in: days and hours are compared as they are written, in one zone.
    """
    known = zone or ZoneInfo("UTC")
    return MatchContext(at=datetime.combine(begins, time.min, tzinfo=known), zone=known)


def request_of(task: Task, *, offered: frozenset[str], begins: date) -> RequestRecord:
    """`offered` is what anybody has said they can."""
    return RequestRecord(
        id=task.id,
        pool=POOL,
        point=task.point,
        is_remote=task.is_remote,
        required_skills=frozenset({skill_asked(task.kind, task.own_words, offered)}),
        languages=task.languages,
        week_slots=_days_until(task.due, begins=begins),
        needs_vehicle=task.kind == RIDE,
        quantity=task.people,
        weight=task.weight,
    )


def volunteer_of(helper: Helper) -> VolunteerRecord:
    return VolunteerRecord(
        id=helper.id,
        pool=POOL,
        point=helper.point,
        skills=helper.skills,
        languages=helper.languages,
        week_slots=None if helper.week_mask is None else WeekSlots(helper.week_mask),
        radius_m=helper.radius_m,
        capacity_per_week=helper.tasks_per_week,
        recent_load=helper.recent,
        paused_until=_NO_END if helper.is_paused else None,
        has_vehicle=helper.has_vehicle,
    )


def _days_until(due: date | None, *, begins: date) -> WeekSlots:
    """The hours of the days from the first one up to the day it is needed by, which is within the week or beyond."""
    days = WEEKDAYS if due is None else min(WEEKDAYS, (due - begins).days + 1)
    return WeekSlots.from_pairs(
        ((begins + timedelta(days=day)).weekday(), band)
        for day in range(days)
        for band in range(BANDS_PER_DAY)
    )


def assumptions(gathered: Gathered, zone: ZoneInfo | None, *, unit: str) -> tuple[str, ...]:
    """Say once what was taken where the sheets say nothing."""
    missing = Counter(
        name
        for helper in gathered.helpers
        for name, is_missing in (
            ("radius", helper.radius_m is None),
            ("tasks", helper.tasks_per_week is None),
            ("time", helper.week_mask is None),
            ("languages", not helper.languages),
        )
        if is_missing
    )
    radius = length_in_words(DEFAULT_RADIUS_M, unit)
    texts = {
        "radius": ngettext(
            "%(count)d person has not said how far they go: %(radius)s.",
            "%(count)d people have not said how far they go: %(radius)s.",
            missing["radius"],
        ),
        "tasks": ngettext(
            "%(count)d person has not said how many tasks a week: %(tasks)d.",
            "%(count)d people have not said how many tasks a week: %(tasks)d.",
            missing["tasks"],
        ),
        "time": ngettext(
            "%(count)d person has not said when they have time: at any time, but after those who have.",
            "%(count)d people have not said when they have time: at any time, but after those who have.",
            missing["time"],
        ),
        "languages": ngettext(
            "%(count)d person has not said which languages they speak: any, but after those who have.",
            "%(count)d people have not said which languages they speak: any, but after those who have.",
            missing["languages"],
        ),
    }
    shown = {"radius": radius, "tasks": DEFAULT_TASKS_PER_WEEK}
    said = [texts[name] % (shown | {"count": missing[name]}) for name in texts if missing[name]]
    if gathered.zip_only:
        text = ngettext(
            "%(count)d row has no coordinates: ways are measured from the middle of its ZIP code.",
            "%(count)d rows have no coordinates: ways are measured from the middle of their ZIP codes.",
            gathered.zip_only,
        )
        said.append(text % {"count": gathered.zip_only})
    said.append(_("Ways are straight lines; roads are longer."))
    if zone is not None:
        said.append(_("Days and hours are those of %(zone)s.") % {"zone": zone.key})
    return tuple(said)
