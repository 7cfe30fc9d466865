from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.vetting.reminders import Moment, moment_on
from manyhands.core.vetting.standing import Decision, File, Rule, State, standing

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
days = st.integers(0, 900).map(lambda number: FIRST + number * DAY)
rules = st.builds(Rule, renewal_days=st.integers(7, 120), grace_days=st.integers(1, 90))


@st.composite
def decisions(draw):
    since = draw(days)
    length = draw(st.none() | st.integers(0, 500))
    return Decision(since, None if length is None else since + length * DAY)


files = st.builds(
    File,
    decisions=st.lists(decisions(), max_size=3).map(tuple),
    is_open=st.booleans(),
    was_refused=st.booleans(),
    exempt_until=st.none() | days,
)


@given(rules, files, days)
def test_nobody_is_switched_off_overnight(rule, file, on):
    """Whoever may help today and not tomorrow had been told: it was in grace, or an exemption with a day ended."""
    today, tomorrow = standing(rule, file, on), standing(rule, file, on + DAY)
    if today.holds and not tomorrow.holds:
        assert today.state in (State.GRACE, State.EXEMPT)


@given(rules, decisions())
def test_a_yes_only_ever_gets_weaker(rule, decision):
    order = [State.MET, State.DUE_SOON, State.GRACE, State.LAPSED]
    file = File(decisions=(decision,))
    last = decision.until or decision.since + 400 * DAY
    span = (last - decision.since).days + rule.grace_days + 5
    seen = [order.index(standing(rule, file, decision.since + day * DAY).state) for day in range(span)]
    assert seen == sorted(seen)
    assert all(later - earlier <= 1 for earlier, later in pairwise(seen))
    assert (seen[-1] == order.index(State.LAPSED)) == (decision.until is not None)


@given(rules, files, days)
def test_what_comes_next_is_the_first_day_on_which_it_is_another(rule, file, on):
    now = standing(rule, file, on)
    if now.next is None:
        assert all(standing(rule, file, on + more * DAY).state is now.state for more in range(0, 1700, 50))
    else:
        assert standing(rule, file, now.next.on).state is now.next.state
        assert standing(rule, file, now.next.on - DAY).state is now.state
        assert now.next.on > on
        assert now.next.state is not now.state


@given(rules, days, days)
def test_an_exemption_ends_with_its_day(rule, until, on):
    state = standing(rule, File(exempt_until=until), on).state
    assert state is (State.EXEMPT if on <= until else State.MISSING)


@given(rules, files, decisions(), days)
def test_one_more_yes_never_takes_anything_away(rule, file, another, on):
    more = File((*file.decisions, another), file.is_open, file.was_refused, file.exempt_until)
    assert standing(rule, more, on).holds or not standing(rule, file, on).holds


@given(rules, files, days)
def test_a_reminder_is_about_something_that_ends_or_has_ended(rule, file, on):
    now, moment = standing(rule, file, on), moment_on(rule, file, on)
    if moment is Moment.LAPSED:
        assert now.state is State.LAPSED
    elif moment is not None:
        assert now.holds
        assert now.until is not None
        assert not now.is_open


@given(rules, decisions())
def test_each_reminder_comes_once_and_in_order(rule, decision):
    file = File(decisions=(decision,))
    last = decision.until or decision.since
    span = range((last - decision.since).days + rule.grace_days + 10)
    moments = [moment_on(rule, file, decision.since + day * DAY) for day in span]
    order = [None, *Moment]
    assert [order.index(one) for one in moments] == sorted(order.index(one) for one in moments)


def test_a_no_is_said_apart_from_nothing():
    assert standing(Rule(), File(was_refused=True), FIRST).state is State.NOT_MET
    assert standing(Rule(), File(), FIRST).state is State.MISSING


def test_a_yes_that_begins_later_is_not_one_yet():
    file = File(decisions=(Decision(FIRST + 5 * DAY),))
    assert standing(Rule(), file, FIRST).state is State.MISSING
    assert standing(Rule(), file, FIRST).next.state is State.MET


def test_a_renewal_on_its_way_is_seen_beside_what_still_holds():
    file = File(decisions=(Decision(FIRST, FIRST + 30 * DAY),), is_open=True)
    now = standing(Rule(), file, FIRST + 31 * DAY)
    assert (now.state, now.is_open) == (State.GRACE, True)


@pytest.mark.parametrize("wrong", [{"renewal_days": 6}, {"grace_days": 0}])
def test_a_rule_without_time_is_refused(wrong):
    with pytest.raises(ValueError, match="at least"):
        Rule(**wrong)


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        Decision(FIRST, FIRST - DAY)
