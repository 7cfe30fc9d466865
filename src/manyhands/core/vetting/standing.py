"""How somebody stands with one thing that is asked of them, on a day.

Nobody is switched off overnight. What ends is first due (there is time to renew it, and it counts), then in grace (it
has ended, and still counts for as long as the group allows), and only then lapsed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHORTEST_RENEWAL_DAYS = 7
SHORTEST_GRACE_DAYS = 1


class State(StrEnum):
    """`NOT_MET`: somebody looked and said no; otherwise the same as missing."""

    MISSING = "missing"
    SUBMITTED = "submitted"
    NOT_MET = "not_met"
    MET = "met"
    DUE_SOON = "due_soon"
    GRACE = "grace"
    LAPSED = "lapsed"
    EXEMPT = "exempt"


HOLDING = frozenset({State.MET, State.DUE_SOON, State.GRACE, State.EXEMPT})
"""Whoever stands so may help."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one requirement ends: so many days before the end it may be renewed, so many after it still counts."""

    renewal_days: int = 60
    grace_days: int = 30

    def __post_init__(self) -> None:
        if self.renewal_days < SHORTEST_RENEWAL_DAYS:
            raise ValueError(f"There are at least {SHORTEST_RENEWAL_DAYS} days to renew something.")
        if self.grace_days < SHORTEST_GRACE_DAYS:
            raise ValueError(f"What has ended counts for at least {SHORTEST_GRACE_DAYS} day more.")


@dataclass(frozen=True, slots=True)
class Decision:
    """A yes, from a day until a day, both included. `until` None: it does not end."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise ValueError("It cannot end before it begins.")

    def state_on(self, on: date, rule: Rule) -> State | None:
        """Of this yes alone; None before it begins."""
        if on < self.since:
            return None
        if self.until is None:
            return State.MET
        if on <= self.until:
            left = (self.until - on).days
            return State.MET if left > rule.renewal_days else State.DUE_SOON
        return State.GRACE if (on - self.until).days <= rule.grace_days else State.LAPSED


@dataclass(frozen=True, slots=True)
class File:
    """All that is known of one person and one requirement.

    Attributes:
        decisions: every yes that no later no has ended.
        is_open: something has been handed in and is not decided.
        was_refused: the last decision was a no.
        exempt_until: the last day of an exemption.
    """

    decisions: tuple[Decision, ...] = ()
    is_open: bool = False
    was_refused: bool = False
    exempt_until: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What happens by itself if nobody does anything."""

    on: date
    state: State


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands, until when that counts, and what comes next by itself.

    `until` is the last day of the yes, or of the exemption; None where there is none, or it does not end.
    `is_open`: something new has been handed in, whatever holds meanwhile.
    """

    state: State
    until: date | None = None
    next: Change | None = None
    is_open: bool = False

    @property
    def holds(self) -> bool:
        """Whether they may help with what asks for it."""
        return self.state in HOLDING


# From the best to the worst that several decisions may say on the same day.
_BEST_FIRST = (State.MET, State.DUE_SOON, State.GRACE, State.LAPSED)


def standing(rule: Rule, file: File, on: date) -> Standing:
    """How somebody stands on a day.

    >>> rule = Rule(renewal_days=60, grace_days=30)
    >>> year = File(decisions=(Decision(date(2026, 1, 1), date(2026, 12, 31)),))
    >>> standing(rule, year, date(2026, 6, 1))
    Standing(state=<State.MET: 'met'>, until=datetime.date(2026, 12, 31), next=Change(on=datetime.date(2026, 11, 1), \
state=<State.DUE_SOON: 'due_soon'>), is_open=False)
    >>> [str(standing(rule, year, on).state) for on in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31))]
    ['due_soon', 'grace', 'lapsed']
    >>> standing(rule, File(is_open=True), date(2026, 6, 1)).state
    <State.SUBMITTED: 'submitted'>

    An exemption counts until its day, and where something better holds it changes nothing.

    >>> spared = File(exempt_until=date(2026, 6, 1))
    >>> standing(rule, spared, date(2026, 6, 1)).state, standing(rule, spared, date(2026, 6, 2)).state
    (<State.EXEMPT: 'exempt'>, <State.MISSING: 'missing'>)
    """
    state, until = _state(rule, file, on)
    return Standing(state, until, _next(rule, file, on, state), file.is_open)


def _state(rule: Rule, file: File, on: date) -> tuple[State, date | None]:
    best, until = _best(rule, file.decisions, on)
    if best is State.MET:
        return best, until
    if file.exempt_until is not None and on <= file.exempt_until:
        return State.EXEMPT, file.exempt_until
    if best in HOLDING:
        return best, until
    if file.is_open:
        return State.SUBMITTED, None
    if file.was_refused:
        return State.NOT_MET, None
    return best or State.MISSING, until


def _best(rule: Rule, decisions: Iterable[Decision], on: date) -> tuple[State | None, date | None]:
    """Of several decisions the one that says the best today, and among these the one that lasts longest."""
    found = [(state, one.until) for one in decisions if (state := one.state_on(on, rule)) is not None]
    if not found:
        return None, None
    best = min((state for state, _until in found), key=_BEST_FIRST.index)
    ends = [until for state, until in found if state is best]
    return best, None if None in ends else max(end for end in ends if end is not None)


def _next(rule: Rule, file: File, on: date, state: State) -> Change | None:
    """Find the first day on which the passing of time alone makes it another."""
    for day in sorted(day for day in _days_of_change(rule, file) if day > on):
        later, _until = _state(rule, file, day)
        if later is not state:
            return Change(day, later)
    return None


def _days_of_change(rule: Rule, file: File) -> set[date]:
    one = timedelta(days=1)
    days = {decision.since for decision in file.decisions}
    for end in (decision.until for decision in file.decisions if decision.until is not None):
        days |= {
            end - timedelta(days=rule.renewal_days),
            end + one,
            end + timedelta(days=rule.grace_days) + one,
        }
    return days | ({file.exempt_until + one} if file.exempt_until is not None else set())
