"""Groups that share and live by different clocks: each person's hours are meant by their own."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.apps.dispatch.bridge.planning.child import answer
from manyhands.apps.dispatch.bridge.planning.sharing import AskedPart, LentHelper, joint_question
from manyhands.apps.dispatch.bridge.words.partners import when_asked_in_words
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.tasks import plan_pool
from manyhands.apps.groups.models import SharingPool
from manyhands.apps.needs.states import WhenKind
from manyhands.apps.people.models import Volunteer, WeekOff
from manyhands.core.dispatch.records import RequestRecord, VolunteerRecord
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW
from tests.apps.dispatch.lending import only_ask, plan
from tests.apps.dispatch.test_elsewhere import elsewhere, share
from tests.apps.dispatch.test_elsewhere import plan as planned
from tests.worlds import make_group, make_need, make_volunteer, reload

pytestmark = pytest.mark.usefixtures("wednesday")
DENVER = ZoneInfo("America/Denver")
POOL = 7
QUARTER = timedelta(minutes=15)
# Also those whose clocks are no whole number of slots, or of hours, away.
ZONES = ["America/Detroit", "America/Denver", "America/Phoenix", "Asia/Kathmandu", "Australia/Lord_Howe"]


@pytest.fixture
def denver(db):
    return make_group("Denver Helpers", meeting_mode="dispatch", time_zone="America/Denver", at=NOW)


@pytest.fixture
def ten_in_detroit(east):
    """For somebody by phone, on Thursday from ten to eleven in Detroit: that is from eight to nine in Denver."""
    return make_need(
        east, ("talk",), when_kind=WhenKind.AT_TIME,
        starts_at=datetime(2026, 3, 12, 14, tzinfo=UTC), due_at=datetime(2026, 3, 12, 14, tzinfo=UTC), at=NOW,
    )  # fmt: skip


def plan_both(*groups) -> None:
    share(*groups[:2])
    for group in groups:
        plan(group)
    plan_pool(SharingPool.objects.get().pk)


def free_on_thursday(group, band: int):
    """Somebody who has said that they have time on Thursdays in these three hours, by their own clock."""
    return make_volunteer(group, week_slots=WeekSlots.from_pairs([(3, band)]).mask, at=NOW)


def count_asks(group) -> int:
    with group_scope(group.pk):
        return PartnerAsk.objects.count()


@pytest.mark.parametrize(("band", "is_asked"), [(2, True), (3, False)])
def test_when_somebody_has_time_is_meant_by_their_own_clock(east, denver, ten_in_detroit, band, is_asked):
    """From six to nine in Denver, and not from nine to noon, which by the clock of Detroit it would be."""
    free_on_thursday(denver, band)
    plan_both(east, denver)

    assert count_asks(denver) == is_asked


def test_the_group_that_asks_is_told_of_the_same_ones(east, denver, ten_in_detroit):
    helper = free_on_thursday(denver, 2)
    share(east, denver)
    assert elsewhere(planned(east)) == [[denver.pk]]

    with group_scope(denver.pk):
        Volunteer.objects.filter(pk=helper.pk).update(week_slots=WeekSlots.from_pairs([(3, 3)]).mask)
    assert elsewhere(planned(east)) == [[]]


def test_both_clocks_are_told_where_they_differ(east, denver, ten_in_detroit):
    free_on_thursday(denver, 2)
    plan_both(east, denver)

    assert when_asked_in_words(only_ask(denver), at=NOW) == (
        "tomorrow 8 am (by the clock of Eastside: tomorrow 10 am)"
    )


def test_one_clock_is_told_once(ask):
    assert "by the clock of" not in when_asked_in_words(ask, at=NOW)


def test_who_lives_by_the_same_clock_comes_first(east, holt, denver, ten_in_detroit):
    near, far = make_volunteer(holt, at=NOW), make_volunteer(denver, at=NOW)
    share(east, denver)
    plan_both(east, holt, denver)

    assert only_ask(holt).volunteer == near
    assert count_asks(denver) == 0
    with group_scope(holt.pk):
        Volunteer.objects.filter(pk=near.pk).update(tasks_per_week=1)
        PartnerAsk.objects.all().delete()
    make_need(holt, ("talk",), at=NOW)
    plan(holt)
    plan_pool(SharingPool.objects.get().pk)

    assert only_ask(denver).volunteer == far


def test_a_week_that_is_kept_free_is_one_by_their_own_calendar(east, denver):
    """On Monday at one in the night in Detroit: in Denver the week before has an hour to go."""
    make_need(
        east, ("talk",), when_kind=WhenKind.AT_TIME,
        starts_at=datetime(2026, 3, 16, 5, tzinfo=UTC), due_at=datetime(2026, 3, 16, 5, tzinfo=UTC), at=NOW,
    )  # fmt: skip
    helper = make_volunteer(denver, at=NOW)
    with group_scope(denver.pk):
        week = WeekOff.objects.create(group=denver, volunteer=helper, monday=date(2026, 3, 9))
    plan_both(east, denver)
    assert count_asks(denver) == 0

    with group_scope(denver.pk):
        WeekOff.objects.filter(pk=week.pk).update(monday=date(2026, 3, 16))
    reload(helper)
    plan_pool(SharingPool.objects.get().pk)
    assert count_asks(denver) == 1


# --- each question by itself, against trying everything ----------------------------------------------------


def part_of(number: int, zone: str, hour: int, window_quarters: int, minutes: int) -> AskedPart:
    """Something to be done within a window that begins at an hour of the week by the clock of who asks."""
    begin = (datetime(2026, 3, 9, tzinfo=ZoneInfo(zone)) + timedelta(hours=hour)).astimezone(UTC)
    window = TimeWindow(begin, begin + window_quarters * QUARTER)
    request = RequestRecord(id=f"p{number}", pool="any", is_remote=True, window=window, minutes=minutes)
    return AskedPart(
        group_id=1, part_id=number, request=request, kind_names={}, when_kind="by_date", starts_at=None,
        due_at=None, area="", language="en", minutes=minutes, moment=begin,
    )  # fmt: skip


def has_time(helper: VolunteerRecord, part: AskedPart, zone: ZoneInfo) -> bool:
    """A quarter of an hour after the other, as somebody would with a calendar and a clock."""
    window, longest, current = part.request.window, timedelta(), timedelta()
    at = window.start_at
    while at < window.end_at:
        local = at.astimezone(zone)
        is_free = helper.week_slots.mask >> (local.weekday() * 8 + local.hour // 3) & 1
        current = current + QUARTER if is_free else timedelta()
        longest, at = max(longest, current), at + QUARTER
    return longest >= min(timedelta(minutes=part.minutes), window.length)


def slots_of(part: AskedPart, zone: ZoneInfo) -> set[int]:
    window = part.request.window
    steps = int((window.end_at - window.start_at) / QUARTER)
    locals_ = [(window.start_at + step * QUARTER).astimezone(zone) for step in range(steps)]
    return {one.weekday() * 8 + one.hour // 3 for one in locals_}


def most_met(parts: list[AskedPart], helpers: list[VolunteerRecord], zone: ZoneInfo) -> int:
    """The most parts that can be met, nobody having two of them in one slot, or more than they do."""
    able = [
        [None, *(n for n, helper in enumerate(helpers) if has_time(helper, part, zone))] for part in parts
    ]
    return max(
        sum(one is not None for one in chosen)
        for chosen in product(*able)
        if all(_fits(parts, helper, [n for n, one in enumerate(chosen) if one == number], zone)
               for number, helper in enumerate(helpers))
    )  # fmt: skip


def _fits(parts: list[AskedPart], helper: VolunteerRecord, tasks: list[int], zone: ZoneInfo) -> bool:
    own = {slot for slot in range(56) if helper.week_slots.mask >> slot & 1}
    hours = [sorted(own & slots_of(parts[task], zone)) for task in tasks]
    return len(tasks) <= helper.capacity_per_week and (
        any(len(set(one)) == len(one) for one in product(*hours)) if tasks else True
    )


QUARTERS = st.integers(0, 3).map(lambda n: n / 4)
PARTS = st.tuples(
    st.sampled_from(ZONES),
    st.tuples(st.integers(30, 45), QUARTERS).map(sum),
    st.integers(1, 30),
    st.sampled_from([15, 60, 90, 200]),
)
# Days and hours that what is asked lies in, whichever clock is meant.
GRIDS = st.sets(st.integers(4, 26), min_size=1, max_size=10)


@given(
    asked=st.lists(PARTS, min_size=1, max_size=4),
    grids=st.lists(GRIDS, min_size=1, max_size=3),
    zone_name=st.sampled_from(ZONES),
    capacity=st.integers(1, 2),
)
def test_as_many_as_can_be_are_met_by_the_helpers_clock(asked, grids, zone_name, capacity):
    zone = ZoneInfo(zone_name)
    parts = [part_of(number, *one) for number, one in enumerate(asked, 1)]
    # Of one week for who helps: what falls into another is another pool, which has the same people with other loads.
    week = parts[0].pool_in(zone, POOL)
    parts = [part for part in parts if part.pool_in(zone, POOL) == week]
    helpers = [
        VolunteerRecord(
            id=f"v{number}", pool=week, capacity_per_week=capacity, languages={"en"},
            week_slots=WeekSlots(sum(1 << slot for slot in grid)),
        )
        for number, grid in enumerate(grids, 1)
    ]  # fmt: skip
    lent = [LentHelper(2, helper) for helper in helpers]
    question = joint_question(parts, lent, [], pool_id=POOL, zone=zone, at=NOW)
    found = answer(question)

    assert found["certificate"]["is_optimal"]
    assert len(found["lines"]) == most_met(parts, helpers, zone)
    assert all(
        has_time(helpers[int(line["volunteer_id"][1:]) - 1], part, zone)
        for line in found["lines"]
        for part in parts
        if part.request.id == line["request_id"]
    )
