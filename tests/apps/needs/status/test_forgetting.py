"""What we hold of somebody, shown to them and deleted for them."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone

from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message, RelayMessage
from manyhands.apps.needs.actions import Asked, add_note, close_need, open_need, receive_need, take_part
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need, RequestDraft
from manyhands.apps.needs.tasks import watch_group
from manyhands.apps.people.actions import Contact, change_person
from manyhands.apps.people.models import NameToken, Organisation, Person
from manyhands.apps.privacy.actions import give_consent, hold, note_reading
from manyhands.apps.privacy.models import Consent, PrivateLink, Reading
from manyhands.storage.actors import Actor
from manyhands.storage.fields import EncryptedJSONField, EncryptedPointField, EncryptedTextField
from tests.apps.needs.asking import NOON, Asker, errors_in, text_of
from tests.worlds import make_member, make_need

STAFF = Actor.member(1)
CANARIES = (
    "Canary Ana",
    "2145550142",
    "canary@example.org",
    "999 Canary Street",
    "canary words",
    "canary note",
    "halal",
)
AS_SHOWN = tuple(canary.replace("2145550142", "(214) 555-0142") for canary in CANARIES)


@pytest.fixture
def own(group, scope, now) -> str:
    """A request full of what must not be found again."""
    reach = {
        "name": "Canary Ana",
        "reach_by": "email",
        "email": "canary@example.org",
        "language": "en",
    }
    where = {"place_kind": "address", "address": "999 Canary Street", "zip_code": "48912"}
    more = {"details": "canary words", "access_notes": "canary words", "adult": "1", "diets": "halal"}
    with time_machine.travel(NOON, tick=False):
        page = Asker(group, reach=reach, where=where, more=more).ask()
    need = Need.objects.select_related("person").get()
    contact = replace(Contact.of(need.person), phone="+12145550142", reach_note="canary note")
    change_person(need.person, contact, by=STAFF, at=NOON)
    add_note(need, "canary words", author=make_member(group), by=STAFF, at=NOON)
    ContactAttempt.objects.create(group=group, need=need, outcome="reached", note="canary words", at=NOON)
    RelayMessage.objects.create(
        group=group,
        about_kind="x",
        about_id=1,
        sender=need.person,
        recipient=need.person,
        text="canary words",
        at=NOON,
    )
    note_reading(
        need.person, label={"name": "Rosa", "role": "intake"}, fields=["name"], reason="r", by=STAFF, at=NOON
    )
    return page.context["status_url"].removeprefix("http://localhost:8000")


def delete(client, own):
    return client.post(own + "delete/", {"sure": "on"}, follow=True)


def everything_stored() -> str:
    """All that can be read from the database with the key, and all that can be read without."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("manyhands."):
            continue
        encrypted = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, EncryptedTextField | EncryptedJSONField | EncryptedPointField)
        ]
        found += [str(row) for row in model._default_manager.values(*encrypted)] if encrypted else []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_canaries_are_there_to_be_found(own):
    stored = everything_stored()

    assert [canary for canary in CANARIES if canary not in stored] == []


def test_nothing_that_was_told_is_left(client, own):
    response = delete(client, own)

    assert "Your details are deleted" in text_of(response)
    stored = everything_stored()
    assert [canary for canary in CANARIES if canary in stored] == []


def test_a_count_is_left(client, own):
    delete(client, own)

    need = Need.objects.select_related("place", "person").get()
    assert (need.state, need.close_reason) == ("closed", "no_longer_needed")
    assert need.place.public_cell
    assert need.place.position is None
    assert need.person.anonymised_at
    assert [part.category.key for part in need.parts.all()] == ["groceries"]


def test_links_drafts_notes_and_names_are_gone(client, own):
    delete(client, own)

    assert not PrivateLink.objects.filter(revoked_at__isnull=True).exists()
    assert not InternalNote.objects.exists()
    assert not RequestDraft.objects.exists()
    assert not NameToken.objects.filter(person=Need.objects.get().person).exists()
    assert set(Reading.objects.values_list("reason", flat=True)) == {"r"}
    assert client.get(own).status_code == 410


def test_waiting_messages_are_not_sent_any_more(client, own):
    assert Message.objects.filter(recipient__isnull=False, state="waiting").exists()
    delete(client, own)

    assert not Message.objects.filter(recipient__isnull=False, state__in=["waiting", "to_call"]).exists()


def test_it_takes_two_steps(client, own):
    page = client.get(own + "delete/")
    assert "This is what happens" in text_of(page)

    assert errors_in(client.post(own + "delete/", {}))["sure"] == ["Tick the box if you are sure."]
    assert Person.objects.filter(anonymised_at__isnull=True).exists()


def test_what_is_under_way_is_said_and_ended(client, own):
    need = Need.objects.get()
    open_need(need, by=STAFF, at=NOON)
    take_part(need.parts.get(), by=STAFF, at=NOON)

    assert "We tell them not to come" in text_of(client.get(own + "delete/"))
    delete(client, own)
    assert Need.objects.get().state == "closed"


