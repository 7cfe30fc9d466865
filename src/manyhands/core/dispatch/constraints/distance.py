"""The place of help is within the volunteer's reach."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes, unknown
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import distance_m

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when it is farther than the volunteer goes; help at a distance passes from anywhere.

    Unknown when a place is not known, or when the volunteer has not said how far they go; then
    the distance is still told. Distances are those between the given points, in whole metres.

    >>> from manyhands.core.values.point import Point
    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", point=Point(-84.5553, 42.7336))
    >>> far = VolunteerRecord(id="v1", pool="east", point=Point(-84.4848, 42.7284), radius_m=4_000)
    >>> check(request, far, context).facts
    {'distance_m': 5787, 'radius_m': 4000}
    """
    if request.is_remote:
        return passes()
    apart_m = find_distance_m(request, volunteer)
    if apart_m is None:
        is_request_known = request.point is not None
        return unknown(
            Reason.PLACE_OF_VOLUNTEER_NOT_KNOWN if is_request_known else Reason.PLACE_OF_REQUEST_NOT_KNOWN
        )
    if volunteer.radius_m is None:
        return unknown(Reason.RADIUS_NOT_SAID, distance_m=apart_m)
    if apart_m <= volunteer.radius_m:
        return passes(distance_m=apart_m, radius_m=volunteer.radius_m)
    return fails(Reason.TOO_FAR, distance_m=apart_m, radius_m=volunteer.radius_m)


def find_distance_m(request: RequestRecord, volunteer: VolunteerRecord) -> int | None:
    """Return how far a volunteer would go; None for help at a distance, or where a place is not known.

    >>> find_distance_m(RequestRecord(id="r1", pool="east", is_remote=True), VolunteerRecord(id="v1", pool="east"))
    """
    if request.is_remote or request.point is None or volunteer.point is None:
        return None
    return round(distance_m(request.point, volunteer.point))


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether it is within reach; never where a place is not known."""
    return pairs.is_remote() | pairs.has_way() & (pairs.distance_m() <= pairs.radius_m())
