"""What is known of somebody who helps, in a few words."""

from datetime import date, time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.core.values.week_slots import BANDS_PER_DAY, SLOT_HOURS, WeekSlots
from manyhands.web.words import clock_in_words, in_largest_unit

_HOURS_A_DAY = 24


def confirmed_in_words(day: date, *, today: date) -> str:
    """How fresh somebody's details are: "confirmed today", "confirmed 3 months ago"."""
    unit, count = in_largest_unit(max(0, (today - day).days))
    if count == 0:
        return _("confirmed today")
    if unit == "day":
        text = ngettext("confirmed yesterday", "confirmed %(count)d days ago", count)
    elif unit == "week":
        text = ngettext("confirmed %(count)d week ago", "confirmed %(count)d weeks ago", count)
    elif unit == "month":
        text = ngettext("confirmed %(count)d month ago", "confirmed %(count)d months ago", count)
    else:
        text = ngettext("confirmed %(count)d year ago", "confirmed %(count)d years ago", count)
    return text % {"count": count}


def asked_in_words(day: date | None, *, today: date) -> str:
    """When somebody was last asked for something: "not asked yet", "asked today", "asked 3 weeks ago"."""
    if day is None:
        return _("not asked yet")
    unit, count = in_largest_unit(max(0, (today - day).days))
    if count == 0:
        return _("asked today")
    if unit == "day":
        text = ngettext("asked yesterday", "asked %(count)d days ago", count)
    elif unit == "week":
        text = ngettext("asked %(count)d week ago", "asked %(count)d weeks ago", count)
    elif unit == "month":
        text = ngettext("asked %(count)d month ago", "asked %(count)d months ago", count)
    else:
        text = ngettext("asked %(count)d year ago", "asked %(count)d years ago", count)
    return text % {"count": count}


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
