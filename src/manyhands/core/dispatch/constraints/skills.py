"""The volunteer can do it."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when a required skill is not among the volunteer's, naming those that are missing.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", required_skills={"childcare"})
    >>> check(request, VolunteerRecord(id="v1", pool="east", skills={"cooking"}), context).facts
    {'missing': ('childcare',)}
    """
    missing = request.required_skills - volunteer.skills
    return fails(Reason.SKILL_MISSING, missing=tuple(sorted(missing))) if missing else passes()


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether no required skill is missing."""
    return pairs.lacks_nothing("skills")