def test_the_one_who_asked_for_somebody_is_forgotten_too(client, group, scope, now):
    reach = {
        "their_name": "Mrs Bell",
        "name": "Canary Sam",
        "reach_whom": "me",
        "reach_by": "call",
        "phone": "517 555 0199",
        "language": "en",
        "they_agree": "on",
    }
    with time_machine.travel(NOON, tick=False):
        page = Asker(group, who={"for_whom": "other"}, reach=reach).ask()
    delete(client, page.context["status_url"].removeprefix("http://localhost:8000"))

    assert Person.objects.filter(anonymised_at__isnull=False).count() == 2
    assert "Canary Sam" not in everything_stored()


def test_an_organisations_card_stays(client, own):
    need = Need.objects.get()
    Organisation.objects.create(
        group=need.group, name="St. Mary", state="active", contact=need.person, created_at=NOON
    )

    assert "Your own card as a member or organisation stays" in text_of(client.get(own + "delete/"))
    delete(client, own)
    need = Need.objects.select_related("person", "place").get()
    assert need.person.name == "Canary Ana"
    assert (need.details, need.place.text) == ("", "")
    assert client.get(own).status_code == 410


# --- without being asked ---


def test_what_ended_long_ago_is_forgotten_by_itself(own, group, now):
    close_need(Need.objects.get(), reason="fulfilled", by=STAFF, at=NOON)
    now.shift(timedelta(days=group.keep_closed_days) - timedelta(hours=2))
    watch_group(group, at=timezone.now())
    assert "Canary Ana" in everything_stored()

    now.shift(timedelta(hours=2))
    watch_group(group, at=timezone.now())

    stored = everything_stored()
    assert [canary for canary in CANARIES if canary in stored] == []
    assert Need.objects.get().close_reason == "fulfilled"


def test_nothing_is_kept_longer_than_the_group_says_even_if_open(own, group, now):
    now.shift(timedelta(days=group.keep_at_most_days))
    watch_group(group, at=timezone.now())

    stored = everything_stored()
    assert [canary for canary in CANARIES if canary in stored] == []
    assert Need.objects.get().state == "closed"


def test_a_card_stays_while_another_request_needs_it(own, group, now):
    need = Need.objects.get()
    close_need(need, reason="fulfilled", by=STAFF, at=NOON)
    later = Asked(categories=[], contact=need.person, place=None, details="a newer one")
    receive_need(group, later, by=STAFF, at=NOON + timedelta(days=20))
    now.shift(timedelta(days=group.keep_closed_days))
    watch_group(group, at=timezone.now())

    assert Person.objects.get(pk=need.person_id).name == "Canary Ana"
    assert [row.forgotten_at is None for row in Need.objects.order_by("asked_at")] == [False, True]


# --- what we hold ---


def test_what_we_hold_can_be_read(client, own):
    page = text_of(client.get(own + "data/"))

    assert [canary for canary in AS_SHOWN if canary not in page] == []
    assert "Rosa" in page
    assert "keeps these answers to find somebody who helps" in page


def test_what_we_hold_can_be_taken_along(client, own):
    response = client.get(own + "data/download/")
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    files = {name: archive.read(name).decode() for name in archive.namelist()}

    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    kinds = {record["record"] for record in json.loads(files["data.json"])["records"]}
    assert {"person", "consent", "reading", "request", "message", "note"} <= kinds
    assert set(files) == {"data.json", "en.html", "es.html"}
    assert [canary for canary in AS_SHOWN for text in files.values() if canary not in text] == []


def test_what_has_to_be_kept_is_said_and_not_deleted(client, own):
    need = Need.objects.select_related("person").get()
    hold(need.person, reason="canary reason", until=None, need_id=need.pk, made_by=None, by=STAFF, at=NOON)
    pages = [text_of(client.get(own + way)) for way in ("data/", "delete/")]
    delete(client, own)

    assert all("has to keep what it knows of you for now" in page for page in pages)
    assert not any("canary reason" in page for page in pages)
    assert Person.objects.get(pk=need.person_id).name == "Canary Ana"


def test_that_somebody_took_it_along_is_journalled_without_what(client, own):
    client.get(own + "data/download/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, fields FROM journal_entry WHERE verb = 'person.exported'")
        assert cursor.fetchall() == [("person.exported", "[]")]


# --- what they agreed to ---


def test_what_was_agreed_to_is_read_and_taken_back(client, own, need):
    consent = Consent.objects.get()
    address = f"{own}data/agreements/{consent.pk}/take-back/"
    page = client.get(own + "data/")
    assert "We delete the answers 30 days after the request is closed" in text_of(page)
    assert address in page.content.decode()

    assert client.post(address).url == own + "data/"
    page = client.get(own + "data/")
    assert "You have taken it back" in text_of(page)
    assert address not in page.content.decode()
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert Entry.objects.filter(verb="consent.withdrawn", actor_kind="link").count() == 1


def test_somebody_elses_agreement_is_not_theirs_to_take_back(client, own, group):
    other = make_need(group).person
    consent = give_consent(
        other, purpose="p", version="1", text_shown="words", language="en", by=Actor.system("test"), at=NOON
    )

    assert client.post(f"{own}data/agreements/{consent.pk}/take-back/").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None
