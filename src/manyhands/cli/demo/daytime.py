"""When people do things: between eight in the morning and nine in the evening where the group is."""

from datetime import datetime, time, timedelta, tzinfo
from random import Random

_UP_AT, _TO_BED_AT = time(8), time(21)
_DAY, _NIGHT = timedelta(hours=13), timedelta(hours=11)
_MORNING = timedelta(hours=3)


def by_day(moment: datetime, zone: tzinfo) -> datetime:
    """The moment itself; what falls into a night is somewhere in the day before it. Never later than it was."""
    night = _night_of(moment, zone)
    if night is None:
        return moment
    begin, share = night
    return begin - _DAY * (1 - share)


def next_by_day(moment: datetime, zone: tzinfo) -> datetime:
    """The moment itself; what falls into a night waits until the morning."""
    night = _night_of(moment, zone)
    if night is None:
        return moment
    begin, share = night
    return begin + _NIGHT + _MORNING * share


def days_ago(days: float, random: Random, zone: tzinfo, *, at: datetime) -> datetime:
    """At some time of the day, about so many days ago."""
    return by_day(at - timedelta(days=days, hours=random.uniform(0, 24)), zone)


def _night_of(moment: datetime, zone: tzinfo) -> tuple[datetime, float] | None:
    """When the night began that it is in, and how much of it had gone by."""
    local = moment.astimezone(zone)
    if _UP_AT <= local.time() < _TO_BED_AT:
        return None
    evening = local.date() if local.time() >= _TO_BED_AT else local.date() - timedelta(days=1)
    begin = datetime.combine(evening, _TO_BED_AT, tzinfo=zone)
    return begin, (local.replace(tzinfo=None) - begin.replace(tzinfo=None)) / _NIGHT
