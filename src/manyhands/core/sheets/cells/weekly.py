"""When somebody has time, week after week.

The answer is a mask of 56 bits: slot = weekday × 8 + hour // 3, Monday is 0. It is what
``core.values.WeekSlots`` wraps.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from manyhands.core.sheets.cells.date_words import WEEKDAYS
from manyhands.core.sheets.cells.week_words import DAY_GROUPS, PARTS_OF_DAY, tokens
from manyhands.core.sheets.problems import Reading, noted, refused
from manyhands.core.sheets.text import is_blank
from manyhands.core.values.week_slots import BANDS_PER_DAY, SLOT_HOURS
from manyhands.core.values.week_slots import WEEKDAYS as WEEKDAY_COUNT

HOURS: Final = 24
#: A slot counts when somebody has at least this many of its three hours.
ENOUGH_HOURS: Final = 2
CELL_CHARACTERS: Final = 600
#: Hours for which an unqualified "from 1 to 5" means the afternoon.
EARLIEST_LIKELY_HOUR: Final = 7
NOON: Final = 12

Hours = tuple[int, int]


@dataclass(slots=True)
class _Clause:
    """Days and hours that belong together: "Mon and Wed, mornings"."""

    days: set[int] = field(default_factory=set)
    hours: list[Hours] = field(default_factory=list)
    is_except: bool = False

    def mask(self) -> int:
        """Return the slots of the clause; days alone are whole days, hours alone every day."""
        hours = self.hours or [(0, HOURS) if self.is_except else WAKING]
        days = self.days or range(WEEKDAY_COUNT)
        return slots_mask(days, hours) if self.days or self.hours else 0


#: Somebody who says "Saturdays" does not mean four in the morning.
WAKING: Final[Hours] = (6, 21)


def parse_weekly(raw: str) -> Reading[int]:
    """Return the slots in which somebody has time, as a mask of 56 bits.

    >>> parse_weekly("Mon/Wed mornings").value == slots_mask([0, 2], [(6, 12)])
    True
    >>> parse_weekly("weekday evenings; sábados").value == (
    ...     slots_mask(range(5), [(17, 22)]) | slots_mask([5], [WAKING])
    ... )
    True
    >>> parse_weekly("Mon-Fri after 5pm except Wednesdays").value == slots_mask(
    ...     [0, 1, 3, 4], [(17, 24)]
    ... )
    True
    >>> parse_weekly("lunes a viernes de 9 a 13").value == slots_mask(range(5), [(9, 13)])
    True
    >>> parse_weekly("call me").problems[0].code
    'not_weekly'
    """
    if is_blank(raw):
        return Reading(None)
    found, strange = tokens(raw[:CELL_CHARACTERS])
    mask = _mask_of(_clauses(found))
    if not mask:
        return Reading(None, (refused("not_weekly", text=raw),))
    if strange or len(raw) > CELL_CHARACTERS:
        left_out = " ".join(strange) or raw[CELL_CHARACTERS:]
        return Reading(mask, (noted("weekly_in_part", text=left_out),))
    return Reading(mask)


def slots_mask(days: Iterable[int], hours: Iterable[Hours]) -> int:
    """Return the mask of some hours (from, to) on some weekdays.

    >>> bin(slots_mask([0], [(6, 12)])), slots_mask([6], [(21, 24)]) == 1 << 55
    ('0b1100', True)
    """
    day_mask = 0
    for start, end in hours:
        day_mask |= _day_mask(start, end)
    mask = 0
    for day in days:
        mask |= day_mask << (day * BANDS_PER_DAY)
    return mask


def _day_mask(start: int, end: int) -> int:
    if end <= start:  # past midnight
        return _day_mask(start, HOURS) | (_day_mask(0, end) if end else 0)
    overlaps = [
        max(0, min(end, (slot + 1) * SLOT_HOURS) - max(start, slot * SLOT_HOURS))
        for slot in range(BANDS_PER_DAY)
    ]
    enough = min(ENOUGH_HOURS, max(overlaps))
    return sum(1 << slot for slot, overlap in enumerate(overlaps) if overlap >= enough)


def _mask_of(clauses: list[_Clause]) -> int:
    mask = 0
    for clause in clauses:
        if not clause.is_except:
            mask |= clause.mask()
    for clause in clauses:
        if clause.is_except:
            everything = mask or slots_mask(range(WEEKDAY_COUNT), [WAKING])
            mask = everything & ~clause.mask()
    return mask


def _clauses(found: list[str]) -> list[_Clause]:
    """Group tokens into days and hours that belong together."""
    clauses = [_Clause()]
    span_from: int | None = None
    for position, word in enumerate(found):
        days, hours = _days_of(word), _hours_of(word)
        if _begins_clause(word, clauses[-1]):
            clauses.append(_Clause(is_except=word == "except"))
        if days:
            clauses[-1].days |= days if span_from is None else _through(span_from, days)
        elif hours is not None:
            clauses[-1].hours.append(hours)
        span_from = _span_start(found, position, span_from)
    return [clause for clause in clauses if clause.days or clause.hours]


def _begins_clause(word: str, current: _Clause) -> bool:
    """Whether what follows belongs to other days or hours than what came before.

    "except" and a semicolon always begin anew; a comma does when days and hours are both said
    ("mornings on weekdays, evenings on weekends"); so do days after such a pair, and a group of
    days after other days ("weekends, weekday evenings").
    """
    if word in {"except", ";"}:
        return True
    is_complete = bool(current.days and current.hours)
    if word == ",":
        return is_complete
    return bool(_days_of(word)) and (is_complete or (word in DAY_GROUPS and bool(current.days)))


def _span_start(found: list[str], position: int, span_from: int | None) -> int | None:
    """Return the day from which "to" counts, if the next word ends such a span."""
    word = found[position]
    if word == "to" and position and found[position - 1] in WEEKDAYS:
        return WEEKDAYS[found[position - 1]]
    return span_from if word == "to" else None


def _through(first: int, last_days: set[int]) -> set[int]:
    last = next(iter(last_days))
    length = (last - first) % WEEKDAY_COUNT + 1
    return {(first + step) % WEEKDAY_COUNT for step in range(length)}


def _days_of(word: str) -> set[int]:
    if word in WEEKDAYS:
        return {WEEKDAYS[word]}
    return set(DAY_GROUPS.get(word, ()))


_HOURS = re.compile(r"(\d{1,2})([ap]?)>(\d{1,2})([ap]?)")


def _hours_of(word: str) -> Hours | None:
    """Return the hours of a part of the day or of a span.

    In a span ``9a>5p`` halves of the day may be missing and are guessed; ``18=24`` is exact.
    """
    if word in PARTS_OF_DAY:
        return PARTS_OF_DAY[word]
    if "=" in word:
        exact_start, _, exact_end = word.partition("=")
        return (int(exact_start), int(exact_end))
    match = _HOURS.fullmatch(word)
    if match is None:
        return None
    end = _hour(int(match[3]), match[4], likely_pm=False)
    start_half = match[2] or (match[4] if _shares_half(match) else "")
    start = _hour(int(match[1]), start_half, likely_pm=not match[4])
    if not match[4] and end <= start and end + NOON <= HOURS:
        end += NOON
    return (start % HOURS, min(end, HOURS))


def _shares_half(match: re.Match[str]) -> bool:
    """Whether "1-5pm" means one in the afternoon; "9-5pm" does not mean nine at night."""
    return int(match[1]) % NOON < int(match[3]) % NOON


def _hour(hour: int, half: str, *, likely_pm: bool) -> int:
    if half:
        return hour % NOON + (NOON if half == "p" else 0)
    if likely_pm and 0 < hour < EARLIEST_LIKELY_HOUR:
        return hour + NOON
    return min(hour, HOURS)
