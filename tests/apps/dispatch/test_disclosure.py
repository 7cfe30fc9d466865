"""Staged disclosure on real pages: nothing too early, what is needed while helping, nothing afterwards."""

from datetime import timedelta

import pytest
from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import Report
from manyhands.apps.messaging.models import Message
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import Reading
from tests.apps.dispatch.conftest import NOW, SECRETS, STAFF
from tests.apps.dispatch.pages import find_secrets, invitation_url, read

pytestmark = pytest.mark.usefixtures("_today")

AT_THE_DOOR = {"address", "name", "phone", "details", "access_notes", "diets"}


def invite(part, helper):
    [asked] = actions.invite(part, [helper], made_by=None, by=STAFF, at=NOW)
    return asked


def look_again(client, page) -> str:
    return client.post(page, {"do": "look_again"}).content.decode()


def test_before_a_yes_no_page_shows_anything_of_the_neighbour(group, secret_part, volunteer_client):
    client, ana = volunteer_client
    pages = [f"/g/{group.slug}/open/", f"/g/{group.slug}/open/{secret_part.pk}/"]
    assert [find_secrets(read(client, page)) for page in pages] == [set(), set()]

    asked = invite(secret_part, ana)

    pages = [f"/g/{group.slug}/tasks/", f"/g/{group.slug}/tasks/{asked.pk}/", invitation_url(asked)]
    for page in pages:
        html = read(client, page)
        assert find_secrets(html) == set(), page
        assert "Groceries for four" in html
    assert not Reading.objects.exists()


def test_no_message_to_a_helper_holds_anything_of_the_neighbour(secret_part, volunteer_client):
    _client, ana = volunteer_client
    actions.accept(invite(secret_part, ana), by=STAFF, at=NOW)

    for message in Message.objects.exclude(recipient=secret_part.need.person):
        assert find_secrets(str(message.context)) == set(), message.event


def test_after_a_yes_the_page_shows_what_the_kind_of_help_opens(group, secret_part, volunteer_client):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)

    for page in (f"/g/{group.slug}/tasks/{asked.pk}/", invitation_url(asked)):
        html = read(client, page)
        assert find_secrets(html) == AT_THE_DOOR, page
        assert f'href="tel:{SECRETS["phone"]}"' in html
        assert 'href="geo:' in html
        assert "http" not in html.split('href="geo:')[1].split('"')[0]


def test_what_the_kind_of_help_does_not_open_stays_closed(group, secret_part, volunteer_client):
    client, ana = volunteer_client
    type(secret_part.category).objects.filter(pk=secret_part.category_id).update(disclosure=["first_name"])
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)

    assert find_secrets(read(client, f"/g/{group.slug}/tasks/{asked.pk}/")) == {"name"}


def test_under_a_nickname_neither_name_nor_number(group, secret_need, secret_part, volunteer_client):
    client, ana = volunteer_client
    Person.objects.filter(pk=secret_need.person_id).update(name="Sunflower", is_nickname=True)
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)

    html = read(client, f"/g/{group.slug}/tasks/{asked.pk}/")

    assert "Sunflower" in html
    assert find_secrets(html) == AT_THE_DOOR - {"name", "phone"}


def test_done_it_closes_after_the_hours_of_grace(group, secret_part, volunteer_client, time_machine):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)
    actions.complete(asked, Report(), by=STAFF, at=NOW)
    pages = (f"/g/{group.slug}/tasks/{asked.pk}/", invitation_url(asked))

    for page in pages:
        assert find_secrets(read(client, page)) == set()
        assert "Show it again (this is noted)" in read(client, page)
        assert find_secrets(look_again(client, page)) == {"address", "name", "phone"}
        assert find_secrets(read(client, page)) == set()

    time_machine.move_to(NOW + timedelta(hours=group.grace_hours, minutes=1), tick=False)
    for page in pages:
        assert find_secrets(look_again(client, page)) == set()
        assert "Show it again" not in read(client, page)


def test_one_more_look_after_it_is_done_is_noted(group, secret_need, secret_part, volunteer_client):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)
    page = f"/g/{group.slug}/tasks/{asked.pk}/"
    read(client, page)
    actions.complete(asked, Report(), by=STAFF, at=NOW + timedelta(seconds=1))

    read(client, page)
    assert Reading.objects.count() == 1
    # The first look was before: the clock stands still, so the end is put behind it.
    Reading.objects.update(at=NOW - timedelta(hours=1))
    look_again(client, page)
    again = Reading.objects.order_by("pk").last()
    assert Reading.objects.count() == 2
    assert again.subject == secret_need.person
    assert {"address", "first_name", "phone"} <= set(again.fields)


def test_the_notes_of_a_task_that_is_done_are_behind_the_same_button(group, secret_part, volunteer_client):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)
    actions.complete(asked, Report(), by=STAFF, at=NOW)
    page = f"/g/{group.slug}/tasks/{asked.pk}/"

    assert find_secrets(read(client, f"{page}note/")) == set()
    assert find_secrets(client.post(f"{page}note/", {"note": ""}).content.decode()) == set()


def test_handed_back_it_closes_at_once(group, secret_part, volunteer_client):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)
    actions.hand_back(asked, by=STAFF, at=NOW)

    for page in (f"/g/{group.slug}/tasks/{asked.pk}/", invitation_url(asked)):
        assert find_secrets(read(client, page)) == set()


def test_the_neighbour_can_see_who_looked_once_a_day(
    group, secret_need, secret_part, volunteer_client, time_machine
):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)

    for _ in range(3):
        read(client, f"/g/{group.slug}/tasks/{asked.pk}/")
    read(Client(), invitation_url(asked))
    looked = Reading.objects.get()
    assert (looked.subject, looked.reader_label) == (secret_need.person, {"name": "Ana", "role": "helper"})
    assert "address" in looked.fields

    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    read(Client(), invitation_url(asked))
    assert Reading.objects.count() == 2


def test_another_volunteer_sees_nothing_of_it(group, secret_part, volunteer_client, luis):
    client, _ana = volunteer_client
    asked = invite(secret_part, luis)
    actions.accept(asked, by=STAFF, at=NOW)

    assert client.get(f"/g/{group.slug}/tasks/{asked.pk}/").status_code == 404
    for page in (
        f"/g/{group.slug}/open/",
        f"/g/{group.slug}/open/{secret_part.pk}/",
        f"/g/{group.slug}/tasks/",
    ):
        html = read(client, page)
        assert find_secrets(html) == set()
        assert "Luis" not in html


def test_what_one_wrote_to_staff_is_not_shown_to_other_helpers_or_the_neighbour(
    secret_part, volunteer_client
):
    client, ana = volunteer_client
    asked = invite(secret_part, ana)
    actions.accept(asked, by=STAFF, at=NOW)
    actions.complete(asked, Report(note="The stairs are steep: Xanadu"), by=STAFF, at=NOW)

    assert "Xanadu" not in read(client, invitation_url(asked))
