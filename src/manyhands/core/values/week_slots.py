"""When somebody usually has time: the week as 56 slots of three hours, one bit each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from manyhands.core.values.time_window import TimeWindow

WEEKDAYS = 7
SLOT_HOURS = 3
BANDS_PER_DAY = 24 // SLOT_HOURS
SLOT_COUNT = WEEKDAYS * BANDS_PER_DAY

LONGEST_WINDOW = timedelta(days=366)
"""No help is arranged over more than a year; without a bound, one window could take a minute to cut."""

_EVERY_SLOT = (1 << SLOT_COUNT) - 1
_QUARTER = timedelta(minutes=15)


class SlotRun(NamedTuple):
    """One slot, and how long a window stays in it before the next slot begins."""

    slot: int
    length: timedelta


@dataclass(frozen=True, slots=True)
class WeekSlots:
    """A set of weekly slots in local time; bit ``weekday * 8 + hour // 3``, Monday is 0.

    The mask fits one unsigned 64-bit column. A (weekday, band) pair names a slot for people:
    weekday 0 to 6 from Monday, band 0 to 7 (band 3 is 09:00 to 12:00).

    Raises:
        TypeError: when the mask is not a whole number.
        ValueError: when the mask is negative or has a bit beyond the 56th.

    >>> mornings = WeekSlots.from_pairs((weekday, 3) for weekday in range(5))
    >>> (0, 3) in mornings, (5, 3) in mornings, len(mornings)
    (True, False, 5)
    """

    mask: int

    def __post_init__(self) -> None:
        """Refuse a mask that says more than a week."""
        if isinstance(self.mask, bool) or not isinstance(self.mask, int):
            raise TypeError(f"the mask must be a whole number, not {self.mask!r}")
        if not 0 <= self.mask <= _EVERY_SLOT:
            raise ValueError(f"the mask must be from 0 to 2**{SLOT_COUNT} - 1, not {self.mask}")

    # Factories

    @classmethod
    def always(cls) -> Self:
        """Return all 56 slots."""
        return cls(_EVERY_SLOT)

    @classmethod
    def never(cls) -> Self:
        """Return the empty set."""
        return cls(0)

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[int, int]]) -> Self:
        """Return the slots named by (weekday, band) pairs; a pair named twice counts once.

        Raises:
            ValueError: when a weekday is not 0 to 6 or a band is not 0 to 7.
        """
        mask = 0
        for weekday, band in pairs:
            mask |= 1 << slot_index(weekday, band)
        return cls(mask)

    @classmethod
    def touched_by(cls, window: TimeWindow, zone: ZoneInfo) -> Self:
        """Return every slot of the local week that a window reaches into.

        Summer time is followed exactly: in the night in which the clock jumps forward the first
        slot of Sunday is two hours long, in the night in which it goes back four.

        >>> from datetime import UTC
        >>> window = TimeWindow(datetime(2026, 3, 9, 13, tzinfo=UTC), datetime(2026, 3, 9, 17, tzinfo=UTC))
        >>> sorted(WeekSlots.touched_by(window, ZoneInfo("America/Detroit")).pairs())
        [(0, 3), (0, 4)]
        """
        mask = 0
        for run in slot_runs(window, zone):
            mask |= 1 << run.slot
        return cls(mask)

    # Queries

    def pairs(self) -> frozenset[tuple[int, int]]:
        """Return the slots as (weekday, band) pairs."""
        return frozenset(self)

    def covers(self, window: TimeWindow, zone: ZoneInfo) -> bool:
        """Say whether every slot that the window reaches into is in this set.

        >>> from datetime import UTC
        >>> window = TimeWindow(datetime(2026, 3, 9, 13, tzinfo=UTC), datetime(2026, 3, 9, 17, tzinfo=UTC))
        >>> WeekSlots.from_pairs([(0, 3), (0, 4)]).covers(window, ZoneInfo("America/Detroit"))
        True
        >>> WeekSlots.from_pairs([(0, 3)]).covers(window, ZoneInfo("America/Detroit"))
        False
        """
        return WeekSlots.touched_by(window, zone).mask & ~self.mask == 0

    def longest_stretch(self, window: TimeWindow, zone: ZoneInfo) -> timedelta:
        """Return the longest unbroken time within the window that lies in these slots.

        A window says when help may happen, which is often longer than the help takes: somebody
        who is free for two of its eight hours can do an errand of one hour.

        >>> from datetime import UTC
        >>> window = TimeWindow(datetime(2026, 3, 9, 13, tzinfo=UTC), datetime(2026, 3, 9, 17, tzinfo=UTC))
        >>> print(WeekSlots.from_pairs([(0, 4)]).longest_stretch(window, ZoneInfo("America/Detroit")))
        1:00:00
        """
        longest = current = timedelta()
        for run in slot_runs(window, zone):
            current = current + run.length if self.mask >> run.slot & 1 else timedelta()
            longest = max(longest, current)
        return longest

    def overlaps(self, other: "WeekSlots") -> bool:
        """Say whether at least one slot is in both sets."""
        return bool(self.mask & other.mask)

    def __contains__(self, item: object) -> bool:
        """Say whether a (weekday, band) pair, or every slot of another set, is in this set."""
        if isinstance(item, WeekSlots):
            return item.mask & ~self.mask == 0
        return item in self.pairs()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Walk through the week from Monday's first slot."""
        for slot in range(SLOT_COUNT):
            if self.mask >> slot & 1:
                yield divmod(slot, BANDS_PER_DAY)

    def __len__(self) -> int:
        """Count the slots; an empty set is false."""
        return self.mask.bit_count()

    def __or__(self, other: "WeekSlots") -> "WeekSlots":
        """Return the slots of either set."""
        return WeekSlots(self.mask | other.mask)

    def __and__(self, other: "WeekSlots") -> "WeekSlots":
        """Return the slots of both sets."""
        return WeekSlots(self.mask & other.mask)


