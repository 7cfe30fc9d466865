"""One more task stays within what the volunteer has said they would do in a week."""

from typing import TYPE_CHECKING

from manyhands.core.dispatch.constraints.verdict import Reason, Verdict, fails, passes, unknown
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns


def check(_request: RequestRecord, volunteer: VolunteerRecord, _context: MatchContext) -> Verdict:
    """Fail when one more task this week is more than the volunteer's own limit.

    It is the one soft rule: volunteers may say yes to more than their limit, but nobody may assume
    that they do. Unknown when they have named no limit.


    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> busy = VolunteerRecord(id="v1", pool="east", capacity_per_week=3, load_this_week=3)
    >>> check(RequestRecord(id="r1", pool="east"), busy, context).facts
    {'load_this_week': 3, 'capacity_per_week': 3}
    """
    load, capacity = volunteer.load_this_week, volunteer.capacity_per_week
    if capacity is None:
        return unknown(Reason.LIMIT_NOT_SAID, load_this_week=load)
    if load < capacity:
        return passes(load_this_week=load, capacity_per_week=capacity)
    return fails(Reason.OVER_OWN_LIMIT, load_this_week=load, capacity_per_week=capacity)


def mask(pairs: "PairColumns") -> "Bools":
    """Say of each pair whether one more task fits; who has named no limit can do one task a week."""
    return pairs.capacity() > 0
