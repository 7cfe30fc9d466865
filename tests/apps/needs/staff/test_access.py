"""Every page and button of staff, for every role; and nothing of another group."""

import pytest
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from tests.apps.needs.conftest import NOON
from tests.worlds import make_group, make_member, make_need, make_user, reload, sign_in

pytestmark = pytest.mark.django_db

READ, INTAKE, TRIAGE, REVEAL = "needs.read", "needs.intake", "needs.triage", "contact.reveal"
# Page or button, whether it is about one request, how it is reached, and the permission that opens it.
PAGES = [
    ("list", False, "get", READ),
    ("intake", False, "get", INTAKE),
    ("intake", False, "post", INTAKE),
    ("similar", False, "post", INTAKE),
    ("detail", True, "get", READ),
    ("reveal", True, "post", REVEAL),
    ("triage", True, "post", TRIAGE),
    ("open", True, "post", TRIAGE),
    ("close", True, "post", TRIAGE),
    ("reopen", True, "post", TRIAGE),
    ("undo", True, "post", TRIAGE),
    ("mind", True, "post", INTAKE),
    ("follow_up", True, "post", INTAKE),
    ("still_needed", True, "post", INTAKE),
    ("notes", True, "post", INTAKE),
    ("calls", True, "post", INTAKE),
    ("change", True, "get", TRIAGE),
    ("change", True, "post", TRIAGE),
]
NAMES = [f"{name}-{method}" for name, _one, method, _permission in PAGES]


def address(group, name: str, is_one: bool, need) -> str:
    return group_path(group, f"needs:{name}", **({"reference": need.reference} if is_one else {}))


@pytest.fixture
def need(group):
    return make_need(group, at=NOON)


@pytest.mark.parametrize("role", SHIPPED_ROLES)
def test_members(group, need, role):
    client = Client()
    sign_in(client, make_member(group, (role,)).user)
    allowed = {name for held in {role, "volunteer"} for name in SHIPPED_ROLES[held][1]}

    for name, is_one, method, permission in PAGES:
        status = getattr(client, method)(address(group, name, is_one, need)).status_code
        assert (status == 403) == (permission not in allowed), (role, name, method, status)
        assert status in (200, 302, 403, 422), (role, name, method, status)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_visitors_sign_in_first(client, group, need, page):
    name, is_one, method, _permission = page
    response = getattr(client, method)(address(group, name, is_one, need))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_members_of_another_group(group, need, page):
    name, is_one, method, _permission = page
    client = Client()
    sign_in(client, make_member(make_group(), ("organiser",)).user)

    assert getattr(client, method)(address(group, name, is_one, need)).status_code == 403


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page[1]], ids=[n for n, p in zip(NAMES, PAGES, strict=True) if p[1]]
)
def test_a_request_of_another_group_is_not_found(group, coordinator_client, page):
    name, _one, method, _permission = page
    foreign = make_need(make_group(), at=NOON)

    assert getattr(coordinator_client, method)(address(group, name, True, foreign)).status_code == 404
    version = foreign.version
    reload(foreign)
    assert foreign.version == version


def test_who_waits_for_a_yes_is_told_to_wait(client, group):
    sign_in(client, make_member(group, (), user=make_user(), state="applicant").user)
    response = client.get(group_path(group, "needs:list"))

    assert response["Location"] == group_path(group, "people:waiting")


@pytest.mark.parametrize("method", ["get", "post"])
def test_buttons_are_pressed_and_pages_are_read(group, coordinator_client, need, method):
    """A link cannot do what takes a button, and a form cannot be sent to a page that only shows."""
    other = {"get": "post", "post": "get"}[method]
    only = [page for page in PAGES if page[2] == other and page[0] not in ("intake", "change")]
    for name, is_one, _other, _permission in only:
        assert getattr(coordinator_client, method)(address(group, name, is_one, need)).status_code == 405, (
            name
        )
