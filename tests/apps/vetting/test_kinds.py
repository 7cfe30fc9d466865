"""Where organisers look: what a kind of help asks for, who has shown it, and how one person stands."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.vetting.actions import ask_for, decide, hand_in
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Check, Requirement, RequirementFor
from tests.apps.vetting.conftest import NOON, STAFF, TODAY
from tests.queries import at_most_queries
from tests.worlds import make_checked, make_member, make_volunteer, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def organiser(group):
    client = Client()
    sign_in(client, make_member(group, ("organiser",), at=NOON).user)
    return client


def met(requirement, subject, until=None):
    check = hand_in(requirement, subject, by=STAFF, at=NOON)
    decide(check, met=True, valid_from=TODAY, valid_until=until, decided_by=None, by=STAFF, at=NOON)


def test_a_kind_names_what_it_asks_for_and_leads_there(group, required, organiser):
    Requirement.objects.filter(key="training").update(is_active=False)

    page = organiser.get(group_path(group, "groups:category", key="childcare")).content.decode()

    asked = RequirementFor.objects.filter(category__key="childcare", requirement__is_active=True)
    assert asked.count() > 3
    for link in asked.select_related("requirement"):
        assert link.requirement.name_in("en") in page
        assert group_path(group, "vetting:requirement", requirement_id=link.requirement_id) in page
    gone = group_path(group, "vetting:requirement", requirement_id=required["training"].pk)
    assert gone not in page
    assert f"{group_path(group, 'vetting:list')}?kind=childcare" in page


def test_a_kind_that_asks_for_nothing_says_so(group, required, organiser):
    page = organiser.get(group_path(group, "groups:category", key="groceries")).content.decode()

    assert "None: whoever can do it" in page
    assert group_path(group, "vetting:requirements") in page


@pytest.fixture
def three(group, ana, required):
    """One who has shown everything, one who lacks what nobody asked for yet, one who was asked for a licence only."""
    make_checked(make_volunteer(group, "Cleo Checked", at=NOON), at=NOON)
    met(required["references"], ana)
    driver = make_volunteer(group, "Dan Driver", at=NOON).person
    met(required["driving_licence"], Subject(driver))


def names_on(client, group, **query):
    answer = client.get(group_path(group, "vetting:list"), query)
    return {row.sheet.subject.name for row in answer.context["page"]}, answer.content.decode()


def test_who_may_look_after_children_is_found(group, three, organiser):
    names, page = names_on(organiser, group, kind="childcare")
    assert names == {"Cleo Checked"}
    assert '<option value="childcare" selected>' in page
    assert "shelf=lacking&amp;kind=childcare" in page

    names, page = names_on(organiser, group, kind="childcare", shelf="lacking")
    assert names == {"Ana Ruiz"}
    assert "Background check" in page

    assert "Dan Driver" in names_on(organiser, group, shelf="complete")[0]
    assert names_on(organiser, group, kind="nothing-like-it", shelf="complete")[0] == {
        "Cleo Checked",
        "Dan Driver",
        "Ana Ruiz",
    }


def test_who_has_lapsed_may_look_after_children_no_more(group, three, organiser):
    Check.objects.filter(requirement__key="identity").update(
        valid_from=TODAY - timedelta(days=900), valid_until=TODAY - timedelta(days=200)
    )

    assert names_on(organiser, group, kind="childcare", shelf="complete")[0] == set()
    assert names_on(organiser, group, kind="childcare", shelf="lacking")[0] == {"Cleo Checked", "Ana Ruiz"}


def test_for_a_kind_the_list_asks_as_often_however_many_there_are(group, required, organiser):
    page = (
        group_path(
            group,
            "vetting:list",
        )
        + "?kind=childcare"
    )
    for count in (1, 4):
        for number in range(count):
            make_checked(make_volunteer(group, f"Helper {number}", at=NOON), at=NOON)
        organiser.get(page)
        with at_most_queries(8):
            assert "Helper 0" in organiser.get(page).content.decode()


def test_only_kinds_that_ask_for_something_are_offered(group, required, organiser):
    offered = {one.category.key for one in organiser.get(group_path(group, "vetting:list")).context["kinds"]}

    assert "childcare" in offered
    assert "groceries" not in offered


def test_the_page_of_a_person_says_how_they_stand_and_until_when(group, required, ana, organiser):
    path = group_path(group, "people:detail", person_id=ana.person.pk)
    assert "Nothing has been asked of them." in organiser.get(path).content.decode()
    met(required["background_check"], ana, until=TODAY + timedelta(days=400))
    ask_for(required["identity"], ana, by=STAFF, at=NOON)

    organiser.get(path)
    with at_most_queries(15):
        page = organiser.get(path).content.decode()

    card = page[page.index('id="checks"') :]
    assert "Background check" in card
    assert "Until 8 April 2027." in card
    assert "missing" in card
    assert required["references"].name_in("en") not in card
