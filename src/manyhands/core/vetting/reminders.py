"""When somebody is told that something of theirs ends."""

from datetime import date
from enum import StrEnum

from manyhands.core.vetting.standing import File, Rule, State, standing


class Moment(StrEnum):
    """What a reminder is about, in the order of time."""

    TWO_MONTHS = "60_days"
    ONE_MONTH = "30_days"
    ONE_WEEK = "7_days"
    ENDED = "ended"
    LAPSED = "lapsed"


_DAYS_LEFT = ((7, Moment.ONE_WEEK), (30, Moment.ONE_MONTH), (60, Moment.TWO_MONTHS))


def moment_on(rule: Rule, file: File, on: date) -> Moment | None:
    """Find the last moment that has come.

    Whoever runs this daily, and tells each moment once, tells all of them; whoever ran it late tells only the latest.
    Nothing is said while something new is being looked at, nor before the time to renew has begun.

    >>> rule = Rule(renewal_days=60, grace_days=30)
    >>> from manyhands.core.vetting.standing import Decision
    >>> year = File(decisions=(Decision(date(2026, 1, 1), date(2026, 12, 31)),))
    >>> days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 12, 28), date(2027, 1, 1), date(2027, 2, 1)]
    >>> [moment_on(rule, year, on) and str(moment_on(rule, year, on)) for on in days]
    [None, '60_days', '7_days', 'ended', 'lapsed']
    """
    now = standing(rule, file, on)
    if now.state is State.LAPSED:
        return Moment.LAPSED
    if now.is_open:
        return None
    if now.state is State.GRACE:
        return Moment.ENDED
    if now.state not in (State.DUE_SOON, State.EXEMPT) or now.until is None:
        return None
    left = (now.until - on).days
    return next((moment for days, moment in _DAYS_LEFT if left <= days), None)
