"""When a record about a person must be gone: two clocks, and the earlier one counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from manyhands.core.values.instants import to_instant


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A group's two clocks, in days.

    Attributes:
        days_after_closing: how long what is closed may still be read.
        days_at_latest: how long anything may be kept at all, counted from its first day.

    Raises:
        ValueError: when a number of days is negative, or the first clock is the longer one.

    >>> RetentionRule()
    RetentionRule(days_after_closing=30, days_at_latest=365)
    """

    days_after_closing: int = 30
    days_at_latest: int = 365

    def __post_init__(self) -> None:
        """Refuse clocks that contradict each other."""
        if not 0 <= self.days_after_closing <= self.days_at_latest:
            raise ValueError(
                "the days after closing must be 0 or more and not more than the days at latest: "
                f"{self.days_after_closing} and {self.days_at_latest}"
            )


def erase_due_at(created_at: datetime, closed_at: datetime | None, rule: RetentionRule) -> datetime:
    """Return the instant, in UTC, from which a record must be gone.

    Args:
        created_at: when the record was made.
        closed_at: when it was closed for the last time; None while it is open or open again.
        rule: the group's clocks.

    Raises:
        ValueError: when an instant has no time zone, or the record was closed before it was made.

    >>> from datetime import UTC
    >>> march, april = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    >>> print(erase_due_at(march, april, RetentionRule()))
    2026-05-01 00:00:00+00:00
    >>> print(erase_due_at(march, None, RetentionRule()))
    2027-03-01 00:00:00+00:00
    """
    latest_at = to_instant("created_at", created_at) + timedelta(days=rule.days_at_latest)
    if closed_at is None:
        return latest_at
    if to_instant("closed_at", closed_at) < created_at:
        raise ValueError(f"closed at {closed_at}, before it was made at {created_at}")
    after_closing_at = to_instant("closed_at", closed_at) + timedelta(days=rule.days_after_closing)
    return min(after_closing_at, latest_at)


def week_of(moment: datetime) -> datetime:
    """Return noon of the Wednesday of the same week, in UTC: all that is left of a moment once it may lead to nobody.

    The middle of the week, so that it is never far from what it was, on either side.

    >>> from datetime import UTC
    >>> print(week_of(datetime(2026, 3, 1, 23, 50, tzinfo=UTC)))
    2026-02-25 12:00:00+00:00
    """
    day = to_instant("moment", moment)
    wednesday = day + timedelta(days=2 - day.weekday())
    return wednesday.replace(hour=12, minute=0, second=0, microsecond=0)
