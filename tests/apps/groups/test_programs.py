"""Settings, Programs: a token is shown once, to whoever made it, and ends when they say so."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from manyhands.apps.groups.models import ApiToken
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import PERMISSIONS, SHIPPED_ROLES
from manyhands.apps.journal.models import Entry
from manyhands.storage.scope import group_scope
from tests.apps.programs import PREFIX
from tests.worlds import make_group, make_member, make_user, sign_in

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "Our website", "permissions": ["needs.read", "tasks.take"], "days": "30"}


@pytest.fixture
def group(db):
    return make_group(organiser=make_user("olga@example.org"))


@pytest.fixture
def organiser(group):
    member = make_member(group, ("organiser",), name="Olga R.")
    client = Client()
    sign_in(client, member.user)
    return client


def test_a_new_token_works_and_is_shown_once(group, organiser):
    page = group_path(group, "groups:programs")
    made = organiser.post(page, ANSWERS)
    secret = made.context["secret"]

    answer = Client().get(f"{PREFIX}/groups", headers={"authorization": f"Bearer {secret}"})
    assert secret in made.content.decode()
    assert made["Cache-Control"].startswith("max-age=0") or "no-store" in made["Cache-Control"]
    assert secret not in organiser.get(page).content.decode()
    assert answer.json()["items"][0]["may"] == ["needs.read", "tasks.take"]
    with group_scope(group.pk):
        token = ApiToken.objects.get()
        assert secret not in str(token.__dict__)
        assert Entry.objects.filter(verb="token.made", subject_id=token.pk).count() == 1
    assert (token.expires_at - timezone.now()).days in (29, 30)


def test_the_form_says_until_which_day(group, organiser, time_machine):
    time_machine.move_to(datetime(2026, 3, 11, 14, tzinfo=UTC))

    assert (
        "With 90 days it works until" in organiser.get(group_path(group, "groups:programs")).content.decode()
    )
    assert "9 Jun" in organiser.get(group_path(group, "groups:programs")).content.decode()


def test_a_second_token_of_one_name_is_refused_until_the_first_has_ended(group, organiser):
    page = group_path(group, "groups:programs")
    organiser.post(page, ANSWERS)
    again = organiser.post(page, {**ANSWERS, "name": "our WEBSITE"})

    assert again.status_code == 422
    assert again.context["secret"] == ""
    assert "There is a token of this name." in again.content.decode()
    with group_scope(group.pk):
        token = ApiToken.objects.get()
    organiser.post(group_path(group, "groups:program_revoke", token_id=token.pk))
    assert organiser.post(page, ANSWERS).context["secret"]


def test_the_same_form_twice_makes_one(group, organiser):
    page = group_path(group, "groups:programs")
    key = "7b0a3f8e-93b9-4a52-8d6f-2f3c5c2ad001"
    organiser.post(page, {**ANSWERS, "once": key})
    again = organiser.post(page, {**ANSWERS, "once": key})

    assert again.context["secret"] == ""
    with group_scope(group.pk):
        assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"permissions": []}, {"permissions": ["all.of.it"]}, {"days": "0"}, {"days": "400"}],
)
def test_what_is_wrong_is_said_and_makes_nothing(group, organiser, change):
    answer = organiser.post(group_path(group, "groups:programs"), {**ANSWERS, **change})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(change)
    with group_scope(group.pk):
        assert ApiToken.objects.count() == 0


def test_to_show_who_it_is_has_to_be_asked_for(group, organiser):
    field = organiser.get(group_path(group, "groups:programs")).context["form"].fields["permissions"]

    assert {key for key, _label in field.choices} == set(PERMISSIONS)
    assert field.initial == ["needs.read"]


def test_only_what_one_holds_is_offered(group):
    with group_scope(group.pk):
        from manyhands.apps.groups.actions import add_role
        from manyhands.storage.actors import Actor

        add_role(
            group,
            name="Webmaster",
            permissions=["group.settings", "needs.read"],
            by=Actor.system("test"),
            at=timezone.now(),
        )
    client = Client()
    sign_in(client, make_member(group, ("webmaster",)).user)
    page = group_path(group, "groups:programs")

    offered = client.get(page).context["form"].fields["permissions"].choices
    refused = client.post(page, {**ANSWERS, "permissions": ["needs.triage"]})

    assert {key for key, _label in offered} == {"group.settings", "needs.read", "tasks.take"}
    assert refused.status_code == 422


def test_ending_it(group, organiser):
    page = group_path(group, "groups:programs")
    secret = organiser.post(page, ANSWERS).context["secret"]
    with group_scope(group.pk):
        token_id = ApiToken.objects.get().pk
    organiser.post(group_path(group, "groups:program_revoke", token_id=token_id))

    assert Client().get(f"{PREFIX}/groups", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert "Our website" not in organiser.get(page).content.decode()


def test_the_token_of_another_group_is_not_ended(group, organiser):
    organiser.post(group_path(group, "groups:programs"), ANSWERS)
    other = make_group()
    client = Client()
    sign_in(client, make_member(other, ("organiser",)).user)
    with group_scope(group.pk):
        token_id = ApiToken.objects.get().pk

    answer = client.post(group_path(other, "groups:program_revoke", token_id=token_id))

    assert answer.status_code == 404
    with group_scope(group.pk):
        assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize("role", SHIPPED_ROLES)
def test_whose_page_it_is(group, role):
    client = Client()
    sign_in(client, make_member(group, (role,)).user)

    status = client.get(group_path(group, "groups:programs")).status_code

    assert status == (200 if "group.settings" in SHIPPED_ROLES[role][1] else 403)
