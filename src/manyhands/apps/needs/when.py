"""When something is wanted: from what people say (a day and a time in their own zone) to instants, and back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from manyhands.apps.needs.states import Urgency, WhenKind

# "As soon as somebody can" is due by what was said to be bearable.
_BEARABLE = {
    Urgency.DAYS: timedelta(days=3),
    Urgency.WEEK: timedelta(days=7),
    Urgency.WHENEVER: timedelta(days=14),
}


# The longest wait at which something is still this urgent.
_URGENT_WITHIN = (
    (timedelta(days=1), Urgency.TODAY),
    (timedelta(days=3), Urgency.DAYS),
    (timedelta(days=7), Urgency.WEEK),
)


class PastTimeError(ValueError):
    """The day or the time that was said has gone by."""


class DayMissingError(ValueError):
    """This way of saying when needs a day (and, at a certain time, a time)."""


@dataclass(frozen=True, slots=True)
class When:
    kind: str
    starts_at: datetime | None = None
    due_at: datetime | None = None


def read_when(
    kind: str,
    day: date | None,
    clock: time | None,
    *,
    zone: ZoneInfo,
    at: datetime,
    urgency: int = Urgency.DAYS,
) -> When:
    """Raises DayMissingError or PastTimeError. A time that a DST night skips is read an hour later, as clocks do."""
    if kind == WhenKind.ANY:
        return When(kind)
    if kind == WhenKind.SOON:
        return When(kind, due_at=_soon(urgency, zone=zone, at=at))
    if day is None or (kind == WhenKind.AT_TIME and clock is None):
        raise DayMissingError
    if kind == WhenKind.AT_TIME and clock is not None:
        moment = _instant(day, clock, zone)
        _refuse_past(moment, at)
        return When(kind, starts_at=moment, due_at=moment)
    # "By Friday" ends with Friday's midnight, which pages show as the day itself.
    end = _instant(day + timedelta(days=1), time.min, zone)
    _refuse_past(end, at)
    return When(kind, due_at=end)


def urgency_of(when: When, *, at: datetime) -> Urgency:
    """How urgent it is when only the time was said; "as soon as somebody can" is not next week."""
    if when.kind == WhenKind.SOON:
        return Urgency.DAYS
    if when.due_at is None:
        return Urgency.WHENEVER
    wait = when.due_at - at
    return next((urgency for longest, urgency in _URGENT_WITHIN if wait <= longest), Urgency.WHENEVER)


def said(when: When, zone: ZoneInfo) -> tuple[date | None, time | None]:
    """The day and time to show in a form again."""
    if when.kind == WhenKind.AT_TIME and when.starts_at:
        local = when.starts_at.astimezone(zone)
        return local.date(), local.time()
    if when.kind == WhenKind.BY_DAY and when.due_at:
        return (when.due_at.astimezone(zone) - timedelta(minutes=1)).date(), None
    return None, None


def _soon(urgency: int, *, zone: ZoneInfo, at: datetime) -> datetime:
    if urgency == Urgency.TODAY:
        return _instant(at.astimezone(zone).date() + timedelta(days=1), time.min, zone)
    return at + _BEARABLE[Urgency(urgency)]


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    # Through UTC and back: a wall-clock time that does not exist becomes the one that people then read.
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def _refuse_past(moment: datetime, at: datetime) -> None:
    if moment <= at:
        raise PastTimeError
