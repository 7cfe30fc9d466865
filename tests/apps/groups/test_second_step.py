"""Whoever may see how people are reached signs in with two things."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.models import Invite
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import NEEDS_SECOND_STEP, SHIPPED_ROLES
from manyhands.storage.scope import group_scope
from tests.apps.accounts.test_second_step import code_now
from tests.worlds import make_group, make_member, make_need, make_user, sign_in

pytestmark = pytest.mark.django_db

NEEDED = reverse("accounts:needed")
STANDING = sorted(role for role, (_name, may) in SHIPPED_ROLES.items() if NEEDS_SECOND_STEP & set(may))
OTHERS = sorted(set(SHIPPED_ROLES) - set(STANDING))


@pytest.fixture
def group(time_machine):
    """Started two days ago."""
    time_machine.move_to(timezone.now(), tick=False)
    return make_group(at=timezone.now() - timedelta(days=2))


def half_in(group, *roles) -> Client:
    browser = Client()
    sign_in(browser, make_member(group, roles).user, factors=1)
    return browser


def test_the_rights_are_those_that_not_everybody_may_have():
    assert {
        "contact.reveal", "group.roles", "group.settings", "journal.read", "safety.handle",
    } <= NEEDS_SECOND_STEP  # fmt: skip
    assert {"intake", "coordinator", "organiser"} <= set(STANDING)
    assert {"volunteer", "reader"} <= set(OTHERS)


@pytest.mark.parametrize("role", STANDING)
@pytest.mark.parametrize(
    "page", ["needs:list", "people:list", "groups:settings", "groups:roles", "groups:members"]
)
def test_with_one_thing_they_are_led_to_a_second(group, role, page):
    path = group_path(group, page)
    response = half_in(group, role).get(path)

    assert response["Location"] == reverse("accounts:needed", query={"next": path})


@pytest.mark.parametrize("role", OTHERS)
def test_others_need_none(group, role):
    assert half_in(group, role).get(group_path(group, "groups:myself")).status_code == 200


def test_nothing_is_revealed_by_a_post_either(group):
    browser, need = half_in(group, "intake"), make_need(group)
    response = browser.post(group_path(group, "needs:reveal", reference=need.reference), {"why": "call"})

    assert response["Location"] == NEEDED


def test_their_own_tasks_and_the_way_out_stay_open_and_show_no_more_than_to_a_volunteer(group):
    browser = half_in(group, "organiser")
    other = make_member(group, ())

    assert browser.get(group_path(group, "dispatch:my_tasks")).status_code == 200
    assert browser.get(group_path(group, "groups:myself")).status_code == 200
    ending = group_path(group, "groups:member_end", membership_id=other.pk)
    assert browser.post(ending).status_code == 403


def test_setting_one_up_leads_on_to_where_one_wanted_to_be(group):
    from manyhands.apps.accounts.models import CodeApp

    browser, path = half_in(group, "coordinator"), group_path(group, "needs:list")
    page = browser.get(path, follow=True).content.decode()
    assert "Before you go on" in page
    browser.post(reverse("accounts:code_app"))
    browser.post(reverse("accounts:code_app"), {"code": code_now(CodeApp.objects.get())})

    response = browser.get(reverse("accounts:recovery_new") + "?go_on")

    assert response["Location"] == path
    assert browser.get(path).status_code == 200


def test_whoever_has_one_is_asked_for_it_and_not_for_another(group):
    from manyhands.apps.accounts.actions import Sender
    from manyhands.apps.accounts.actions.code_apps import begin_code_app, confirm_code_app

    member = make_member(group, ("coordinator",))
    browser = Client()
    sign_in(browser, member.user, factors=1)
    app = begin_code_app(member.user, at=timezone.now())
    assert confirm_code_app(app, code_now(app), sender=Sender("192.0.2.1"), at=timezone.now())
    path = group_path(group, "needs:list")
    asked = browser.get(path, follow=True)
    assert "Is it still you?" in asked.content.decode()

    assert browser.post(asked.redirect_chain[-1][0], {"code": code_now(app, 1)})["Location"] == path
    assert browser.get(path).status_code == 200


def test_a_code_by_email_is_one_thing_and_a_passkey_two(group):
    browser = half_in(group, "coordinator")
    assert browser.get(group_path(group, "needs:list")).status_code == 302
    member = make_member(group, ("coordinator",))
    sign_in(browser, member.user, factors=2)

    assert browser.get(group_path(group, "needs:list")).status_code == 200


# --- the first day --------------------------------------------------------------------------------------


@pytest.fixture
def founder(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    user = make_user()
    sign_in(client, user, factors=1)
    return user


def test_whoever_has_just_started_a_group_first_looks_around_in_its_settings(client, founder, time_machine):
    group = make_group(organiser=founder, at=timezone.now())
    assert client.get(group_path(group, "groups:ready")).status_code == 200
    assert client.get(group_path(group, "groups:roles")).status_code == 200
    assert client.get(group_path(group, "needs:list"))["Location"].startswith(NEEDED)
    assert client.get(group_path(group, "people:list"))["Location"].startswith(NEEDED)

    time_machine.shift(timedelta(hours=25))
    assert client.get(group_path(group, "groups:roles"))["Location"].startswith(NEEDED)


def test_they_invite_helpers_before_it_and_nobody_with_a_role(client, founder, time_machine):
    group = make_group(organiser=founder, at=timezone.now())
    path = group_path(group, "groups:invites")
    page = client.get(path).content.decode()
    assert "after your second step" in page
    assert 'name="roles"' not in page

    client.post(path, {"days": 7, "uses": 10, "roles": ["organiser"]})
    with group_scope(group.pk):
        invite = Invite.objects.get()
        assert {role.key for role in invite.roles.all()} == {"volunteer"}
        qr, revoke = (
            group_path(group, f"groups:invite_{way}", invite_id=invite.pk) for way in ("qr", "revoke")
        )
    assert client.get(qr).status_code == 200
    assert client.post(revoke)["Location"] == path
    assert client.get(group_path(group, "groups:members"))["Location"].startswith(NEEDED)

    time_machine.shift(timedelta(hours=25))
    assert client.get(path)["Location"].startswith(NEEDED)


def test_the_first_page_of_a_group_says_what_will_be_asked(client, founder):
    group = make_group(organiser=founder, at=timezone.now())
    ready, asked = group_path(group, "groups:ready"), "set up a second step to sign in"
    assert asked in client.get(ready).content.decode()

    sign_in(client, founder, factors=2)
    assert asked not in client.get(ready).content.decode()


def test_only_in_that_session(founder, time_machine):
    group = make_group(organiser=founder, at=timezone.now())
    time_machine.shift(timedelta(minutes=5))
    later = Client()
    sign_in(later, founder, factors=1)

    for page in ("groups:roles", "groups:invites"):
        assert later.get(group_path(group, page))["Location"].startswith(NEEDED)


# --- the demo -------------------------------------------------------------------------------------------


def test_in_the_demo_one_press_is_enough_and_it_says_so(client, group, settings):
    from manyhands.apps.accounts.actions import make_one_time_link

    settings.DEMO = True
    path = group_path(group, "needs:list")
    member = make_member(group, ("coordinator",))
    link = make_one_time_link(member.user, path, at=timezone.now()).removeprefix("http://localhost:8000")

    assert "In real use" in client.get(link).content.decode()
    assert client.post(link)["Location"] == path
    assert client.get(path).status_code == 200
    assert "In real use" in client.get(reverse("accounts:steps")).content.decode()


def test_elsewhere_nothing_speaks_of_a_demo_and_a_link_is_one_thing(client, group):
    from manyhands.apps.accounts.actions import make_one_time_link

    member = make_member(group, ("coordinator",))
    link = make_one_time_link(member.user, at=timezone.now()).removeprefix("http://localhost:8000")

    assert "In real use" not in client.get(link).content.decode()
    client.post(link)
    assert client.get(group_path(group, "needs:list"))["Location"].startswith(NEEDED)
