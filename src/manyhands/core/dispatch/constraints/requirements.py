"""The volunteer is vetted for this kind of help."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when a requirement of the request is not met, naming those that are not.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", requirements={"reference", "background_check"})
    >>> volunteer = VolunteerRecord(id="v1", pool="east", requirements_met={"reference"})
    >>> check(request, volunteer, context).facts
    {'missing': ('background_check',)}
    """
    missing = request.requirements - volunteer.requirements_met
    return fails(Reason.REQUIREMENT_NOT_MET, missing=tuple(sorted(missing))) if missing else passes()


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether all requirements are met."""
    return pairs.lacks_nothing("requirements")