def slot_index(weekday: int, band: int) -> int:
    """Return the number of a slot, 0 to 55.

    Raises:
        ValueError: when the weekday is not 0 to 6 or the band is not 0 to 7.

    >>> slot_index(6, 7)
    55
    """
    if not 0 <= weekday < WEEKDAYS:
        raise ValueError(f"the weekday must be from 0 (Monday) to 6 (Sunday), not {weekday}")
    if not 0 <= band < BANDS_PER_DAY:
        raise ValueError(f"the band must be from 0 to {BANDS_PER_DAY - 1}, not {band}")
    return weekday * BANDS_PER_DAY + band


# One request is compared with many volunteers, so its window is cut into slots only once.
@lru_cache(maxsize=512)
def slot_runs(window: TimeWindow, zone: ZoneInfo) -> tuple[SlotRun, ...]:
    """Return the local slots that a window passes through, in order, with the time spent in each.

    The lengths add up to the length of the window. When a clock goes back across the edge of a
    slot, the slot appears twice.

    Raises:
        ValueError: when the window is longer than a year.

    >>> from datetime import UTC
    >>> night = TimeWindow(datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 8, 10, tzinfo=UTC))
    >>> [(run.slot, str(run.length)) for run in slot_runs(night, ZoneInfo("America/Detroit"))]
    [(48, '2:00:00'), (49, '3:00:00')]
    """
    if window.length > LONGEST_WINDOW:
        raise ValueError(f"a window of {window.length.days} days is too long to be cut into weekly slots")
    runs: list[SlotRun] = []
    at = window.start_at
    while at < window.end_at:
        local = at.astimezone(zone)
        until = min(_step_from(at, local), window.end_at)
        slot = slot_index(local.weekday(), local.hour // SLOT_HOURS)
        if runs and runs[-1].slot == slot:
            runs[-1] = SlotRun(slot, runs[-1].length + (until - at))
        else:
            runs.append(SlotRun(slot, until - at))
        at = until
    return tuple(runs)


def _step_from(at: datetime, local: datetime) -> datetime:
    """Return a later instant up to which the local slot surely stays the same.

    Where the offset from UTC changes on the way, the step is to the next quarter of an hour:
    zones change their clocks, and begin their slots, at full quarters only.
    """
    into_slot = timedelta(
        hours=local.hour % SLOT_HOURS,
        minutes=local.minute,
        seconds=local.second,
        microseconds=local.microsecond,
    )
    edge = at + timedelta(hours=SLOT_HOURS) - into_slot
    if edge.astimezone(local.tzinfo).utcoffset() == local.utcoffset():
        return edge
    return at + _QUARTER - (into_slot % _QUARTER)
