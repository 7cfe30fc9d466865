"""Keeping, handing over and deleting all that is known of somebody, by staff and by themselves."""

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import Need
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions import hold
from manyhands.apps.privacy.models import LegalHold, Reading
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_need, make_volunteer, reload, sign_in

pytestmark = pytest.mark.django_db
STAFF = Actor.member(1)


@pytest.fixture
def need(group):
    return make_need(group, name="Maria Lopez", details="canary words")


@pytest.fixture
def page(group, need) -> str:
    return f"/g/{group.slug}/people/{need.person_id}/kept/"


@pytest.fixture
def helper(group):
    member = make_member(group, ("volunteer",))
    volunteer = make_volunteer(group, name="Ana Ruiz", membership=member)
    client = Client()
    sign_in(client, member.user)
    return client, member, volunteer


def unpack(response) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    return {name: archive.read(name).decode() for name in archive.namelist()}


# --- staff ---


def test_a_request_and_a_volunteer_lead_there(coordinator_client, group, need, page):
    volunteer = make_volunteer(group)

    assert page in coordinator_client.get(f"/g/{group.slug}/requests/{need.reference}/").content.decode()
    theirs = f"/g/{group.slug}/people/{volunteer.person_id}/"
    assert f"{theirs}kept/" in coordinator_client.get(theirs).content.decode()


def test_it_is_kept_for_a_reason_and_let_go_again(coordinator_client, page, need):
    asked = {"reason": "The police asked", "until": ""}
    assert coordinator_client.post(page + "hold/", asked).status_code == 302
    with group_scope(need.group_id):
        held = LegalHold.objects.get()
    shown = coordinator_client.get(page).content.decode()
    assert "The police asked" in shown
    assert "Delete everything" not in shown
    assert coordinator_client.get(page + "delete/").status_code == 302

    coordinator_client.post(f"{page}hold/{held.pk}/end/")
    assert coordinator_client.get(page + "delete/").status_code == 200


def test_a_reason_is_asked_for_and_a_day_that_is_not_over(coordinator_client, page):
    response = coordinator_client.post(page + "hold/", {"reason": "", "until": "2020-01-01"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"reason", "until"}


def test_a_hold_of_somebody_else_is_not_ended_here(coordinator_client, group, page, need):
    with group_scope(group.pk):
        other = make_need(group).person
        held = hold(other, reason="r", until=None, made_by=None, by=STAFF, at=timezone.now())

    assert coordinator_client.post(f"{page}hold/{held.pk}/end/").status_code == 404


def test_a_copy_is_one_file_for_people_and_programs_and_they_read_that_it_was_made(
    coordinator_client, page, need
):
    files = unpack(coordinator_client.post(page + "copy/"))

    assert set(files) == {"data.json", "en.html", "es.html"}
    records = json.loads(files["data.json"])["records"]
    assert {"person", "request"} <= {record["record"] for record in records}
    assert all("Maria Lopez" in text and "canary words" in text for text in files.values())
    assert ('lang="es"' in files["es.html"], "Teléfono" in files["es.html"]) == (True, True)
    with group_scope(need.group_id):
        assert Reading.objects.get(subject=need.person).reason == "copy"
        assert Entry.objects.filter(verb="person.exported").exists()


def test_staff_delete_in_two_steps(coordinator_client, page, need):
    assert coordinator_client.post(page + "delete/", {}).status_code == 422
    assert coordinator_client.post(page + "delete/", {"sure": "on"}).status_code == 302

    with group_scope(need.group_id):
        assert Person.objects.get(pk=need.person_id).anonymised_at
        assert (Need.objects.get(pk=need.pk).state, Need.objects.get(pk=need.pk).details) == ("closed", "")
    assert coordinator_client.get(page).status_code == 404


def test_it_is_not_for_everybody(helper, page):
    client, _member, _volunteer = helper

    assert client.get(page).status_code == 403
    assert [client.post(page + way).status_code for way in ("copy/", "hold/", "delete/")] == [403] * 3


def test_another_groups_people_are_not_there(coordinator_client, group):
    other = make_need(make_group())

    assert coordinator_client.get(f"/g/{group.slug}/people/{other.person_id}/kept/").status_code == 404


# --- a member's own ---


def test_a_volunteer_reads_all_of_it_and_takes_it_along(helper, group):
    client, _member, _volunteer = helper
    own = f"/g/{group.slug}/me/data/"

    assert own in client.get(f"/g/{group.slug}/me/").content.decode()
    assert "Ana Ruiz" in client.get(own).content.decode()
    assert "Ana Ruiz" in unpack(client.get(own + "download/"))["en.html"]


def test_people_read_words_and_programs_read_numbers(helper, group, time_machine):
    """On a page that is read now, in a file that is opened in three years, and in the JSON."""
    time_machine.move_to(datetime(2026, 6, 3, 15, tzinfo=UTC), tick=False)
    client, _member, volunteer = helper
    volunteer.radius_m, volunteer.paused_until = 8000, date(2026, 6, 20)
    with group_scope(group.pk):
        volunteer.save()
    own = f"/g/{group.slug}/me/data/"
    page, files = client.get(own).content.decode(), unpack(client.get(own + "download/"))
    record = next(one for one in json.loads(files["data.json"])["records"] if one["record"] == "volunteer")

    assert "<bdi>5 mi</bdi>" in page
    assert "<bdi>Sat 20 June</bdi>" in page
    assert "<bdi>20 June 2026</bdi>" in files["en.html"]
    assert "<bdi>20 de junio de 2026</bdi>" in files["es.html"]
    assert "today" not in files["en.html"]
    assert (record["radius_m"], record["paused_until"]) == ("8000", "2026-06-20")


def test_a_volunteer_leaves_and_is_forgotten_at_once(helper, group):
    client, member, volunteer = helper
    own = f"/g/{group.slug}/me/delete/"
    assert "What you have said yes to" in client.get(own).content.decode()
    assert client.post(own, {}).status_code == 422
    assert client.post(own, {"sure": "on"}).status_code == 302

    left = Membership.across_groups
    with group_scope(group.pk):
        volunteer.refresh_from_db()
        volunteer.person.refresh_from_db()
        assert (volunteer.state, volunteer.person.name, volunteer.person.phone) == ("left", "", "")
        assert (left.get(pk=member.pk).state, left.get(pk=member.pk).display_name) == ("left", "")


def test_whoever_is_held_is_told_so_and_not_why(helper, group):
    client, _member, volunteer = helper
    with group_scope(group.pk):
        hold(volunteer.person, reason="canary reason", until=None, made_by=None, by=STAFF, at=timezone.now())
    pages = [client.get(f"/g/{group.slug}/me/{way}/").content.decode() for way in ("data", "delete")]

    assert all("has to keep what it knows of you for now" in page for page in pages)
    assert not any("canary reason" in page for page in pages)
    client.post(f"/g/{group.slug}/me/delete/", {"sure": "on"})
    reload(volunteer.person)
    assert volunteer.person.name == "Ana Ruiz"


def test_the_last_organiser_hands_over_first(group):
    client = Client()
    with group_scope(group.pk):
        organiser = Membership.objects.get()
    sign_in(client, organiser.user)

    client.post(f"/g/{group.slug}/me/delete/", {"sure": "on"})
    reload(organiser)
    assert organiser.state == "active"
