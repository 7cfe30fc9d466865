"""The volunteer has a vehicle if it takes one."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes, unknown
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail without a vehicle where one is needed; unknown when the volunteer has not said.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", needs_vehicle=True)
    >>> check(request, VolunteerRecord(id="v1", pool="east", has_vehicle=False), context).reason
    <Reason.NO_VEHICLE: 'no_vehicle'>
    """
    if not request.needs_vehicle or volunteer.has_vehicle:
        return passes()
    if volunteer.has_vehicle is None:
        return unknown(Reason.VEHICLE_NOT_SAID)
    return fails(Reason.NO_VEHICLE)


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether there is a vehicle if it takes one; who has not said does not have one."""
    return pairs.lacks_nothing("vehicle")
