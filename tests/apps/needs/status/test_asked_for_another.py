"""The page of a request that somebody asked for somebody else."""

import io
import json
import zipfile

import pytest
import time_machine
from django.test import Client

from manyhands.apps.needs.models import Need
from manyhands.apps.people.models import Person
from tests.apps.needs.asking import NOON, Asker, text_of

pytestmark = pytest.mark.django_db

REACH = {
    "their_name": "Mrs Bell",
    "name": "Sam",
    "reach_whom": "me",
    "reach_by": "call",
    "phone": "517 555 0199",
    "language": "en",
    "they_agree": "on",
}
ANEW = {"their_name": "Mrs Bell", "reach_by": "call", "phone": "517 555 0111", "language": "en"}


@pytest.fixture
def own(group, scope, now) -> str:
    with time_machine.travel(NOON, tick=False):
        page = Asker(group, who={"for_whom": "other"}, reach=REACH).ask()
    return page.context["status_url"].removeprefix("http://localhost:8000")


def _cards() -> tuple[Person, Person]:
    need = Need.objects.select_related("person", "asked_by").get()
    return need.person, need.asked_by


def test_each_name_goes_to_its_own_card(client: Client, own):
    response = client.post(own + "change/reach/", ANEW | {"name": "Samuel", "reach_whom": "me"})

    assert response.status_code == 302, response.context["form"].errors
    person, asker = _cards()
    assert (person.name, asker.name) == ("Mrs Bell", "Samuel")
    assert person.phone == asker.phone == "+15175550111"


def test_both_are_asked_for_by_what_they_are_called_now(client: Client, own):
    form = client.get(own + "change/reach/").context["form"]

    assert (form["their_name"].value(), form["name"].value()) == ("Mrs Bell", "Sam")
    assert "they_agree" not in form.fields
    assert "Mrs Bell, Sam" in text_of(client.get(own + "change/"))


def test_a_number_of_their_own_stays_theirs(client: Client, own):
    person, _asker = _cards()
    person.phone = "+15175550122"
    person.save()

    client.post(own + "change/reach/", ANEW | {"name": "Sam", "reach_whom": "me"})

    person, asker = _cards()
    assert (person.phone, asker.phone) == ("+15175550122", "+15175550111")


def test_whoever_asked_is_in_what_we_know(client: Client, own):
    archive = zipfile.ZipFile(io.BytesIO(client.get(own + "data/download/").content))
    records = json.loads(archive.read("data.json"))["records"]

    assert {"Mrs Bell", "Sam"} <= {record.get("name") for record in records}
    assert "Whoever asked for you" in text_of(client.get(own + "data/"))


def test_whoever_asked_keeps_the_card_of_their_own_request(client: Client, own, group):
    person, asker = _cards()
    mine = Need.objects.get()
    mine.pk, mine.reference, mine.person, mine.asked_by = None, "X1-111", asker, None
    mine.save()

    client.post(own + "delete/", {"sure": "on"})

    person.refresh_from_db()
    asker.refresh_from_db()
    assert (bool(person.anonymised_at), bool(asker.anonymised_at)) == (True, False)
