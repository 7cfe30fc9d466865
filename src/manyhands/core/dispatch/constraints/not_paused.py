"""The volunteer is not having a pause."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(_request: RequestRecord, volunteer: VolunteerRecord, context: MatchContext) -> Verdict:
    """Fail while the volunteer's pause lasts, also for a day after it: a pause is from being asked.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east")
    >>> resting = VolunteerRecord(id="v1", pool="east", paused_until=datetime(2026, 4, 1, tzinfo=UTC))
    >>> check(request, resting, context).reason
    <Reason.PAUSED: 'paused'>
    """
    if volunteer.paused_until is None or volunteer.paused_until <= context.at:
        return passes()
    return fails(Reason.PAUSED, paused_until=volunteer.paused_until)


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether the volunteer is not having a pause; in columns a pause is a capacity of 0."""
    return pairs.capacity() > 0
