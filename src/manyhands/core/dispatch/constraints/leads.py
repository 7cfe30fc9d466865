"""Somebody among those who help together can lead."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes, unknown
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when only leads are wanted still and the volunteer cannot be one; unknown where only the car is not said.

    As long as there is a place for somebody else anybody may have it: how many leads there are among
    several people is a matter of the plan, not of one pair.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> one = RequestRecord(id="r1", pool="east", quantity=2, leads=1, lead_experience="moving")
    >>> newcomer = VolunteerRecord(id="v1", pool="east")
    >>> check(one, newcomer, context).is_failure
    False
    >>> last = RequestRecord(id="r1", pool="east", quantity=1, leads=1, lead_experience="moving")
    >>> check(last, newcomer, context).facts
    {'missing': ('moving',)}
    """
    if not request.leads or request.leads < request.quantity:
        return passes()
    asked = set() if request.lead_experience is None else {request.lead_experience}
    missing = tuple(asked - volunteer.experience)
    if request.lead_has_vehicle and not missing and volunteer.has_vehicle is None:
        return unknown(Reason.VEHICLE_NOT_SAID)
    if missing or (request.lead_has_vehicle and not volunteer.has_vehicle):
        return fails(Reason.LEAD_NEEDED, missing=missing)
    return passes()


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether the volunteer can lead where only leads are wanted; who has not said has no car."""
    return pairs.lacks_nothing_to_lead()
