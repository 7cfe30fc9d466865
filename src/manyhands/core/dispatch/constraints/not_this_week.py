"""The volunteer has not kept this week free."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(_request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail in a week in which the volunteer wants no tasks: a record is of one week, that of the request.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east")
    >>> check(request, VolunteerRecord(id="v1", pool="east", is_week_off=True), context).reason
    <Reason.WEEK_OFF: 'week_off'>
    """
    return fails(Reason.WEEK_OFF) if volunteer.is_week_off else passes()


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether the volunteer has not kept the week free; in columns that is a capacity of 0."""
    return pairs.capacity() > 0
