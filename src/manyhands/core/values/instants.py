"""Moments in time, the same for everybody wherever they are."""

from datetime import UTC, datetime


def to_instant(name: str, value: datetime) -> datetime:
    """Return an aware datetime in UTC, in which a day is always 24 hours long.

    Python compares and subtracts two datetimes of one zone by the clock on the wall, which is
    wrong in the night in which that clock is changed; in UTC it never is.

    Args:
        name: what the moment is called, for the message.
        value: an aware datetime in any zone.

    Raises:
        ValueError: when it has no time zone: it would be another moment in each of them.

    >>> from zoneinfo import ZoneInfo
    >>> to_instant("start_at", datetime(2026, 3, 7, 9, tzinfo=ZoneInfo("America/Detroit")))
    datetime.datetime(2026, 3, 7, 14, 0, tzinfo=datetime.timezone.utc)
    >>> to_instant("start_at", datetime(2026, 3, 7, 9))
    Traceback (most recent call last):
    ...
    ValueError: start_at must have a time zone: datetime.datetime(2026, 3, 7, 9, 0)
    """
    if value.utcoffset() is None:
        raise ValueError(f"{name} must have a time zone: {value!r}")
    return value.astimezone(UTC)
