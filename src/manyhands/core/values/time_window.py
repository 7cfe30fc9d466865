"""A stretch of time between two instants."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from manyhands.core.values.instants import to_instant


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The time from ``start_at`` up to, but not including, ``end_at``.

    Both are instants: aware datetimes, converted to UTC when the window is made.

    Raises:
        ValueError: when an instant has no time zone, or the end is not after the start.

    >>> from zoneinfo import ZoneInfo
    >>> detroit = ZoneInfo("America/Detroit")
    >>> window = TimeWindow(datetime(2026, 3, 7, 9, tzinfo=detroit), datetime(2026, 3, 7, 12, tzinfo=detroit))
    >>> window.start_at
    datetime.datetime(2026, 3, 7, 14, 0, tzinfo=datetime.timezone.utc)
    >>> window.length_minutes
    180
    """

    start_at: datetime
    end_at: datetime

    def __post_init__(self) -> None:
        """Refuse a window without zone or without length."""
        object.__setattr__(self, "start_at", to_instant("start_at", self.start_at))
        object.__setattr__(self, "end_at", to_instant("end_at", self.end_at))
        if self.end_at <= self.start_at:
            raise ValueError(f"a time window must end after it starts: {self.start_at} to {self.end_at}")

    @property
    def length(self) -> timedelta:
        """How long the window is, exactly."""
        return self.end_at - self.start_at

    @property
    def length_minutes(self) -> int:
        """How long the window is, in whole minutes, rounded down."""
        return self.length // timedelta(minutes=1)

    def overlap(self, other: Self) -> "TimeWindow | None":
        """Return the time that both windows share, or None when they only touch or do not meet.

        >>> from datetime import UTC
        >>> def window(start: int, end: int) -> TimeWindow:
        ...     return TimeWindow(datetime(2026, 3, 7, start, tzinfo=UTC), datetime(2026, 3, 7, end, tzinfo=UTC))
        >>> window(9, 12).overlap(window(11, 15)) == window(11, 12)
        True
        >>> window(9, 12).overlap(window(12, 15)) is None
        True
        """
        start_at = max(self.start_at, other.start_at)
        end_at = min(self.end_at, other.end_at)
        return TimeWindow(start_at, end_at) if start_at < end_at else None

    def contains(self, moment: "datetime | TimeWindow") -> bool:
        """Say whether an instant, or the whole of another window, lies within this one.

        Raises:
            ValueError: when an instant has no time zone.

        >>> from datetime import UTC
        >>> day = TimeWindow(datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC))
        >>> day.contains(datetime(2026, 3, 7, 23, 59, tzinfo=UTC)), day.contains(day.end_at)
        (True, False)
        """
        if isinstance(moment, TimeWindow):
            return self.start_at <= moment.start_at and moment.end_at <= self.end_at
        return self.start_at <= to_instant("moment", moment) < self.end_at
