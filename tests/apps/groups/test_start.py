"""Starting a group: six questions, without documentation, in either language, signed in or not yet."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import find_membership, list_categories
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_user, sign_in

pytestmark = pytest.mark.django_db

OUTLINE = (
    b'{"type": "Polygon", "coordinates": [[[-84.6, 42.7], [-84.5, 42.7], [-84.5, 42.8], [-84.6, 42.7]]]}'
)

ANSWERS = {
    "name": {"name": "Westside Neighbours", "about": "We help.", "slug": ""},
    "area": {"middle_zip": "48915", "miles": "3", "zips": ""},
    "languages": {"languages": ["en", "es", "ar"], "time_zone": "America/Detroit"},
    "help": {"categories": ["groceries", "talk", "childcare"]},
    "meeting": {"meeting_mode": "claim_with_approval"},
    "joining": {"join_mode": "open", "help_phone": "517 555 0100", "display_name": "Olga R."},
}


def answer(client, step: str, **changes):
    return client.post(reverse("groups:create_step", kwargs={"step": step}), {**ANSWERS[step], **changes})


def answer_all(client):
    for step in ANSWERS:
        response = answer(client, step)
        assert response.status_code == 302, response.context["form"].errors
    return response


def once_key(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("language", "heading", "ready"),
    [
        ("en", "What is your group called?", "Your group is open"),
        ("es", "¿Cómo se llama tu grupo?", "Tu grupo está abierto"),
    ],
)
def test_the_whole_way(client, language, heading, ready):
    user = make_user()
    sign_in(client, user)
    client.cookies["django_language"] = language
    first = client.get(reverse("groups:create"), follow=True)
    assert heading in first.content.decode()

    assert answer_all(client)["Location"] == reverse("groups:create_check")
    check = client.get(reverse("groups:create_check"))
    assert "Westside Neighbours" in check.content.decode()
    response = client.post(
        reverse("groups:create_check"), {"once": once_key(check.content.decode())}, follow=True
    )

    assert ready in response.content.decode()
    group = Group.objects.get(slug="westside-neighbours")
    assert "48915" in group.area["zips"]
    assert "Lansing" in group.area["cities"]
    assert (group.languages, group.meeting_mode, group.join_mode) == (
        ["en", "es", "ar"],
        "claim_with_approval",
        "open",
    )
    with group_scope(group.pk):
        membership = find_membership(group, user)
        assert membership is not None
        assert membership.display_name == "Olga R."
        assert "group.roles" in membership.permissions
        assert {category.key for category in list_categories(group)} == {"groceries", "talk", "childcare"}


def test_signing_in_on_the_way_loses_nothing(client):
    answer_all(client)
    page = client.get(reverse("groups:create_check")).content.decode()
    response = client.post(reverse("groups:create_check"), {"once": once_key(page)})
    assert response["Location"] == f"{reverse('accounts:sign_in')}?next={reverse('groups:create_check')}"
    assert not Group.objects.exists()

    sign_in(client, make_user())
    page = client.get(reverse("groups:create_check")).content.decode()
    assert "Westside Neighbours" in page
    client.post(reverse("groups:create_check"), {"once": once_key(page)})

    assert Group.objects.count() == 1


def test_sent_twice_it_is_one_group(client):
    sign_in(client, make_user())
    answer_all(client)
    key = once_key(client.get(reverse("groups:create_check")).content.decode())

    answers = [client.post(reverse("groups:create_check"), {"once": key}) for _time in range(3)]

    assert {response["Location"] for response in answers} == {"/g/westside-neighbours/settings/ready/"}
    assert Group.objects.count() == 1


def test_an_answer_can_be_corrected_from_the_overview(client):
    answer_all(client)
    url = reverse("groups:create_step", kwargs={"step": "meeting"})
    response = client.post(f"{url}?check", {"meeting_mode": "dispatch"})

    assert response["Location"] == reverse("groups:create_check")
    assert client.get(url).context["form"].initial == {"meeting_mode": "dispatch"}


def test_questions_cannot_be_skipped(client):
    answer(client, "name")

    assert client.get(reverse("groups:create_check"))["Location"] == reverse(
        "groups:create_step", kwargs={"step": "area"}
    )
    assert client.get("/start/nonsense/").status_code == 404


def test_the_time_zone_comes_from_the_place(client):
    answer(client, "name")
    answer(client, "area", middle_zip="97201")
    page = client.get(reverse("groups:create_step", kwargs={"step": "languages"}))

    assert page.context["form"].initial["time_zone"] == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Niños del Este", "ninos-del-este"),
        ("مجموعة الجيران", "neighbours"),
        ("Join", "join-2"),
        ("<b>Bold</b> & co", "bboldb-co"),
        ("x" * 120, "x" * 50),
    ],
)
def test_the_address_is_made_from_the_name(client, name, slug):
    answer(client, "name", name=name)

    assert client.session["new_group"]["name"]["slug"] == slug


@pytest.mark.parametrize("slug", ["eastside", "admin", "Eastside", "with space", "é"])
def test_an_address_that_cannot_be_had_is_refused_and_nothing_lost(client, slug):
    make_group(slug="eastside")
    response = answer(client, "name", slug=slug)

    assert response.context["form"].errors["slug"]
    assert "Westside Neighbours" in response.content.decode()


def test_an_address_taken_in_the_meantime_is_asked_again(client):
    sign_in(client, make_user())
    answer_all(client)
    key = once_key(client.get(reverse("groups:create_check")).content.decode())
    make_group(slug="westside-neighbours")
    response = client.post(reverse("groups:create_check"), {"once": key}, follow=True)

    assert "Another group has just taken this address" in response.content.decode()
    assert response.context["form"].initial["name"] == "Westside Neighbours"


def test_one_person_starts_a_few_groups_a_day(client):
    sign_in(client, make_user())
    for number in range(6):
        answer_all(client)
        answer(client, "name", name=f"Group {number}")
        response = client.post(reverse("groups:create_check"))

    assert response.status_code == 429
    assert Group.objects.count() == 5
    assert client.session["new_group"]["name"]["name"] == "Group 5"


# --- area -----------------------------------------------------------------------------------------------


def area_after(client, **said):
    response = answer(client, "area", **{"middle_zip": "", "miles": "5", "zips": "", **said})
    assert response.status_code == 302, response.context["form"].errors
    return client.session["new_group"]["area"]["area"]


def test_typed_zip_codes(client):
    kind, area = area_after(client, zips="48912, 48910-1234;48906\n48912")

    assert kind == "zips"
    assert area == {"zips": ["48906", "48910", "48912"], "cities": ["Lansing"]}


def test_typed_ones_come_on_top_of_those_nearby(client):
    _kind, area = area_after(client, middle_zip="48933", miles="2", zips="48823")

    assert {"48933", "48823"} <= set(area["zips"])
    assert area["cities"] == ["Lansing", "East Lansing"]


def test_a_circle(client):
    kind, area = area_after(client, middle_zip="48933", miles="4", is_circle="on")

    assert (kind, area["radius_m"], area["zip"]) == ("circle", 6437, "48933")


def test_an_outline_is_kept_when_one_comes_back(client):
    kind, area = area_after(client, outline=SimpleUploadedFile("area.geojson", OUTLINE))
    assert kind == "shape"

    assert area_after(client) == ["shape", area]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "middle_zip"),
        ({"middle_zip": "00000"}, "middle_zip"),
        ({"middle_zip": "Lansing"}, "middle_zip"),
        ({"middle_zip": "48933", "miles": "0"}, "miles"),
        ({"middle_zip": "48933", "miles": "1000"}, "miles"),
        ({"zips": "48912 99998"}, "zips"),
        ({"zips": "48912 " * 501}, "zips"),
        ({"outline": SimpleUploadedFile("a.geojson", b"hello")}, "outline"),
        (
            {"outline": SimpleUploadedFile("a.geojson", b'{"type": "Point", "coordinates": [0, 0]}')},
            "outline",
        ),
    ],
)
def test_an_area_that_cannot_be_read_says_what_to_do(client, said, field):
    response = answer(client, "area", **{"middle_zip": "", "miles": "5", "zips": "", **said})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_whoever_is_known_by_a_name_need_not_type_it_again(client):
    """The name of the group they came to last; whoever is new is asked."""
    url = reverse("groups:create_step", kwargs={"step": "joining"})
    user = make_user()
    assert "display_name" not in client.get(url).context["form"].initial
    sign_in(client, user)
    assert client.get(url).context["form"].initial["display_name"] == ""

    make_member(make_group(), (), user=user, name="Ana", at=timezone.now() - timedelta(days=9))
    make_member(make_group(), (), user=user, name="Ana R.")
    make_member(make_group(), (), user=user, name="", at=timezone.now() + timedelta(days=9))
    assert 'value="Ana R."' in client.get(url).content.decode()

    answer(client, "joining", display_name="Anita")
    assert 'value="Anita"' in client.get(url).content.decode()
