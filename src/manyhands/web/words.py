"""Times, waiting, distances and sizes as people say them: "tomorrow after 4 pm", "waiting 5 h", "1.2 km", "3 MB".

The one place that knows how a day is written: pages, messages and files that people keep all come here.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from manyhands.core.values.lengths import LEAST, coarse_length

_TOMORROW = 1
_DAYS_A_WEEK, _DAYS_A_MONTH, _DAYS_A_YEAR = 7, 30, 365
_SECONDS_A_MINUTE = 60
_MINUTES_AN_HOUR = 60
_HOURS_A_DAY = 24
_NOON = 12
_BYTES_A_KB = 1_000
_KB_A_MB = 1_000
_TENTHS_BELOW = 10
"""Half a megabyte matters beside 3 MB, and no more beside 30."""


def moment_in_words(moment: datetime, *, at: datetime, zone: tzinfo, named_days: int = _DAYS_A_WEEK) -> str:
    """Say when something is or was, seen from `at`: "today 5 pm", "Tue 8:30 am", "Tue 3 June, 5 pm".

    `named_days`: on so many days from today the name of the day is enough.
    """
    local = moment.astimezone(zone)
    today = at.astimezone(zone).date()
    if local.time() == time.min:
        # "Tomorrow 12 midnight": nobody knows which night that is.
        day = day_in_words(_last_day(local), today=today, named_days=named_days)
        return _("%(day)s, end of the day") % {"day": day}
    is_near = -1 <= (local.date() - today).days < named_days
    pattern = _("%(day)s %(time)s") if is_near else _("%(day)s, %(time)s")
    day = day_in_words(local.date(), today=today, named_days=named_days)
    return pattern % {"day": day, "time": clock_in_words(local.time())}


def dated_moment_in_words(moment: datetime, *, at: datetime, zone: tzinfo) -> str:
    """Say when something is in a list that reaches over weeks: "tomorrow 8 am", "Tue 3 June, 5 pm", never "Tue"."""
    return moment_in_words(moment, at=at, zone=zone, named_days=_TOMORROW + 1)


def window_in_words(
    starts_at: datetime | None, ends_at: datetime | None, *, at: datetime, zone: tzinfo
) -> str:
    """Say when something may happen: "tomorrow after 4 pm", "Fri 2 pm to 6 pm", "by Sat 1 pm".

    Local midnight on either side means the whole day; while it runs only its end matters.
    """
    if starts_at and starts_at == ends_at:
        return moment_in_words(starts_at, at=at, zone=zone)
    today = at.astimezone(zone).date()
    start = starts_at.astimezone(zone) if starts_at else None
    end = ends_at.astimezone(zone) if ends_at else None
    has_begun = start is not None and start <= at
    if start and end and not (has_begun and end > at):
        return _span(start, end, today)
    if end:
        return _by(end, today)
    if start and not has_begun:
        return _after(start, today)
    return _("any time")


def day_in_words(day: date, *, today: date, named_days: int = _DAYS_A_WEEK) -> str:
    """Say a day: "yesterday", "today", "tomorrow", "Tue" within the week to come, else "Tue 3 June"."""
    distance_days = (day - today).days
    near = {-1: _("yesterday"), 0: _("today"), _TOMORROW: _("tomorrow")}
    if distance_days in near:
        return near[distance_days]
    if 0 < distance_days < named_days:
        return date_format(day, "D")
    return date_in_words(day, today=today)


def date_in_words(day: date, *, today: date) -> str:
    """Say which day of the calendar, for sentences in which "tomorrow" does not fit: "Tue 3 June", "3 June 2027"."""
    if day.year == today.year:
        return date_format(day, pgettext("format of a date in this year", "D j F"))
    return _date_with_year(day)


def kept_in_words(moment: date, *, zone: tzinfo) -> str:
    """Say a moment or a day on something that is kept and read years later: "3 June 2026, 5 pm"."""
    if not isinstance(moment, datetime):
        return _date_with_year(moment)
    local = moment.astimezone(zone)
    said = {"day": _date_with_year(local.date()), "time": clock_in_words(local.time())}
    return _("%(day)s, %(time)s") % said


def month_in_words(day: date) -> str:
    """Say a month, where the day is nobody's business: "May 2026"."""
    return date_format(day, pgettext("format of a month", "F Y"))


def weekday_in_words(day: date, *, today: date) -> str:
    """Say a day to come in full, as it stands after "from" and "until": "Thursday", "Thursday 3 June"."""
    is_this_week = 0 <= (day - today).days < _DAYS_A_WEEK
    return date_format(day, "l") if is_this_week else weekday_and_date(day)


def weekday_and_date(day: date) -> str:
    """Say a day in full where its name alone leaves open which: "Monday 23 November"."""
    return date_format(day, pgettext("format of a day in full", "l j F"))


