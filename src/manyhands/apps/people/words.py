"""What is known of somebody who helps, in a few words."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Skill, translated
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.core.values.week_slots import BANDS_PER_DAY, SLOT_HOURS, WeekSlots
from manyhands.web.languages import language_name
from manyhands.web.parts import Chip
from manyhands.web.words import Span, clock_in_words, date_in_words

_HOURS_A_DAY = 24
_CONFIRMED = Span(
    none=gettext_lazy("confirmed today"),
    day=ngettext_lazy("confirmed yesterday", "confirmed %(count)d days ago", "count"),
    week=ngettext_lazy("confirmed %(count)d week ago", "confirmed %(count)d weeks ago", "count"),
    month=ngettext_lazy("confirmed %(count)d month ago", "confirmed %(count)d months ago", "count"),
    year=ngettext_lazy("confirmed %(count)d year ago", "confirmed %(count)d years ago", "count"),
)
_ASKED = Span(
    none=gettext_lazy("asked today"),
    day=ngettext_lazy("asked yesterday", "asked %(count)d days ago", "count"),
    week=ngettext_lazy("asked %(count)d week ago", "asked %(count)d weeks ago", "count"),
    month=ngettext_lazy("asked %(count)d month ago", "asked %(count)d months ago", "count"),
    year=ngettext_lazy("asked %(count)d year ago", "asked %(count)d years ago", "count"),
)


def confirmed_in_words(day: date, *, today: date) -> str:
    """How fresh somebody's details are: "confirmed today", "confirmed 3 months ago"."""
    return _CONFIRMED.say((today - day).days)


def asked_in_words(day: date | None, *, today: date) -> str:
    """When somebody was last asked for something: "not asked yet", "asked today", "asked 3 weeks ago"."""
    return _("not asked yet") if day is None else _ASKED.say((today - day).days)


STALE_AFTER = timedelta(days=180)
"""Details that nobody has confirmed for so long are worth a call."""


def is_stale(volunteer: Volunteer, *, at: datetime) -> bool:
    return at - volunteer.details_confirmed_at > STALE_AFTER


def languages_in_words(codes: Iterable[str]) -> str:
    return ", ".join(language_name(code) for code in codes)


def skills_in_words(skills: Iterable[Skill]) -> str:
    language = get_language() or "en"
    return ", ".join(translated(skill.names, language) for skill in skills)


def gives_in_words(volunteer: Volunteer) -> tuple[str, ...]:
    """What somebody can do, and where they start from; of whom another group has lent nobody knows much."""
    area = volunteer.start_place.area_name if volunteer.start_place else ""
    skills = skills_in_words(volunteer.skills.all())
    is_lent = volunteer.state == VolunteerState.PARTNER
    by, speaks = str(volunteer.get_vehicle_display()), languages_in_words(volunteer.languages)
    own = (_("Helps from a group that shares"),) if is_lent else (by, speaks)
    return tuple(one for one in (*own, area, skills) if one)


def lately_in_words(volunteer: Volunteer, zone: tzinfo, *, has_helped: bool, at: datetime) -> tuple[str, ...]:
    """When somebody who helps was asked, and how fresh their details are where that is no sign yet."""
    today, asked = at.astimezone(zone).date(), volunteer.last_asked_at
    said = [] if has_helped or asked is None else [_("has not helped yet")]
    said.append(asked_in_words(asked.astimezone(zone).date() if asked else None, today=today))
    if not is_stale(volunteer, at=at):
        confirmed = volunteer.details_confirmed_at.astimezone(zone).date()
        said.append(confirmed_in_words(confirmed, today=today))
    return tuple(said)


def state_signs(volunteer: Volunteer) -> tuple[Chip, ...]:
    """Whether they help at all; of those who do nothing has to be said."""
    if volunteer.state == VolunteerState.ACTIVE:
        return ()
    is_waited_for = volunteer.state in (VolunteerState.APPLICANT, VolunteerState.APPROVED)
    icon = "hourglass-split" if is_waited_for else ""
    return (Chip(str(volunteer.get_state_display()), "soon" if is_waited_for else "", icon),)


def signs_of(volunteer: Any, zone: tzinfo, *, at: datetime) -> tuple[Chip, ...]:
    """What stands out; `volunteer` with their week (`queries.with_week`, `with_week_off`)."""
    today = at.astimezone(zone).date()
    signs = []
    if volunteer.paused_until and volunteer.state == VolunteerState.PAUSED:
        day = date_in_words(volunteer.paused_until, today=today)
        signs.append(Chip(_("until %(day)s") % {"day": day}, icon="calendar"))
    if volunteer.state == VolunteerState.ACTIVE:
        signs += _week_signs(volunteer)
    if is_stale(volunteer, at=at):
        confirmed = volunteer.details_confirmed_at.astimezone(zone).date()
        signs.append(Chip(confirmed_in_words(confirmed, today=today), "soon", "clock-history"))
    return tuple(signs)


def _week_signs(volunteer: Any) -> list[Chip]:
    done, limit = volunteer.tasks_this_week, volunteer.tasks_per_week
    signs = []
    if done > limit:
        signs.append(Chip(_("over their own limit"), "now", "exclamation-circle"))
    elif done == limit:
        signs.append(Chip(_("week is full"), "soon", "circle-fill"))
    if volunteer.is_week_off:
        signs.append(Chip(_("not this week"), icon="calendar"))
    return signs


def spread_in_words(spread: list[int]) -> list[tuple[str, int, int]]:
    """For each number of tasks: the number in words, how many people, and their share of the longest bar in percent."""
    most = max([1, *spread])
    last = len(spread) - 1
    return [
        (
            _("%(count)d or more") % {"count": tasks}
            if tasks == last
            else _("no task")
            if not tasks
            else str(tasks),
            people,
            round(100 * people / most),
        )
        for tasks, people in enumerate(spread)
    ]


def week_in_words(mask: int | None) -> list[tuple[str, str]]:
    """Each day with its hours: ("Monday", "9 am to 3 pm, 6 pm to 9 pm"); nothing when nobody has said."""
    bands_of: dict[int, list[int]] = {}
    for weekday, band in sorted(WeekSlots(mask or 0).pairs()):
        bands_of.setdefault(weekday, []).append(band)
    return [(str(WEEKDAYS[weekday]).capitalize(), _hours(bands)) for weekday, bands in bands_of.items()]


def _hours(bands: list[int]) -> str:
    if len(bands) == BANDS_PER_DAY:
        return _("the whole day")
    runs: list[list[int]] = []
    for band in bands:
        if runs and runs[-1][1] == band:
            runs[-1][1] = band + 1
        else:
            runs.append([band, band + 1])
    return ", ".join(
        _("%(start)s to %(end)s") % {"start": _clock(first), "end": _clock(last)} for first, last in runs
    )


def _clock(band: int) -> str:
    return clock_in_words(time(band * SLOT_HOURS % _HOURS_A_DAY))
