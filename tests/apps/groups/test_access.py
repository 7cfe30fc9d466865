"""Every page of the group's own settings, for every role; and what nobody may see of another group."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.groups.policies import may
from tests.worlds import make_group, make_member, make_user, sign_in

pytestmark = pytest.mark.django_db

SETTINGS, APPROVE, ROLES, ANY = "group.settings", "members.approve", "group.roles", ""
GET, POST = "get", "post"

# Page, its further arguments, method, and the permission that opens it.
PAGES = [
    ("settings", {}, GET, SETTINGS),
    ("settings_section", {"section": "meeting"}, GET, SETTINGS),
    ("ready", {}, GET, SETTINGS),
    ("area", {}, GET, SETTINGS),
    ("pause", {}, GET, SETTINGS),
    ("resume", {}, POST, SETTINGS),
    ("categories", {}, GET, SETTINGS),
    ("category_new", {}, GET, SETTINGS),
    ("category", {"key": "groceries"}, GET, SETTINGS),
    ("category_switch", {"key": "groceries"}, POST, SETTINGS),
    ("category_move", {"key": "groceries"}, POST, SETTINGS),
    ("members", {}, GET, APPROVE),
    ("member", {"membership_id": "{other}"}, GET, ROLES),
    ("member_answer", {"membership_id": "{applicant}"}, POST, APPROVE),
    ("invites", {}, GET, APPROVE),
    ("programs", {}, GET, SETTINGS),
    ("sharing", {}, GET, SETTINGS),
    ("roles", {}, GET, ROLES),
    ("role_new", {}, GET, ROLES),
    ("role", {"key": "intake"}, GET, ROLES),
    ("role_remove", {"key": "intake"}, POST, ROLES),
    ("enter", {}, GET, ANY),
    ("myself", {}, GET, ANY),
]


def address(name: str, kwargs: dict, group) -> str:
    people = {
        "{other}": lambda: make_member(group, ()).pk,
        "{applicant}": lambda: make_member(group, (), state="applicant").pk,
    }
    known = {key: people[value]() if value in people else value for key, value in kwargs.items()}
    return reverse(f"groups:{name}", kwargs={"group_slug": group.slug, **known})


def test_a_rule_that_nobody_has_written_is_a_mistake_and_never_a_yes(group):
    with pytest.raises(LookupError, match=r"needs\.tirage"):
        may(make_member(group, ("organiser",)), "needs.tirage")


@pytest.mark.parametrize("role", SHIPPED_ROLES)
@pytest.mark.parametrize(("name", "kwargs", "method", "permission"), PAGES, ids=[page[0] for page in PAGES])
def test_members(client, group, role, name, kwargs, method, permission):  # noqa: PLR0917
    sign_in(client, make_member(group, (role,)).user)
    status = getattr(client, method)(address(name, kwargs, group)).status_code
    allowed = not permission or permission in SHIPPED_ROLES[role][1]

    assert status in ({200, 302} if allowed else {403})


@pytest.mark.parametrize(("name", "kwargs", "method", "permission"), PAGES, ids=[page[0] for page in PAGES])
def test_others(group, name, kwargs, method, permission):
    url = address(name, kwargs, group)
    stranger, applicant, gone = Client(), Client(), Client()
    sign_in(stranger, make_member(make_group(), ("organiser",)).user)
    sign_in(applicant, make_member(group, ("organiser",), state="applicant").user)
    sign_in(gone, make_member(group, ("organiser",), state="left").user)

    assert getattr(Client(), method)(url)["Location"] == f"{reverse('accounts:sign_in')}?next={url}"
    assert [getattr(who, method)(url).status_code for who in (stranger, gone)] == [403, 403]
    assert getattr(applicant, method)(url)["Location"] == group_path(group, "people:waiting")


@pytest.mark.parametrize("name", ["member", "member_answer", "member_end", "invite_revoke", "invite_qr"])
def test_ids_of_another_group_are_not_found(client, group, name):
    sign_in(client, make_member(group, ("organiser",)).user)
    foreign = make_member(make_group(), (), state="applicant").pk
    key = "invite_id" if name.startswith("invite") else "membership_id"
    url = reverse(f"groups:{name}", kwargs={"group_slug": group.slug, key: foreign})
    method = client.get if name in ("member", "invite_qr") else client.post

    assert method(url).status_code == 404


@pytest.mark.parametrize("name", ["public", "public_qr"])
def test_everybody(client, group, name):
    assert client.get(reverse(f"groups:{name}", kwargs={"group_slug": group.slug})).status_code == 200


def test_every_page_is_in_this_table():
    from manyhands.apps.groups.urls import urlpatterns

    elsewhere = {
        "home", "create", "create_check", "create_step", "join", "public", "public_qr",
        "member_end", "member_vouch", "invite_revoke", "invite_qr", "program_revoke",
        "share", "sharing_agree", "sharing_end", "sharing_leave",
    }  # fmt: skip
    assert {pattern.name for pattern in urlpatterns} == {page[0] for page in PAGES} | elsewhere


@pytest.mark.parametrize(
    ("roles", "sections"),
    [
        ((), ["Open list", "My tasks"]),
        (("intake",), ["Requests", "Open list", "My tasks"]),
        (("coordinator",), ["Board", "Requests", "Open list", "My tasks", "People", "Messages", "Settings"]),
        (("reader",), ["Open list", "My tasks"]),
    ],
)
@pytest.mark.parametrize("who_chooses", ["the_group", "one_kind", "nobody"])
def test_the_sections_are_those_one_may_open(client, group, roles, sections, who_chooses):
    from django.template import Context, Template
    from django.test import RequestFactory

    from manyhands.storage.scope import group_scope

    group.meeting_mode = "open_claim" if who_chooses == "the_group" else "dispatch"
    if who_chooses == "nobody":
        sections = [section for section in sections if section != "Open list"]

    with group_scope(group.pk):
        if who_chooses == "one_kind":
            Category.objects.filter(key="groceries").update(meeting_mode="claim_with_approval")
        context = Context(
            {"request": RequestFactory().get("/"), "group": group, "membership": make_member(group, roles)}
        )
        Template("{% group_sections as items %}").render(context)

    assert [item.label for item in context["items"]] == sections


def test_a_new_user_has_no_groups(client):
    sign_in(client, make_user())

    assert client.get(reverse("groups:home")).context["my_groups"] == []


def test_who_reads_comes_with_the_membership(client, group):
    """An account of its own to ask for there is none."""
    member = make_member(group, ("coordinator",))
    sign_in(client, member.user)
    url = group_path(group, "groups:myself")
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200

    statements = [query["sql"] for query in asked]
    assert not any('FROM "accounts_user"' in sql for sql in statements)
    assert sum('JOIN "accounts_user"' in sql for sql in statements) == 1


def test_a_session_that_has_ended_opens_nothing_although_the_member_was_read(client, group):
    member = make_member(group, ("coordinator",))
    sign_in(client, member.user)
    url = group_path(group, "groups:myself")
    assert client.get(url).status_code == 200

    member.user.set_password("another")
    member.user.save()

    assert client.get(url)["Location"].startswith(reverse("accounts:sign_in"))


def test_an_account_that_was_closed_opens_nothing(client, group):
    member = make_member(group, ("coordinator",))
    sign_in(client, member.user)
    User.objects.filter(pk=member.user.pk).update(is_active=False)

    assert client.get(group_path(group, "groups:myself"))["Location"].startswith(reverse("accounts:sign_in"))
