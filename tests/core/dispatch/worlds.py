"""The smallest worlds that a rule can be tried in, and towns drawn with letters."""

from datetime import UTC, datetime
from textwrap import dedent
from zoneinfo import ZoneInfo

from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots

DETROIT = ZoneInfo("America/Detroit")
SATURDAY_MORNING = datetime(2026, 3, 7, 15, tzinfo=UTC)
METRES_PER_DEGREE = 111_195.08


def request(**changes):
    """A request that everybody in the east can meet, from anywhere."""
    return RequestRecord(**{"id": "r", "pool": "east", "languages": {"en"}, "is_remote": True} | changes)


def volunteer(**changes):
    """A volunteer in the east who has said everything and can do nothing special."""
    said = {
        "id": "v",
        "pool": "east",
        "point": Point(0, 0),
        "languages": {"en"},
        "week_slots": WeekSlots.always(),
        "radius_m": 4_000,
        "capacity_per_week": 3,
        "has_vehicle": False,
    }
    return VolunteerRecord(**said | changes)


def context(**changes):
    """A Saturday morning in Detroit on which nobody is blocked and nobody has declined."""
    return MatchContext(**{"at": SATURDAY_MORNING, "zone": DETROIT} | changes)


def window(start, end, *, day=9, month=3):
    """Hours by the clock on the wall in Detroit; March 9th 2026 is a Monday."""
    return TimeWindow(
        datetime(2026, month, day, start, tzinfo=DETROIT), datetime(2026, month, day, end, tzinfo=DETROIT)
    )


def town(drawing, *, metres_per_character=500):
    """Where each letter of a drawing lies: one character is so many metres, also from line to line.

    Towns lie at the equator, where a degree is as long to the east as to the north.
    """
    degrees = metres_per_character / METRES_PER_DEGREE
    return {
        letter: Point(column * degrees, -row * degrees)
        for row, line in enumerate(dedent(drawing).strip("\n").splitlines())
        for column, letter in enumerate(line)
        if letter.isalpha()
    }
