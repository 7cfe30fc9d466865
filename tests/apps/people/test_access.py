"""Every page about people, for every role; and nobody of another group."""

import pytest
from django.test import Client

from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.people.models import Volunteer
from tests.apps.people.conftest import NOON
from tests.worlds import make_group, make_member, make_volunteer, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

READ, MANAGE, ANSWER, ANY = {"people.read"}, {"people.manage"}, {"members.approve"}, set()
REVEAL = {"contact.reveal", "people.manage"}
# Page, whether it is about one person, how it is reached, and the permissions of which one opens it.
PAGES = [
    ("list", False, "get", READ),
    ("add", False, "get", MANAGE),
    ("add", False, "post", MANAGE),
    ("detail", True, "get", READ),
    ("reveal", True, "post", REVEAL),
    ("answer", True, "post", ANSWER),
    ("staff_pause", True, "post", MANAGE),
    ("staff_confirm", True, "post", MANAGE),
    ("change", True, "get", MANAGE),
    ("change", True, "post", MANAGE),
    ("stop", True, "post", MANAGE),
    ("my_details", False, "get", ANY),
    ("my_details", False, "post", ANY),
    ("confirm", False, "post", ANY),
    ("pause", False, "get", ANY),
    ("come_back", False, "post", ANY),
    ("leave", False, "get", ANY),
]
NAMES = [f"{name}-{method}" for name, _one, method, _permissions in PAGES]


def path(group, name: str, volunteer: Volunteer | None = None) -> str:
    return group_path(group, f"people:{name}", **({"person_id": volunteer.person_id} if volunteer else {}))


@pytest.fixture
def ana(group) -> Volunteer:
    return make_volunteer(group, "Ana Ruiz", membership=make_member(group, ()), at=NOON)


@pytest.fixture
def coordinator(staff_client) -> Client:
    return staff_client("coordinator")


@pytest.mark.parametrize("role", SHIPPED_ROLES)
def test_members(group, ana, staff_client, role):
    client = staff_client(role)
    held = {name for each in {role, "volunteer"} for name in SHIPPED_ROLES[each][1]}
    for name, is_one, method, permissions in PAGES:
        status = getattr(client, method)(path(group, name, ana if is_one else None)).status_code
        assert (status == 403) == bool(permissions and not permissions & held), (name, method, status)
        assert status in (200, 302, 403, 422), (name, method, status)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_others(client, group, ana, page):
    name, is_one, method, _permissions = page
    address = path(group, name, ana if is_one else None)
    assert getattr(client, method)(address)["Location"].startswith("/account/sign-in/")

    sign_in(client, make_member(make_group(), ("organiser",)).user)
    assert getattr(client, method)(address).status_code == 403


@pytest.mark.parametrize("page", [page for page in PAGES if page[1]], ids=lambda page: f"{page[0]}-{page[2]}")
def test_nobody_of_another_group_is_there(group, coordinator, page):
    name, _one, method, _permissions = page
    foreign = make_volunteer(make_group(), at=NOON)

    assert getattr(coordinator, method)(path(group, name, foreign)).status_code == 404
