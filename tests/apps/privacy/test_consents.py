"""What somebody agreed to stays readable in the words of then, and can be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from manyhands.apps.journal.models import Entry
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions import give_consent, list_all_extracts, withdraw_consent
from manyhands.apps.privacy.models import Consent, ConsentText
from manyhands.apps.vetting.actions import sign_agreement
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Check, Requirement
from manyhands.storage.actors import Actor
from manyhands.storage.row_security import install_row_security
from manyhands.storage.scope import group_scope, system_scope
from tests.conftest import DATABASE_URL, OWNER_URL, connect_as
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
BY = Actor.system("test")
HOUR = timedelta(hours=1)


def agree(person, *, shown="We keep this 30 days.", version="1", language="en", purpose="request", at=NOON):
    return give_consent(
        person, purpose=purpose, version=version, text_shown=shown, language=language, by=BY, at=at
    )


@pytest.fixture
def group(db):
    return make_group(at=NOON)


@pytest.fixture
def ana(group, scope):
    return make_volunteer(group, "Ana Ruiz", at=NOON).person


def said_of(person) -> list[dict[str, str]]:
    return [
        {fact.key: fact.value for fact in one.facts}
        for one in list_all_extracts(person)
        if one.key == "consent"
    ]


# --- the words ---


def test_the_same_words_are_kept_once_for_everybody(group, ana):
    other = make_volunteer(group, "Ben Ode", at=NOON).person
    first, second = agree(ana), agree(other, at=NOON + HOUR)

    assert first.text == second.text
    assert ConsentText.objects.get().first_shown_at == NOON


@pytest.mark.parametrize("other", [{"shown": "We keep this 60 days."}, {"version": "2"}, {"language": "es"}])
def test_other_words_leave_the_old_ones_readable(ana, other):
    agree(ana)
    agree(ana, at=NOON + HOUR, **other)

    assert ConsentText.objects.count() == 2
    then, now = said_of(ana)
    assert then["text_shown"] == "We keep this 30 days."
    assert (now["text_shown"], now["version"]) == (
        other.get("shown", then["text_shown"]),
        other.get("version", "1"),
    )


def test_another_groups_words_are_its_own(group):
    for one in (group, make_group("Northside", at=NOON)):
        person = make_volunteer(one, "Ana Ruiz", at=NOON).person
        with group_scope(one.pk):
            agree(person)
            assert ConsentText.objects.count() == 1


# --- taking back ---


def test_it_is_taken_back_once_with_the_day_and_a_line(ana):
    consent = agree(ana)

    assert withdraw_consent(consent, by=BY, at=NOON + HOUR)
    assert not withdraw_consent(consent, by=BY, at=NOON + 2 * HOUR)
    assert Consent.objects.get().withdrawn_at == NOON + HOUR
    assert Entry.objects.filter(verb="consent.withdrawn").count() == 1
    (said,) = said_of(ana)
    assert said["withdrawn_at"].startswith("2026-03-04T18:00")


@pytest.fixture
def agreement(ana):
    return Requirement.objects.get(key="agreement")


def sign(agreement, ana, at=NOON):
    ana = Person.objects.select_related("group").get(pk=ana.pk)
    sign_agreement(agreement, Subject(ana), text_shown="I promise.", language="en", by=BY, at=at)
    return Consent.objects.filter(purpose="agreement:agreement").latest("given_at")


def test_what_was_signed_counts_no_more_once_it_is_taken_back(agreement, ana):
    withdraw_consent(sign(agreement, ana), by=BY, at=NOON + HOUR)

    assert Check.objects.get(requirement=agreement).ended_at == NOON + HOUR
    assert Entry.objects.filter(verb="check.ended").count() == 1


def test_what_was_signed_again_goes_on_counting(agreement, ana):
    first = sign(agreement, ana)
    sign(agreement, ana, at=NOON + HOUR)
    withdraw_consent(first, by=BY, at=NOON + 2 * HOUR)

    assert not Check.objects.filter(requirement=agreement, ended_at=NOON + 2 * HOUR).exists()


def test_anything_else_that_is_taken_back_ends_no_check(agreement, ana):
    sign(agreement, ana)
    withdraw_consent(agree(ana), by=BY, at=NOON + HOUR)

    assert Check.objects.get(requirement=agreement).ended_at is None


# --- their pages ---


@pytest.fixture
def helper(group):
    member = make_member(group, ("volunteer",))
    card = make_volunteer(group, name="Bea Cruz", membership=member).person
    client = Client()
    sign_in(client, member.user)
    with group_scope(group.pk):
        return client, agree(card)


def test_a_member_reads_the_words_and_takes_them_back(group, helper):
    client, consent = helper
    page = f"/g/{group.slug}/me/data/"
    address = f"{page}agreements/{consent.pk}/take-back/"
    shown = client.get(page).content.decode()
    assert "We keep this 30 days." in shown
    assert address in shown
    assert client.get(address).status_code == 405

    assert client.post(address).url == page
    shown = client.get(page).content.decode()
    assert "You have taken it back" in shown
    assert address not in shown
    assert "We keep this 30 days." in shown


def test_nobody_takes_back_what_somebody_else_agreed_to(group, helper, ana):
    client, _own = helper
    consent = agree(ana)

    assert client.post(f"/g/{group.slug}/me/data/agreements/{consent.pk}/take-back/").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


# --- what was there before the words were kept once ---


@pytest.fixture
def as_owner(transactional_db):
    """Who migrates: on PostgreSQL the app's role owns no table."""
    if OWNER_URL:
        connect_as(OWNER_URL)
    yield
    if OWNER_URL:
        connect_as(DATABASE_URL)


def test_the_words_of_before_move_there_and_back(as_owner):
    group = make_group(at=NOON)
    with group_scope(group.pk):
        ana, ben = (make_need(group, name=name, at=NOON).person for name in ("Ana", "Ben"))
        for person, more in (
            (ana, {}),
            (ben, {"at": NOON + HOUR}),
            (ben, {"shown": "Nosotros …", "language": "es"}),
        ):
            agree(person, **more)
        before = sorted(Consent.objects.values_list("pk", "text__shown", "text__version", "text__language"))
    executor = MigrationExecutor(connection)
    with system_scope("migrate"):
        executor.migrate([("privacy", "0005_looked_into")])
        old = executor.loader.project_state([("privacy", "0005_looked_into")]).apps.get_model(
            "privacy", "Consent"
        )
        there = sorted(old.objects.values_list("pk", "text_shown", "version", "language"))
        MigrationExecutor(connection).migrate([("privacy", "0006_consent_texts")])
        install_row_security()
        after = sorted(Consent.objects.values_list("pk", "text__shown", "text__version", "text__language"))
        assert there == after == before
        assert ConsentText.objects.count() == 2
        assert ConsentText.objects.get(language="en").first_shown_at == NOON
