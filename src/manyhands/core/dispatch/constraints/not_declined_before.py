"""The volunteer has not said no to this request."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, context: MatchContext) -> Verdict:
    """Fail when the volunteer has declined this very request.

    >>> from dataclasses import replace
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request, volunteer = RequestRecord(id="r1", pool="east"), VolunteerRecord(id="v1", pool="east")
    >>> check(request, volunteer, replace(context, declined={("r1", "v1")})).reason
    <Reason.DECLINED_BEFORE: 'declined_before'>
    """
    return fails(Reason.DECLINED_BEFORE) if (request.id, volunteer.id) in context.declined else passes()


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether the volunteer has not said no to it."""
    return ~pairs.has_declined()
