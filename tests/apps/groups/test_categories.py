"""Kinds of help: their words, their order, and what protects those who ask."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import (
    CategoryAnswers,
    UnprotectedCategoryError,
    add_category,
    change_category,
    move_category,
)
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_category, list_categories
from manyhands.apps.groups.words import CATEGORY_ICONS, DISCLOSED_FIELDS
from manyhands.apps.journal.models import Entry
from manyhands.core.privacy.disclosure import DISCLOSABLE
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from manyhands.web.icons import icon_names
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, sign_in

pytestmark = pytest.mark.usefixtures("scope")
BY = Actor.system("test")

SAID = {
    "name_en": "Snow",
    "name_es": "Nieve",
    "hint_en": "A path to the door",
    "hint_es": "",
    "icon": "snow",
    "disclosure": ["first_name", "address"],
    "required_skills": ["lifting"],
    "usual_minutes": "40",
    "happens_at_home": "on",
    "meeting_mode": "",
}


@pytest.fixture
def group(db):
    return make_group(categories=("groceries", "ride", "talk"))


def get_category(group, key: str) -> Category:
    category = find_category(group, key)
    assert category is not None
    return category


def keys(group) -> list[str]:
    return [category.key for category in list_categories(group)]


def test_every_disclosable_field_has_plain_words():
    assert set(DISCLOSED_FIELDS) == DISCLOSABLE


def test_every_picture_is_shipped():
    assert set(CATEGORY_ICONS) <= set(icon_names())


def test_adding_one_on_the_page(group, organiser_client):
    response = organiser_client.post(group_path(group, "groups:category_new"), SAID)
    assert response.status_code == 302

    snow = get_category(group, "snow")
    assert (snow.names, snow.hints) == ({"en": "Snow", "es": "Nieve"}, {"en": "A path to the door"})
    assert (snow.disclosure, snow.usual_minutes, snow.happens_at_home) == (
        ["first_name", "address"],
        40,
        True,
    )
    assert [skill.key for skill in snow.required_skills.all()] == ["lifting"]
    assert keys(group)[-1] == "snow"
    assert Entry.objects.filter(verb="category.added", subject_id=snow.pk).exists()


def test_of_its_words_only_the_name_in_the_first_language_has_to_be_said(group, organiser_client):
    path = group_path(group, "groups:category_new")
    page = organiser_client.get(path).content.decode()
    refused = organiser_client.post(path, SAID | {"name_en": ""}).content.decode()

    optional = re.findall(r"<label[^>]*>([^<]+) <span class=\"optional\">", page)
    assert "Name (English)" in page
    assert "Name (English)" not in optional
    assert {"Name (Español)", "Explanation (English)", "Explanation (Español)"} <= set(optional)
    assert refused.count("Give it a name.") == 2, "in the summary and beside the field"


def test_changing_one_keeps_words_in_languages_that_are_not_used_now(group, organiser_client):
    group.languages = ["en"]
    group.save()
    url = group_path(group, "groups:category", key="ride")
    form = organiser_client.get(url).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    organiser_client.post(url, said | {"name_en": "A lift"})

    assert get_category(group, "ride").names == {"en": "A lift", "es": "Un viaje"}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name_en": "\u200b "}, "name_en"),
        ({"name_en": "x" * 61}, "name_en"),
        ({"icon": "skull"}, "icon"),
        ({"disclosure": ["internal_notes"]}, "disclosure"),
        ({"required_skills": ["flying"]}, "required_skills"),
        ({"usual_minutes": "2"}, "usual_minutes"),
        ({"is_sensitive": "on", "meeting_mode": "open_claim"}, "meeting_mode"),
    ],
)
def test_what_cannot_be_said_of_one(group, organiser_client, said, field):
    response = organiser_client.post(group_path(group, "groups:category_new"), SAID | said)

    assert list(response.context["form"].errors) == [field]
    assert find_category(group, "snow") is None


def test_what_needs_protection_is_not_left_without_a_look(group):
    answers = CategoryAnswers(names={"en": "X"}, is_sensitive=True, meeting_mode="open_claim")
    with pytest.raises(UnprotectedCategoryError):
        change_category(get_category(group, "ride"), answers, by=BY, at=timezone.now())
    with pytest.raises(UnprotectedCategoryError):
        add_category(group, answers, by=BY, at=timezone.now())


def test_what_must_not_be_disclosed_is_left_out(group):
    answers = CategoryAnswers(names={"en": "X"}, disclosure=["address", "internal_notes", "everything"])

    assert add_category(group, answers, by=BY, at=timezone.now()).disclosure == ["address"]


def test_switching_off_and_on(group, organiser_client):
    url = group_path(group, "groups:category_switch", key="ride")
    organiser_client.post(url, {"is_active": "no"})
    assert keys(group) == ["groceries", "talk"]

    organiser_client.post(url, {"is_active": "yes"})
    assert keys(group) == ["groceries", "ride", "talk"]


def test_moving_passes_over_those_that_are_switched_off(group, organiser_client):
    organiser_client.post(group_path(group, "groups:category_move", key="talk"), {"to": "earlier"})
    assert keys(group) == ["groceries", "talk", "ride"]

    organiser_client.post(group_path(group, "groups:category_move", key="groceries"), {"to": "later"})
    assert keys(group) == ["talk", "groceries", "ride"]


def test_at_either_end_nothing_moves(group):
    move_category(get_category(group, "groceries"), earlier=True, by=BY, at=timezone.now())
    move_category(get_category(group, "talk"), earlier=False, by=BY, at=timezone.now())

    assert keys(group) == ["groceries", "ride", "talk"]


def test_one_of_another_group_is_not_found(group, organiser_client):
    with group_scope(group.pk):
        assert organiser_client.get(group_path(group, "groups:category", key="nonsense")).status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(group, organiser_client):
    with at_most_queries(8):
        organiser_client.get(group_path(group, "groups:categories"))
    with at_most_queries(10):
        organiser_client.get(group_path(group, "groups:category", key="ride"))


def test_several_may_share_a_car_and_be_led(group, organiser_client):
    said = SAID | {"needs_vehicle": "on", "shares_vehicle": "on", "leads_needed": "1"}

    assert organiser_client.post(group_path(group, "groups:category_new"), said).status_code == 302

    snow = Category.objects.get(group=group, key="snow")
    assert (snow.shares_vehicle, snow.leads_needed) == (True, 1)
    organiser_client.post(group_path(group, "groups:category_new"), SAID | {"name_en": "Leaves"})
    leaves = Category.objects.get(group=group, key="leaves")
    assert (leaves.shares_vehicle, leaves.leads_needed) == (False, 0)


@pytest.mark.parametrize(("key", "has_address"), [("groceries", True), ("talk", False)])
def test_the_organiser_sees_beforehand_what_a_helper_will_see(group, key, has_address):
    """Who brings groceries is told where; a friend on the phone is not."""
    client = Client()
    sign_in(client, make_member(group, ("organiser",)).user)
    page = client.get(
        reverse("groups:category", kwargs={"group_slug": group.slug, "key": key})
    ).content.decode()
    seen = page.split('id="seen"')[1]
    after = seen.split("After saying yes")[1].split("</dd>")[0]

    assert "Before saying yes" in seen
    assert ("Address" in after) is has_address
    assert ("nickname" in after) is not has_address
