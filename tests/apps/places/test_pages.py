"""The list of places to find, and putting one on the map."""

import contextvars
import re

import pytest
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import close_need
from manyhands.apps.people.models import Volunteer
from manyhands.apps.places.actions import ToldPlace, add_landmark, add_place
from manyhands.apps.places.models import Landmark, Place, PlacedBy
from manyhands.core.gazetteer import find_zip
from manyhands.storage.scope import group_scope
from tests.apps.places.conftest import BY, CAPITOL, EASTERN_HIGH, NOW
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in


@pytest.fixture
def path(group):
    return lambda name="unplaced", **kwargs: group_path(group, f"places:{name}", **kwargs)


@pytest.fixture
def need(group, scope):
    return make_need(group, address="The yellow house", zip_code="")


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def again(need):
    return Place.objects.get(pk=need.place_id)


def locate(client, path, need, **form):
    return client.post(path("locate", place_id=need.place_id), form, follow=True)


def test_only_those_who_sort_requests_see_it(group, path):
    client = Client()
    sign_in(client, make_member(group, ("intake",)).user)

    assert client.get(path()).status_code == 403


def test_nothing_to_find(coordinator_client, path):
    assert "Every place is known" in text_of(coordinator_client.get(path()))


def test_the_list_names_the_request_and_not_the_address(coordinator_client, path, need):
    page = text_of(coordinator_client.get(path()))

    assert need.reference in page
    assert f"/requests/{need.reference}/" in page
    for private in ("yellow", "Maria", "Side door"):
        assert private not in page


def test_a_volunteer_without_a_place_is_listed_without_a_name(coordinator_client, path, group, scope):
    volunteer = make_volunteer(group, name="Zora Q.", zip_code="")
    place = add_place(group, ToldPlace(kind="address", text="Corner of Oak"), by=BY, at=NOW)
    Volunteer.objects.filter(pk=volunteer.pk).update(start_place=place)

    page = text_of(coordinator_client.get(path()))

    assert "Somebody who helps" in page
    assert "Zora" not in page


def test_what_is_closed_is_no_longer_looked_for(coordinator_client, path, need):
    close_need(need, reason="no_longer_needed", by=BY, at=NOW)

    assert need.reference not in text_of(coordinator_client.get(path()))
    assert coordinator_client.get(path("locate", place_id=need.place_id)).status_code == 404


def test_by_zip_code(coordinator_client, path, need):
    response = locate(coordinator_client, path, need, way="zip", zip_code=" 48912 ")

    place = again(need)
    assert "Found: it is on the map now." in text_of(response)
    assert (place.placed_by, place.zip_code, place.area_name) == (PlacedBy.ZIP, "48912", "Lansing")
    assert place.position == find_zip("48912").centre
    assert need.parts.get().public_cell == place.public_cell


def test_by_position_with_a_name_for_the_next_time(coordinator_client, path, need):
    locate(coordinator_client, path, need, way="position", position="42.7400, -84.5270", name="Eastern High")

    assert (again(need).placed_by, again(need).position) == (PlacedBy.STAFF, EASTERN_HIGH)
    assert Landmark.objects.get().name == "Eastern High"


def test_same_as_a_place_that_is_known(coordinator_client, path, need, group):
    landmark = add_landmark(group, "The Capitol", CAPITOL, by=BY, at=NOW)

    assert "The Capitol" in text_of(coordinator_client.get(path("locate", place_id=need.place_id)))
    locate(coordinator_client, path, need, way="landmark", landmark=str(landmark.pk))

    assert (again(need).placed_by, again(need).position) == (PlacedBy.STAFF, CAPITOL)


@pytest.mark.parametrize(
    "written", ["42.7336,-84.5553", "42.7336; -84.5553", "42.7336 -84.5553", "42.7336°, -84.5553°"]
)
def test_ways_to_write_a_position(coordinator_client, path, need, written):
    locate(coordinator_client, path, need, way="position", position=written)

    assert again(need).position == CAPITOL


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Choose one of the three."),
        ({"way": "zip", "zip_code": "00000"}, "We do not know this ZIP code."),
        ({"way": "zip", "zip_code": "Lansing"}, "We do not know this ZIP code."),
        ({"way": "landmark", "landmark": ""}, "Choose a place from the list."),
        ({"way": "position", "position": "here"}, "Write two numbers with a comma"),
        ({"way": "position", "position": "-84.5553, 42.7336"}, "The two numbers look swapped."),
        ({"way": "position", "position": "42.7336, 84.5553"}, "far away from where the group helps"),
        ({"way": "position", "position": "999, 999"}, "far away from where the group helps"),
        ({"way": "position", "position": "42.7,-84.5,7"}, "Write two numbers with a comma"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field(coordinator_client, path, need, form, message):
    page = text_of(locate(coordinator_client, path, need, **form))

    assert message in page
    assert again(need).placed_by == PlacedBy.NOBODY


def test_nothing_typed_is_lost(coordinator_client, path, need):
    page = text_of(locate(coordinator_client, path, need, way="position", position="here", name="Library"))

    assert 'value="here"' in page
    assert 'value="Library"' in page


def test_a_foreign_place_does_not_exist(coordinator_client, path):
    other = make_need(make_group("Westside"), zip_code="")

    assert locate(coordinator_client, path, other, way="zip", zip_code="48912").status_code == 404


def landmark_of_another_group():
    other = make_group("Westside")
    with group_scope(other.pk):
        return add_landmark(other, "Elsewhere", CAPITOL, by=BY, at=NOW)


def test_a_foreign_landmark_cannot_be_chosen_or_removed(coordinator_client, path, need, scope):
    foreign = contextvars.Context().run(landmark_of_another_group)

    page = text_of(locate(coordinator_client, path, need, way="landmark", landmark=str(foreign.pk)))
    coordinator_client.post(path("forget_landmark", landmark_id=foreign.pk))

    assert "Select a valid choice" in page or "Choose a place" in page
    assert contextvars.Context().run(lambda: is_there(foreign))


def is_there(landmark):
    with group_scope(landmark.group_id):
        return Landmark.objects.filter(pk=landmark.pk).exists()


def test_a_known_place_is_removed(coordinator_client, path, group, scope):
    landmark = add_landmark(group, "Library", CAPITOL, by=BY, at=NOW)

    page = text_of(coordinator_client.post(path("forget_landmark", landmark_id=landmark.pk), follow=True))

    assert "Removed from the places that we know." in page
    assert not Landmark.objects.exists()


def test_a_long_list_costs_few_queries(coordinator_client, path, group, scope):
    for _ in range(12):
        make_need(group, zip_code="")

    with at_most_queries(8):
        page = coordinator_client.get(path())

    assert page.content.decode().count("data-item") == 12


def test_the_page_of_one_place_costs_few_queries(coordinator_client, path, need):
    with at_most_queries(9):
        coordinator_client.get(path("locate", place_id=need.place_id))


def test_the_page_of_a_request_leads_here_until_it_is_placed(coordinator_client, path, group, need):
    page = group_path(group, "needs:detail", reference=need.reference)
    address = path("locate", place_id=need.place_id)

    assert address in text_of(coordinator_client.get(page))
    locate(coordinator_client, path, need, way="zip", zip_code="48912")
    assert address not in text_of(coordinator_client.get(page))
