"""The two have not been blocked from each other."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, context: MatchContext) -> Verdict:
    """Fail when the pair is blocked.

    A face tells this to staff at most, and never who asked for the block.


    >>> from dataclasses import replace
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request, volunteer = RequestRecord(id="r1", pool="east"), VolunteerRecord(id="v1", pool="east")
    >>> check(request, volunteer, replace(context, blocked={("r1", "v1")})).reason
    <Reason.BLOCKED: 'blocked'>
    """
    return fails(Reason.BLOCKED) if (request.id, volunteer.id) in context.blocked else passes()


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether the two may meet."""
    return ~pairs.is_kept_apart()
