"""Where somebody has to lead, that place is kept for the group's own people; the places beside it others may have."""

import pytest

from manyhands.apps.dispatch.actions import assign
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, PartnerAsk
from manyhands.apps.dispatch.partners.actions import agree_to_ask
from manyhands.apps.dispatch.partners.tasks import plan_pool, settle_ask
from manyhands.apps.groups.models import Category, SharingPool
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import set_leads
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.lending import HELPER, agreed, approved, only_ask, plan
from tests.apps.dispatch.partners.conftest import LENT
from tests.apps.dispatch.test_elsewhere import share
from tests.worlds import make_need, make_volunteer


@pytest.fixture
def two_and_a_lead(east):
    """Three are needed, one of whom has done it before; nobody of the group can."""
    with group_scope(east.pk):
        Category.objects.filter(group=east, key="groceries").update(leads_needed=1)
    return make_need(east, people={"groceries": 3}, at=NOW)


def plan_together(east, holt) -> None:
    share(east, holt)
    plan(east)
    plan_pool(SharingPool.objects.get().pk)


def asks_in(group) -> list[PartnerAsk]:
    with group_scope(group.pk):
        return list(PartnerAsk.objects.select_related("group").order_by("pk"))


def test_others_are_asked_for_all_places_but_the_leads(east, holt, two_and_a_lead):
    for name in ("One", "Two", "Three"):
        volunteer = make_volunteer(holt, name, at=NOW)
        with group_scope(holt.pk):
            # What they have done in their own group says nothing here.
            set_leads(volunteer, [Category.objects.get(key="groceries")], by=STAFF, at=NOW)
    plan_together(east, holt)

    assert len(asks_in(holt)) == 2


def test_what_their_own_lead_is_found_for_takes_all_others(east, holt, two_and_a_lead):
    eva = make_volunteer(east, "Eva Brandt", at=NOW)
    with group_scope(east.pk):
        set_leads(eva, [Category.objects.get(key="groceries")], by=STAFF, at=NOW)
        part = NeedPart.objects.select_related("need", "category", "group").get(need=two_and_a_lead)
        assign(part, Helper(eva), made_by=None, by=STAFF, at=NOW)
    for name in ("One", "Two", "Three"):
        make_volunteer(holt, name, at=NOW)
    plan_together(east, holt)

    assert len(asks_in(holt)) == 2


def test_for_the_place_of_a_lead_alone_nobody_is_asked(east, holt, two_and_a_lead):
    with group_scope(east.pk):
        NeedPart.objects.filter(need=two_and_a_lead).update(people_needed=2, leads_needed=2)
    make_volunteer(holt, at=NOW)
    plan_together(east, holt)

    assert asks_in(holt) == []


def test_one_car_for_all_is_the_own_groups(east, holt):
    with group_scope(east.pk):
        Category.objects.filter(group=east, key="groceries").update(needs_vehicle=True, shares_vehicle=True)
    make_need(east, people={"groceries": 2}, at=NOW)
    for name in ("One", "Two"):
        make_volunteer(holt, name, vehicle="van", at=NOW)
    plan_together(east, holt)

    assert len(asks_in(holt)) == 1


def test_a_yes_is_carried_over_while_a_place_is_left(east, holt, two_and_a_lead):
    make_volunteer(holt, LENT, at=NOW)
    plan_together(east, holt)
    ask = agreed(only_ask(holt))
    settle_ask(holt.pk, ask.pk)

    assert only_ask(holt).state == "accepted"
    with group_scope(east.pk):
        assert Assignment.objects.get().state == "accepted"


def test_a_yes_comes_too_late_when_only_the_lead_is_missing(east, holt, two_and_a_lead):
    make_volunteer(holt, LENT, at=NOW)
    plan_together(east, holt)
    ask = approved(only_ask(holt))
    for name in ("Ben", "Cleo"):
        helper = Helper(make_volunteer(east, name, at=NOW))
        with group_scope(east.pk):
            part = NeedPart.objects.select_related("need", "category", "group").get(need=two_and_a_lead)
            assign(part, helper, made_by=None, by=STAFF, at=NOW)
    with group_scope(holt.pk):
        agree_to_ask(ask, text_shown="They see …", language="en", by=HELPER, at=NOW)
    settle_ask(holt.pk, ask.pk)

    assert only_ask(holt).state == "withdrawn"
    with group_scope(east.pk):
        assert Assignment.objects.count() == 2
