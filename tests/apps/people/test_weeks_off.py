""" "Not this week": one press, nobody asks why, and nobody asks."""

from datetime import date, timedelta

import pytest

from manyhands.apps.dispatch.actions import assign, claim, invite
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.queries.asking.next_best import list_next_best
from manyhands.apps.dispatch.queries.asking.who_can import list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.groups.models import MeetingMode
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import empty_card, give_week_back, keep_week_free
from manyhands.apps.people.models import Volunteer, WeekOff
from manyhands.apps.people.queries import list_weeks_ahead, monday_of
from tests.apps.people.conftest import NOON, STAFF
from tests.worlds import make_member, make_need, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]


@pytest.fixture
def ana(group) -> Volunteer:
    member = make_member(group, (), name="Ana")
    return make_volunteer(group, "Ana Ruiz", membership=member, zip_code="48912", at=NOON)


@pytest.fixture
def client(ana, signed_in):
    return signed_in(ana.membership)


def this_week(group) -> date:
    return monday_of(group, at=NOON)


def open_part(group) -> NeedPart:
    part = make_need(group, at=NOON).parts.get()
    return find_part(group, part.pk)


def test_one_press_and_one_to_take_it_back(group, client, ana):
    page = group_path(group, "people:my_details")
    assert "Not this week" in client.get(page).content.decode()

    client.post(group_path(group, "people:week_off"), {"week": "this", "do": "keep"})
    client.post(group_path(group, "people:week_off"), {"week": "this", "do": "keep"})
    client.post(group_path(group, "people:week_off"), {"week": "next", "do": "keep"})
    assert [week.is_off for week in list_weeks_ahead(ana, at=NOON)] == [True, True]
    assert "Ask me this week after all" in client.get(page).content.decode()

    answer = client.post(
        group_path(group, "people:week_off"), {"week": "this", "do": "back", "page": "tasks"}
    )
    assert answer.url == group_path(group, "dispatch:my_tasks")
    assert [week.is_off for week in list_weeks_ahead(ana, at=NOON)] == [False, True]


def test_a_week_begins_on_the_monday_of_the_place(group):
    sunday_night = NOON - timedelta(days=NOON.weekday() + 1) + timedelta(hours=12)
    local = sunday_night.astimezone(group.zone)

    assert monday_of(group, at=sunday_night) == local.date() - timedelta(days=local.weekday())
    assert monday_of(group, name="next", at=NOON) == this_week(group) + timedelta(days=7)


def test_staff_see_that_but_not_why(group, staff_client, ana):
    coordinator = staff_client("coordinator")
    keep_week_free(ana, this_week(group), by=STAFF, at=NOON)

    assert "not this week" in coordinator.get(group_path(group, "people:list")).content.decode()
    detail = group_path(group, "people:detail", person_id=ana.person_id)
    assert "not this week" in coordinator.get(detail).content.decode()

    url = group_path(group, "people:staff_week_off", person_id=ana.person_id)
    coordinator.post(url, {"week": "this", "do": "back"})
    assert not WeekOff.objects.exists()


def test_nobody_asks_for_that_week(group, ana):
    part = open_part(group)
    assert [one.helper.key for one in list_next_best(part, count=3, at=NOON)] == [f"v{ana.pk}"]

    keep_week_free(ana, this_week(group), by=STAFF, at=NOON)

    assert list_next_best(part, count=3, at=NOON) == []
    [person] = list_people_who_can(part, language="en", at=NOON).cannot
    assert person.reasons == ["not this week"]
    assert not person.may_be_asked_all_the_same
    with pytest.raises(RefusedError) as refused:
        invite(part, [Helper(ana)], made_by=None, by=STAFF, at=NOON)
    assert refused.value.refusal == Refusal.NOT_FOR_THEM

    give_week_back(ana, this_week(group), by=STAFF, at=NOON)
    assert len(list_next_best(part, count=3, at=NOON)) == 1


def test_the_plan_spares_them_in_that_week_only(group, ana):
    group.meeting_mode = MeetingMode.DISPATCH
    group.save()
    open_part(group)
    keep_week_free(ana, this_week(group), by=STAFF, at=NOON)

    [record] = read_inputs(group, at=NOON).question.volunteers
    assert record.is_week_off
    [later] = read_inputs(group, at=NOON + timedelta(days=7)).question.volunteers
    assert not later.is_week_off


def test_they_may_still_choose_by_themselves_and_keep_what_they_have(group, ana):
    group.meeting_mode = MeetingMode.OPEN_CLAIM
    group.save()
    mine = assign(open_part(group), Helper(ana), made_by=None, by=STAFF, at=NOON)
    keep_week_free(ana, this_week(group), by=STAFF, at=NOON)

    taken = claim(open_part(group), Helper(ana), by=STAFF, at=NOON)

    mine.refresh_from_db()
    assert (mine.state, taken.state) == ("accepted", "accepted")


def test_whoever_is_forgotten_leaves_no_week_behind(group, ana):
    keep_week_free(ana, this_week(group), by=STAFF, at=NOON)

    empty_card(ana.person, by=STAFF, at=NOON)

    assert not WeekOff.objects.exists()
