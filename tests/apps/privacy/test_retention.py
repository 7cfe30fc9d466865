"""What has been kept for long enough goes by itself; what has to be kept stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django_q.models import Task

from manyhands.apps.accounts.models import User
from manyhands.apps.dispatch.models import BoardPresence, WhatIf
from manyhands.apps.groups.actions import end_membership
from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.actions.retention import forget_contents
from manyhands.apps.messaging.models import Message, RelayMessage
from manyhands.apps.needs.actions import close_need
from manyhands.apps.needs.actions.forget import forget_when_due
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries.retention import list_due_to_forget
from manyhands.apps.people.actions import Contact, add_person, leave_as_volunteer
from manyhands.apps.people.models import Organisation, Person, SafetyReport
from manyhands.apps.privacy.actions import (
    HeldError,
    end_hold,
    erase_person,
    forget_what_is_due,
    give_consent,
    hold,
    make_link,
    note_reading,
    open_grant,
)
from manyhands.apps.privacy.models import (
    Consent,
    DisclosureGrant,
    LegalHold,
    LookedInto,
    PrivateLink,
    Reading,
)
from manyhands.apps.privacy.queries import is_held, list_holds
from manyhands.apps.privacy.tasks import forget_daily, forget_of_no_group
from manyhands.core.privacy.retention import KEPT, Ends
from manyhands.storage.actors import Actor
from manyhands.storage.fields import is_encrypted
from manyhands.storage.models import IdempotencyKey, RateBucket
from manyhands.storage.privacy import declared_fields
from manyhands.storage.scope import group_scope
from tests.journeys.worker import work_to_the_end
from tests.worlds import make_group, make_member, make_need, make_user, make_volunteer

pytestmark = pytest.mark.django_db
STAFF, CLOCK = Actor.member(1), Actor.system("clock")
DAY = timedelta(days=1)


@pytest.fixture
def noon():
    return datetime(2026, 3, 4, 17, 0, tzinfo=UTC)


@pytest.fixture
def group(db, noon):
    return make_group(at=noon)


def forget(group, *, at):
    return forget_what_is_due(group, by=CLOCK, at=at)


# --- the one table ---


def test_every_table_about_people_has_a_clock():
    named = {model for kept in KEPT.values() for model in kept.models}
    about_people = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("manyhands.")
        and (
            declared_fields(model)["personal"]
            or any(is_encrypted(field) for field in model._meta.concrete_fields)
            or any(getattr(field, "related_model", None) is Person for field in model._meta.concrete_fields)
        )
    }

    assert sorted(about_people - named) == []


def test_the_table_names_only_what_there_is():
    there = {model._meta.label for model in apps.get_models()}

    assert sorted({model for kept in KEPT.values() for model in kept.models} - there) == []


def test_what_stays_says_so():
    assert {key for key, kept in KEPT.items() if kept.ends is Ends.STAYS} == {
        "consent_texts",
        "journal",
        "known_issuers",
        "landmarks",
        "proof_keys",
    }


# --- cards ---


def test_a_volunteer_who_left_is_forgotten_after_the_groups_days(group, scope, noon):
    volunteer = make_volunteer(group, name="Ana Ruiz", at=noon)
    assert "cards" not in forget(group, at=noon)
    leave_as_volunteer(volunteer, by=STAFF, at=noon)
    forget(group, at=noon + DAY)

    days = timedelta(days=group.keep_closed_days)
    assert "cards" not in forget(group, at=noon + days)
    assert forget(group, at=noon + DAY + days)["cards"] == 1
    person = Person.objects.get(pk=volunteer.person_id)
    assert (person.name, person.phone, person.email) == ("", "", "")


def test_whoever_comes_back_in_time_is_kept(group, scope, noon):
    volunteer = make_volunteer(group, at=noon)
    leave_as_volunteer(volunteer, by=STAFF, at=noon)
    forget(group, at=noon + DAY)
    make_need(group, at=noon)
    volunteer.state = "active"
    volunteer.save()
    forget(group, at=noon + 2 * DAY)

    assert Person.objects.get(pk=volunteer.person_id).idle_since is None


def test_somebody_who_never_got_an_answer_is_not_kept_for_ever(group, scope, noon):
    volunteer = make_volunteer(group, at=noon)
    volunteer.state = "applicant"
    volunteer.save()
    latest = noon + timedelta(days=group.keep_at_most_days)
    forget(group, at=latest - DAY)
    assert Person.objects.get(pk=volunteer.person_id).idle_since is None

    forget(group, at=latest)
    assert forget(group, at=latest + timedelta(days=group.keep_closed_days))["cards"] == 1


def test_an_organisation_that_left_is_forgotten_with_its_contact(group, scope, noon):
    contact = add_person(group, Contact(name="Pat Pantry", phone="+15175550001"), by=STAFF, at=noon)
    organisation = Organisation.objects.create(
        group=group, name="St. Mary", about="ask for Pat", state="left", contact=contact, created_at=noon
    )
    forget(group, at=noon)
    forget(group, at=noon + timedelta(days=group.keep_closed_days))

    organisation.refresh_from_db()
    assert (organisation.name, organisation.about) == ("", "")
    assert Person.objects.get(pk=contact.pk).name == ""


def test_a_card_with_a_request_is_needed(group, scope, noon):
    need = make_need(group, at=noon)
    forget(group, at=noon)

    assert Person.objects.get(pk=need.person_id).idle_since is None


def test_a_card_that_nobody_needs_goes(group, scope, noon):
    person = add_person(group, Contact(name="Typed Twice"), by=STAFF, at=noon)
    forget(group, at=noon)
    forget(group, at=noon + timedelta(days=group.keep_closed_days))

    assert Person.objects.get(pk=person.pk).anonymised_at


# --- everything else ---


def test_each_class_goes_by_its_own_clock(group, scope, noon):
    need, member = make_need(group, at=noon), make_member(group, at=noon)
    person = need.person
    make_link(group, "need_status", need.pk, person, expires_at=noon + DAY, by=STAFF, at=noon)
    grant = open_grant(
        group, viewer=person, subject=person, fields=["name"], reason_kind="x", reason_id=1, by=STAFF, at=noon
    )
    DisclosureGrant.objects.filter(pk=grant.pk).update(closes_at=noon)
    note_reading(person, label={"name": "Rosa"}, fields=["name"], reason="r", by=STAFF, at=noon)
    SafetyReport.objects.create(group=group, reporter=person, text="words", made_at=noon, handled_at=noon)
    RelayMessage.objects.create(
        group=group, about_kind="x", about_id=1, sender=person, recipient=person, text="words", at=noon
    )
    WhatIf.objects.create(group=group, asked_at=noon)
    BoardPresence.objects.create(group=group, member=member, seen_at=noon)

    first = forget(group, at=noon + 2 * DAY)
    assert first == {"presence": 1}
    assert forget(group, at=noon + 40 * DAY) == {"safety": 1, "links": 1, "what_ifs": 1}
    assert forget(group, at=noon + 70 * DAY) == {"relayed": 1}
    assert forget(group, at=noon + 366 * DAY) == {"grants": 1, "readings": 1}
    assert forget(group, at=noon + 366 * DAY) == {}


def test_consents_outlive_the_card_by_a_while(group, scope, noon):
    person = add_person(group, Contact(name="Ana"), by=STAFF, at=noon)
    give_consent(person, purpose="p", version="1", text_shown="words", language="en", by=STAFF, at=noon)
    erase_person(person, by=STAFF, at=noon)

    assert "consents" not in forget(group, at=noon + 364 * DAY)
    assert forget(group, at=noon + 366 * DAY)["consents"] == 1


def test_who_asked_about_a_day_of_reading_goes_with_the_looks_of_that_day(group, scope, noon):
    LookedInto.objects.create(group=group, reader_id=1, day=noon.date(), at=noon)
    forget(group, at=noon + 364 * DAY)
    assert LookedInto.objects.exists()

    forget(group, at=noon + 366 * DAY)
    assert not LookedInto.objects.exists()


def test_what_was_done_is_journalled_as_counts(group, scope, noon):
    make_link(group, "need_status", 1, make_need(group, at=noon).person, expires_at=noon, by=STAFF, at=noon)
    forget(group, at=noon + 40 * DAY)

    line = Entry.objects.filter(verb="retention.kept").get()
    assert (line.fields, line.actor_role) == (["links 1"], "clock")


def test_what_belongs_to_no_group_goes_too(noon):
    IdempotencyKey.objects.create(action="a", key="6b3b5c1e-0000-4000-8000-000000000000", created_at=noon)
    RateBucket.objects.create(action="a", subject_index="x", tokens=1, updated_at=noon)
    Task.objects.create(id="x", name="x", func="f", started=noon, stopped=noon, success=False, result="words")
    gone = make_user(at=noon)
    kept = make_member(make_group(at=noon), at=noon).user

    forget_of_no_group(at=noon + timedelta(hours=25))
    assert (IdempotencyKey.objects.count(), RateBucket.objects.count()) == (1, 0)
    forget_of_no_group(at=noon + 15 * DAY)
    assert (IdempotencyKey.objects.count(), Task.objects.count()) == (0, 0)
    forget_of_no_group(at=noon + 366 * DAY)
    assert User.objects.filter(pk__in=[gone.pk, kept.pk]).get() == kept


def test_an_account_that_left_every_group_goes_with_its_memberships(group, noon):
    member = make_member(group, at=noon)
    with group_scope(group.pk):
        end_membership(member, by=STAFF, at=noon)
    forget_of_no_group(at=noon + 366 * DAY)

    assert not User.objects.filter(pk=member.user_id).exists()
    assert not Membership.across_groups.filter(pk=member.pk).exists()


def test_one_groups_trouble_does_not_keep_the_others(group, noon, monkeypatch, caplog):
    other = make_group(at=noon)
    seen = []

    def stumble(which, **_kwargs):
        seen.append(which.pk)
        if which.pk == group.pk:
            raise RuntimeError("broken")

    monkeypatch.setattr("manyhands.apps.privacy.tasks.forget_what_is_due", stumble)
    forget_daily()

    assert seen == [group.pk, other.pk]
    assert f"group {group.pk}" in caplog.text


def test_what_is_of_no_group_is_forgotten_once_after_the_last_group(group, noon, monkeypatch):
    make_group(at=noon)
    Session.objects.create(session_key="old", session_data="", expire_date=noon - timedelta(days=1))
    monkeypatch.setattr("manyhands.apps.groups.actions.rounds.ROUND_SECONDS", -1.0)

    forget_daily()
    assert Session.objects.exists()

    work_to_the_end()
    assert not Session.objects.exists()


# --- what has to be kept ---


def test_a_hold_stops_the_clocks_and_everybody(group, scope, noon):
    need, member = make_need(group, at=noon), make_member(group, at=noon)
    close_need(need, reason="fulfilled", by=STAFF, at=noon)
    held = hold(need.person, reason="police", until=None, made_by=member, by=STAFF, at=noon)

    late = noon + 400 * DAY
    assert list_due_to_forget(group, at=late) == []
    forget(group, at=late)
    with pytest.raises(HeldError):
        erase_person(need.person, by=STAFF, at=late)
    assert Person.objects.get(pk=need.person_id).name == "Maria Lopez"

    end_hold(held, ended_by=member, by=STAFF, at=late)
    assert [row.pk for row in list_due_to_forget(group, at=late)] == [need.pk]
    assert [entry.verb for entry in Entry.objects.filter(subject_kind="privacy.legalhold")] == [
        "hold.made",
        "hold.ended",
    ]


def test_a_hold_ends_with_its_last_day(group, scope, noon):
    person = make_need(group, at=noon).person
    hold(person, reason="court", until=noon.date(), made_by=None, by=STAFF, at=noon)

    assert is_held(person, at=noon + timedelta(hours=11))
    assert not is_held(person, at=noon + 2 * DAY)
    assert [one.reason for one in list_holds(person)] == ["court"]


def test_a_hold_may_be_about_one_request(group, scope, noon):
    need = make_need(group, at=noon)
    other = make_need(group, at=noon)
    Need.objects.filter(pk=other.pk).update(person=need.person_id)
    hold(need.person, reason="court", until=None, need_id=need.pk, made_by=None, by=STAFF, at=noon)

    due = list_due_to_forget(group, at=noon + 400 * DAY)
    assert [row.pk for row in due] == [other.pk]


def test_messages_of_somebody_who_is_held_are_kept(group, scope, noon):
    person = make_need(group, at=noon).person
    Message.objects.all().delete()
    for number in range(2):
        Message.objects.create(
            group=group, event="need_received", recipient=person, channel="email", dedup_key=str(number),
            context={"url": "words"}, state="sent", not_before=noon, created_at=noon,
        )  # fmt: skip
    hold(person, reason="court", until=None, made_by=None, by=STAFF, at=noon)
    assert forget_contents(at=noon + 20 * DAY) == 0

    LegalHold.objects.all().delete()
    assert forget_contents(at=noon + 20 * DAY) == 2


def test_a_hold_itself_is_forgotten_long_after(group, scope, noon):
    person = make_need(group, at=noon).person
    held = hold(person, reason="court", until=None, made_by=None, by=STAFF, at=noon)
    end_hold(held, ended_by=None, by=STAFF, at=noon)

    assert forget(group, at=noon + 366 * DAY)["holds"] == 1


# --- the twin ---


def test_what_stays_of_a_request_knows_the_week_and_not_the_hour(group, scope, noon):
    need = make_need(group, at=noon, due_at=noon + DAY)
    close_need(need, reason="fulfilled", by=STAFF, at=noon + DAY)
    need = Need.objects.select_related("group", "person", "asked_by", "place", "household").get(pk=need.pk)
    forget_when_due(need, by=CLOCK, at=noon + 60 * DAY)

    twin = Need.objects.select_related("place").get(pk=need.pk)
    moments = [twin.asked_at, twin.closed_at, twin.due_at, *(move.at for move in twin.moves.all())]
    assert {(moment.weekday(), moment.hour, moment.minute) for moment in moments} == {(2, 12, 0)}
    assert (twin.close_reason, bool(twin.place.public_cell)) == ("fulfilled", True)
    assert [part.category.key for part in twin.parts.all()] == ["groceries"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT details, summary FROM needs_need WHERE id = %s", [twin.pk])
        assert cursor.fetchone() == ("", "")


def test_links_of_the_forgotten_lead_nowhere(group, scope, noon):
    need = make_need(group, at=noon)
    erase_person(need.person, by=STAFF, at=noon)

    assert not PrivateLink.objects.filter(revoked_at__isnull=True, person=need.person).exists()
    assert [reading.reader_label for reading in Reading.objects.filter(subject=need.person)] == []
    assert not Consent.objects.filter(person=need.person, withdrawn_at__isnull=True).exists()
