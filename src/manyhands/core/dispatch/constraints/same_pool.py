"""Both belong to the same sharing pool."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when the volunteer helps in another pool than the one that the request belongs to.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> east, west = RequestRecord(id="r1", pool="east"), VolunteerRecord(id="v1", pool="west")
    >>> check(east, west, context).reason
    <Reason.OTHER_POOL: 'other_pool'>
    """
    return passes() if request.pool == volunteer.pool else fails(Reason.OTHER_POOL)


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether both belong to one pool."""
    return pairs.is_same_pool()