def waited_in_words(since: datetime, *, at: datetime) -> str:
    """Say how long somebody has been waiting, in the largest unit that fits."""
    minutes = max(0, int((at - since).total_seconds() // 60))
    if minutes < 1:
        return _("just now")
    if minutes < _MINUTES_AN_HOUR:
        return ngettext("waiting %(count)d min", "waiting %(count)d min", minutes) % {"count": minutes}
    hours = minutes // _MINUTES_AN_HOUR
    if hours < _HOURS_A_DAY:
        return ngettext("waiting %(count)d h", "waiting %(count)d h", hours) % {"count": hours}
    return _WAITING.say(hours // _HOURS_A_DAY)


class Span(NamedTuple):
    """One thing said of any number of days, in the unit that people count them in."""

    day: Any
    week: Any
    month: Any
    year: Any
    none: Any = ""
    """Of no day; else it is said as of several."""

    def say(self, days: int) -> str:
        unit, count = _in_largest_unit(max(0, days))
        return str(self.none if self.none and count == 0 else getattr(self, unit) % {"count": count})


_WAITING = Span(
    day=ngettext_lazy("waiting %(count)d day", "waiting %(count)d days", "count"),
    week=ngettext_lazy("waiting %(count)d week", "waiting %(count)d weeks", "count"),
    month=ngettext_lazy("waiting %(count)d month", "waiting %(count)d months", "count"),
    year=ngettext_lazy("waiting %(count)d year", "waiting %(count)d years", "count"),
)


def _in_largest_unit(days: int) -> tuple[str, int]:
    """In what people count so many days, and how many: ("day", 9), ("week", 3), ("month", 11), ("year", 2)."""
    if days < 2 * _DAYS_A_WEEK:
        return "day", days
    if days < 2 * _DAYS_A_MONTH:
        return "week", days // _DAYS_A_WEEK
    if days < 2 * _DAYS_A_YEAR:
        return "month", days // _DAYS_A_MONTH
    return "year", days // _DAYS_A_YEAR


def time_left_in_words(until: datetime, *, at: datetime) -> str:
    """Say how long something still takes, after "in" or "for": "2 days", "31 hours", "20 minutes"; never too short."""
    minutes = max(1, -int((at - until).total_seconds() // _SECONDS_A_MINUTE))
    hours = -(-minutes // _MINUTES_AN_HOUR)
    if minutes < _MINUTES_AN_HOUR:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if hours < 2 * _HOURS_A_DAY:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = -(-hours // _HOURS_A_DAY)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def distance_in_words(distance_m: float, unit: str) -> str:
    """Say a distance in the group's unit ("km" or "mi"), no finer than a place's blurring makes sensible."""
    pattern = _("%(distance)s mi") if unit == "mi" else _("%(distance)s km")
    distance = coarse_length(distance_m, "mi" if unit == "mi" else "km")
    shown = distance or LEAST
    said = pattern % {"distance": number_format(shown, 0 if shown.is_integer() else 1)}
    return said if distance else _("less than %(distance)s") % {"distance": said}


def size_in_words(size_bytes: int) -> str:
    """Say how large a file is, as telephones do: "340 KB", "1.2 MB"."""
    size_kb = max(1, round(size_bytes / _BYTES_A_KB))
    if size_kb < _KB_A_MB:
        return _("%(size)s KB") % {"size": number_format(size_kb)}
    size_mb = round(size_kb / _KB_A_MB, 1)
    is_round = size_mb >= _TENTHS_BELOW or size_mb.is_integer()
    return _("%(size)s MB") % {"size": number_format(size_mb, 0 if is_round else 1)}


def _date_with_year(day: date) -> str:
    return date_format(day, pgettext("format of a date in another year", "j F Y"))


def clock_in_words(moment: time) -> str:
    """Say a time of day: "5 pm", "8:30 am", "12 noon"."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return _("12 noon") if moment.hour else _("12 midnight")
    hour = moment.hour % 12 or 12
    digits = f"{hour}:{moment.minute:02}" if moment.minute else str(hour)
    pattern = pgettext("clock", "%(hour)s am") if moment.hour < _NOON else pgettext("clock", "%(hour)s pm")
    return pattern % {"hour": digits}


def _last_day(end: datetime) -> date:
    """The day an end belongs to: midnight closes the day before."""
    return (end - timedelta(minutes=1)).date()


def _hour_for_grammar(moment: datetime) -> int:
    """One o'clock takes another article than the rest in Spanish."""
    return moment.hour % 12 or 12


def _after(start: datetime, today: date) -> str:
    day = day_in_words(start.date(), today=today)
    if start.time() == time.min:
        return _("from %(day)s") % {"day": day}
    pattern = ngettext("%(day)s after %(time)s", "%(day)s after %(time)s", _hour_for_grammar(start))
    return pattern % {"day": day, "time": clock_in_words(start.time())}


def _by(end: datetime, today: date) -> str:
    day = day_in_words(_last_day(end), today=today)
    if end.time() == time.min:
        return day if _last_day(end) == today else _by_day(day, _last_day(end), today)
    pattern = ngettext("%(by_day)s %(time)s", "%(by_day)s %(time)s", _hour_for_grammar(end))
    return pattern % {"by_day": _by_day(day, _last_day(end), today), "time": clock_in_words(end.time())}


def _by_day(said: str, day: date, today: date) -> str:
    """Before the name of a day Spanish puts an article, before "tomorrow" none."""
    is_named = abs((day - today).days) > 1
    pattern = pgettext("the name of a day", "by %(day)s") if is_named else _("by %(day)s")
    return pattern % {"day": said}


def _span(start: datetime, end: datetime, today: date) -> str:
    first, last = start.date(), _last_day(end)
    if first != last:
        return _("%(first)s to %(last)s") % {
            "first": day_in_words(first, today=today),
            "last": day_in_words(last, today=today),
        }
    if end.time() == time.min:
        return day_in_words(first, today=today) if start.time() == time.min else _after(start, today)
    return _("%(day)s %(start)s to %(end)s") % {
        "day": day_in_words(first, today=today),
        "start": clock_in_words(start.time()),
        "end": clock_in_words(end.time()),
    }
