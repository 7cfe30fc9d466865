"""The volunteer usually has time when the help may happen."""

from datetime import timedelta
from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes, unknown
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns

_MINUTE = timedelta(minutes=1)


def check(request: RequestRecord, volunteer: VolunteerRecord, context: MatchContext) -> Verdict:
    """Fail when the volunteer is not free for long enough within the time that suits the neighbour.

    With a window, the volunteer's weekly slots must hold one unbroken stretch of it, in the hours
    that suit the neighbour, as long as the task (or as the window, if that is shorter). Without a
    window one common weekly slot is enough. Unknown when the volunteer has not given any time.


    >>> from manyhands.core.values.time_window import TimeWindow
    >>> from manyhands.core.values.week_slots import WeekSlots
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> morning = TimeWindow(datetime(2026, 3, 9, 13, tzinfo=UTC), datetime(2026, 3, 9, 16, tzinfo=UTC))
    >>> request = RequestRecord(id="r1", pool="east", window=morning, minutes=90)
    >>> evenings = VolunteerRecord(id="v1", pool="east", week_slots=WeekSlots.from_pairs([(0, 6)]))
    >>> check(request, evenings, context).facts
    {'minutes_free': 0, 'minutes_needed': 90}
    """
    if not volunteer.week_slots:
        return unknown(Reason.AVAILABILITY_NOT_SAID)
    common = volunteer.week_slots & request.week_slots
    if request.window is None:
        return passes(slots_in_common=len(common)) if common else fails(Reason.NO_TIME_THEN)
    needed = min(timedelta(minutes=request.minutes), request.window.length)
    free = common.longest_stretch(request.window, context.zone)
    facts = {"minutes_free": free // _MINUTE, "minutes_needed": -(-needed // _MINUTE)}
    return passes(**facts) if free >= needed else fails(Reason.NO_TIME_THEN, **facts)


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether there is time enough; who has not said always has."""
    return pairs.shares_slot() & ~pairs.is_too_short()
