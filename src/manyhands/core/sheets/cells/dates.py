"""Dates and times as people and programs write them, in English and Spanish."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from manyhands.core.sheets.cells.date_words import find_named_day, month_number
from manyhands.core.sheets.problems import Problem, Reading, noted, refused
from manyhands.core.sheets.text import is_blank

#: Nobody's sheet reaches further back or ahead; a year beyond is a slip of the hand.
YEARS: Final = range(1990, 2101)
CENTURY: Final = 2000
SHORT_YEAR: Final = 100
MONTHS: Final = 12
#: Excel counts days from here (its leap-year mistake of 1900 included).
EXCEL_EPOCH: Final = date(1899, 12, 30)
#: 1990-01-01 to 2100-12-31 as Excel counts.
EXCEL_DAYS: Final = range(32_874, 73_416)
SECONDS_PER_DAY: Final = 86_400
NOON: Final = 12
DATE_CHARACTERS: Final = 60

_CLOCK = re.compile(
    r"[T,\s]+(?:at |a las )?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|º)?[\s\-]*(?:de |of )?([^\W\d_]{3,10})\.?(?:,?[\s\-]*(?:de |del )?(\d{4}|\d{2}))?"
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,10})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?(?:,?\s*(\d{4}))?")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|lunes|martes|mi[eé]rcoles|jueves|viernes"
    r"|s[aá]bado|domingo|lun|mi[eé]|jue|vie|dom)(?:day)?[.,]*\s+(?=\S*\d)",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d{1,15})?")


def parse_date(raw: str, *, day_first: bool = False, reference: date | None = None) -> Reading[date]:
    """Return a day. ``reference`` is the day on which it was written, for "Friday" or "3/15".

    >>> parse_date("3/15/2020").value, parse_date("15 de marzo de 2020").value
    (datetime.date(2020, 3, 15), datetime.date(2020, 3, 15))
    >>> parse_date("3/4/20", day_first=True).value, parse_date("43905").value
    (datetime.date(2020, 4, 3), datetime.date(2020, 3, 15))
    >>> parse_date("mañana", reference=date(2020, 3, 15)).value
    datetime.date(2020, 3, 16)
    >>> parse_date("soon").problems[0].code
    'not_a_date'
    """
    moment = parse_timestamp(raw, day_first=day_first, reference=reference)
    return Reading(None if moment.value is None else moment.value.date(), moment.problems)


def parse_timestamp(
    raw: str,
    *,
    day_first: bool = False,
    reference: date | None = None,
    zone: tzinfo = UTC,
) -> Reading[datetime]:
    """Return a moment in the group's zone; a day without an hour is its first minute.

    >>> parse_timestamp("3/15/2020 22:49:40").value.isoformat()
    '2020-03-15T22:49:40+00:00'
    >>> parse_timestamp("15/3/2020 10:05 p. m.").value.isoformat()
    '2020-03-15T22:05:00+00:00'
    >>> parse_timestamp("15/3/2020").problems[0].code
    'date_order_differs'
    >>> parse_timestamp("2020-03-15T22:49:40-04:00").value.isoformat()
    '2020-03-15T22:49:40-04:00'
    """
    if is_blank(raw):
        return Reading(None)
    text = " ".join(raw.split())
    if len(text) > DATE_CHARACTERS:
        return Reading(None, (refused("not_a_date", text=raw),))
    serial = _SERIAL.fullmatch(text)
    if serial is not None:
        return _from_serial(text, zone)
    text = _WEEKDAY.sub("", text)
    clock, hour_zone, day_text = _split_clock(text, zone)
    day = _day(day_text, day_first=day_first, reference=reference)
    if day.value is None:
        return Reading(None, day.problems)
    return Reading(datetime.combine(day.value, clock, hour_zone), day.problems)


def find_day_first(cells: Iterable[str]) -> bool | None:
    """Return whether a column writes the day before the month, or ``None`` if it cannot be told.

    A column without any such date is no question: month first.

    >>> find_day_first(["3/4/2020", "15/4/2020"]), find_day_first(["3/4/2020", "4/15/2020"])
    (True, False)
    >>> find_day_first(["3/4/2020"]) is None, find_day_first(["2020-03-04"])
    (True, False)
    """
    first_over, second_over, slashed = 0, 0, 0
    for cell in cells:
        match = _SLASHED.match(cell.strip())
        if match is not None and match[3] is not None:
            slashed += 1
            first_over += int(match[1]) > MONTHS
            second_over += int(match[2]) > MONTHS
    if first_over == second_over:
        return None if slashed else False
    return first_over > second_over


def can_be_read_two_ways(cell: str) -> bool:
    """Say whether day and month of a date could be exchanged and would mean another day.

    >>> can_be_read_two_ways("11/03/2026"), can_be_read_two_ways("15/3/2026"), can_be_read_two_ways("3/3/26")
    (True, False, False)
    """
    match = _SLASHED.match(cell.strip())
    if match is None or match[3] is None:
        return False
    first, second = int(match[1]), int(match[2])
    return first != second and first <= MONTHS and second <= MONTHS


def _from_serial(text: str, zone: tzinfo) -> Reading[datetime]:
    days = float(text.replace(",", "."))
    if int(days) not in EXCEL_DAYS:
        return Reading(None, (refused("not_a_date", text=text),))
    seconds = round((days - int(days)) * SECONDS_PER_DAY)
    moment = datetime.combine(EXCEL_EPOCH, time(), zone) + timedelta(days=int(days), seconds=seconds)
    return Reading(moment)


def _split_clock(text: str, zone: tzinfo) -> tuple[time, tzinfo, str]:
    """Return the hour, its zone, and the text before it."""
    match = _CLOCK.search(text)
    if match is None or not (match["minute"] or match["half"]):
        return time(), zone, text
    hour = int(match["hour"])
    half = (match["half"] or "")[:1].casefold()
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    try:
        clock = time(hour, int(match["minute"] or 0), int(match["second"] or 0))
        if match["offset"]:
            offset = match["offset"].upper()
            parsed = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
            zone = parsed or zone
    except ValueError:
        return time(), zone, text
    return clock, zone, text[: match.start()].strip()


def _day(text: str, *, day_first: bool, reference: date | None) -> Reading[date]:
    named = find_named_day(text, reference)
    if named is not None:
        return Reading(named, (noted("relative_date", text=text, date=named.isoformat()),))
    parts = _parts(text, day_first=day_first)
    if parts is None:
        return Reading(None, (refused("not_a_date", text=text),))
    year, month, day, problems = parts
    if year is None and reference is None:
        return Reading(None, (refused("date_without_year", text=text),))
    if year is None and reference is not None:
        return _next(month, day, reference, text)
    return _checked(_full_year(year or 0), month, day, text, problems)


_Parts = tuple[int | None, int, int, tuple[Problem, ...]]


def _parts(text: str, *, day_first: bool) -> _Parts | None:
    """Return year, month and day as written, and what is odd about them."""
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3]), ()
    if match := _SLASHED.fullmatch(text):
        return _slashed_parts(match, day_first=day_first)
    if match := _DAY_MONTH.fullmatch(text):
        return _named_parts(match[3], match[2], match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _named_parts(match[3], match[1], match[2])
    return None


def _slashed_parts(match: re.Match[str], *, day_first: bool) -> _Parts:
    year = None if match[3] is None else int(match[3])
    first, second = int(match[1]), int(match[2])
    day, month = (first, second) if day_first else (second, first)
    if month > MONTHS >= day:
        return year, day, month, (noted("date_order_differs", text=match[0]),)
    return year, month, day, ()


def _named_parts(year: str | None, month: str, day: str) -> _Parts | None:
    number = month_number(month)
    if number is None:
        return None
    return (None if year is None else int(year)), number, int(day), ()


def _full_year(year: int) -> int:
    return year + CENTURY if year < SHORT_YEAR else year


def _next(month: int, day: int, reference: date, text: str) -> Reading[date]:
    """Return the next such day from the reference on; last week's counts as last week's."""
    for year in (reference.year, reference.year + 1):
        reading = _checked(year, month, day, text, ())
        if reading.value is not None and reading.value >= reference - timedelta(days=90):
            break
    if reading.value is None:
        return reading
    return Reading(reading.value, (noted("relative_date", text=text, date=reading.value.isoformat()),))


def _checked(year: int, month: int, day: int, text: str, problems: tuple[Problem, ...]) -> Reading[date]:
    if year not in YEARS:
        return Reading(None, (refused("date_implausible", text=text),))
    try:
        return Reading(date(year, month, day), problems)
    except ValueError:
        return Reading(None, (refused("not_a_date", text=text),))
