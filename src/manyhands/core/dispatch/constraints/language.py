"""The two share a language."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes, unknown
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when no language is common to both; unknown when one of them has not said any.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", languages={"es"})
    >>> check(request, VolunteerRecord(id="v1", pool="east", languages={"en", "es"}), context).facts
    {'common': ('es',)}
    >>> check(request, VolunteerRecord(id="v2", pool="east", languages={"en"}), context).reason
    <Reason.NO_COMMON_LANGUAGE: 'no_common_language'>
    """
    if not request.languages:
        return unknown(Reason.LANGUAGE_OF_REQUEST_NOT_SAID)
    if not volunteer.languages:
        return unknown(Reason.LANGUAGE_OF_VOLUNTEER_NOT_SAID)
    common = request.languages & volunteer.languages
    if common:
        return passes(common=tuple(sorted(common)))
    return fails(Reason.NO_COMMON_LANGUAGE, needed=tuple(sorted(request.languages)))


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether a language is common; who has not said speaks all of them."""
    return pairs.shares_language()
