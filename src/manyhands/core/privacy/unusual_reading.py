"""Reading of contact details that is not as usual: for a person to look into, never a verdict.

What is usual is told by the median and the median absolute deviation, which a few wild days do not move (Hampel, 1974),
and by a floor, so that a quiet group is not told of every busy morning.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

FLOOR = 10
"""So many different people on one day are never unusual by themselves."""

_DEVIATIONS = 4
# Of a normal distribution the standard deviation is so many median absolute deviations.
_DEVIATION_PER_MAD = 1.4826
_FEWEST_DAYS = 7
_FAR_BEYOND = 3
_FEWEST_WITHOUT_CAUSE = 5
_FEWEST_AT_NIGHT = 3
_NIGHT_ENDS_AT_HOUR = 6
_FEWEST_CLOSED = 3
_DAYS_OF_ONE = 4
_WITHIN = timedelta(days=14)


class Sign(StrEnum):
    """What is unusual about a day of reading."""

    MANY = "many"
    """Many more people than this reader, and others of the group, look at on a day."""
    WITHOUT_CAUSE = "without_cause"
    """Mostly requests for which the reader then did nothing: no call, no note, nobody asked."""
    AT_NIGHT = "at_night"
    CLOSED = "closed"
    """Requests that had been closed for a while."""
    SAME_PERSON = "same_person"
    """One and the same person on several days, without doing anything for them."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at somebody's details.

    Attributes:
        reader: who looked.
        subject: at whom.
        at: when, in the time of the group.
        has_cause: whether the reader did something for this person about that time.
        is_closed: whether what they looked at had been closed for a while.
    """

    reader: int
    subject: int
    at: datetime
    has_cause: bool = True
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One unusual thing about one day of one reader.

    Attributes:
        reader: who looked.
        day: on which day.
        sign: what is unusual.
        count: how many looks, people or days it is about.
        usual: how many people are usual on a day, where that is the question.
    """

    reader: int
    day: date
    sign: Sign
    count: int
    usual: int = 0


def find_unusual(looks: Iterable[Look]) -> list[Finding]:
    """Return what is unusual about each day of each reader, the latest day first.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 4, 15, tzinfo=UTC)
    >>> [finding.sign.value for finding in find_unusual(Look(7, person, at) for person in range(11))]
    ['many']
    >>> find_unusual(Look(7, person, at) for person in range(10))
    []
    """
    days: defaultdict[tuple[int, date], list[Look]] = defaultdict(list)
    for look in sorted(looks, key=lambda one: (one.at, one.reader, one.subject)):
        days[look.reader, look.at.date()].append(look)
    people = {key: len({look.subject for look in its}) for key, its in days.items()}
    found = [
        finding
        for (reader, day), its in days.items()
        for finding in (
            *_many(reader, day, people),
            *_by_themselves(reader, day, its),
            *_same_person(reader, day, days),
        )
    ]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.reader, one.sign))


def usual_limit(counts: Sequence[int]) -> float:
    """Return up to how many are usual, given what there was on other days.

    >>> usual_limit([4, 5, 5, 6, 60]), usual_limit([])
    (10.930..., 0.0)
    """
    if not counts:
        return 0.0
    middle = median(counts)
    deviation = max(1.0, _DEVIATION_PER_MAD * median(abs(count - middle) for count in counts))
    return middle + _DEVIATIONS * deviation


def _many(reader: int, day: date, people: Mapping[tuple[int, date], int]) -> Iterator[Finding]:
    """More than the group is used to and than the reader is; or far more than the group, whatever the reader is."""
    count = people[reader, day]
    own = [its for (who, when), its in people.items() if who == reader and when != day]
    others = [its for (who, _when), its in people.items() if who != reader]
    limit = usual_limit(others or own)
    is_new_for_them = len(own) < _FEWEST_DAYS or count > usual_limit(own)
    is_far_beyond = bool(others) and count > _FAR_BEYOND * limit
    if count > max(FLOOR, limit) and (is_new_for_them or is_far_beyond):
        yield Finding(reader, day, Sign.MANY, count, round(median(others or own or [0])))


def _by_themselves(reader: int, day: date, looks: Collection[Look]) -> Iterator[Finding]:
    """Yield what one day shows without any other."""
    idle = sum(not look.has_cause for look in looks)
    if idle >= _FEWEST_WITHOUT_CAUSE and idle * 2 > len(looks):
        yield Finding(reader, day, Sign.WITHOUT_CAUSE, idle)
    at_night = sum(look.at.hour < _NIGHT_ENDS_AT_HOUR for look in looks)
    if at_night >= _FEWEST_AT_NIGHT:
        yield Finding(reader, day, Sign.AT_NIGHT, at_night)
    closed = sum(look.is_closed for look in looks)
    if closed >= _FEWEST_CLOSED:
        yield Finding(reader, day, Sign.CLOSED, closed)


def _same_person(
    reader: int, day: date, days: Mapping[tuple[int, date], Collection[Look]]
) -> Iterator[Finding]:
    """On this day, and on others of the two weeks before it."""
    seen: defaultdict[int, set[date]] = defaultdict(set)
    for (who, when), looks in days.items():
        if who == reader and day - _WITHIN < when <= day:
            for look in looks:
                if not look.has_cause:
                    seen[look.subject].add(when)
    most = max((len(whens) for whens in seen.values() if day in whens), default=0)
    if most >= _DAYS_OF_ONE:
        yield Finding(reader, day, Sign.SAME_PERSON, most)
