"""Roles can be changed, within bounds that protect people."""

import pytest
from django.utils import timezone

from manyhands.apps.groups.actions import (
    RoleInUseError,
    RoleOutOfBoundsError,
    add_role,
    change_role,
    remove_role,
)
from manyhands.apps.groups.models import Role
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import NEVER_FOR_EVERYBODY, PERMISSIONS, SHIPPED_ROLES
from manyhands.apps.groups.queries import find_membership, find_role, list_roles
from manyhands.storage.actors import Actor
from tests.worlds import make_member

pytestmark = pytest.mark.usefixtures("scope")
BY = Actor.system("test")


def get_role(group, key: str) -> Role:
    role = find_role(group, key)
    assert role is not None
    return role


@pytest.mark.parametrize("permission", sorted(NEVER_FOR_EVERYBODY))
def test_what_protects_people_cannot_be_given_to_everybody(group, permission):
    volunteer = get_role(group, "volunteer")
    with pytest.raises(RoleOutOfBoundsError):
        change_role(volunteer, name="", permissions=["tasks.take", permission], by=BY, at=timezone.now())

    volunteer.refresh_from_db()
    assert volunteer.permissions == ["tasks.take"]


@pytest.mark.parametrize("key", SHIPPED_ROLES)
def test_no_role_that_ships_gives_everybody_what_protects_people(key):
    if key == "volunteer":
        assert NEVER_FOR_EVERYBODY.isdisjoint(SHIPPED_ROLES[key][1])
    assert set(SHIPPED_ROLES[key][1]) <= set(PERMISSIONS)


def test_an_organiser_may_always_do_everything(group):
    with pytest.raises(RoleOutOfBoundsError):
        change_role(
            get_role(group, "organiser"), name="", permissions=["tasks.take"], by=BY, at=timezone.now()
        )


def test_a_change_reaches_those_who_have_the_role(group):
    member = make_member(group, ("intake",))
    change_role(
        get_role(group, "intake"), name="Phone team", permissions=["needs.read"], by=BY, at=timezone.now()
    )

    known = find_membership(group, member.user)
    assert known is not None
    assert known.permissions == {"needs.read", "tasks.take"}


def test_an_unknown_permission_is_not_one(group):
    role = add_role(group, "Kitchen", ["needs.read", "everything"], by=BY, at=timezone.now())

    assert role.permissions == ["needs.read"]


@pytest.mark.parametrize(("name", "key"), [("Kitchen", "kitchen"), ("Intake", "intake-2"), ("厨房", "role")])
def test_a_role_of_ones_own(group, name, key):
    assert add_role(group, name, [], by=BY, at=timezone.now()).key == key
    assert len(list_roles(group)) == len(SHIPPED_ROLES) + 1


def test_only_a_role_of_ones_own_that_nobody_has_goes(group):
    role = add_role(group, "Kitchen", [], by=BY, at=timezone.now())
    make_member(group, ("kitchen",))
    with pytest.raises(RoleInUseError):
        remove_role(role, by=BY, at=timezone.now())
    with pytest.raises(RoleOutOfBoundsError):
        remove_role(get_role(group, "reader"), by=BY, at=timezone.now())

    unused = add_role(group, "Garden", [], by=BY, at=timezone.now())
    remove_role(unused, by=BY, at=timezone.now())
    assert find_role(group, "garden") is None


# --- pages ----------------------------------------------------------------------------------------------


def test_adding_one_on_the_page(group, organiser_client):
    organiser_client.post(
        group_path(group, "groups:role_new"), {"name": "Kitchen", "permissions": ["needs.read"]}
    )

    assert get_role(group, "kitchen").permissions == ["needs.read"]


def test_it_needs_a_name(group, organiser_client):
    response = organiser_client.post(group_path(group, "groups:role_new"), {"name": " ", "permissions": []})

    assert list(response.context["form"].errors) == ["name"]


def test_the_page_offers_everybody_only_what_is_harmless(group, organiser_client):
    url = group_path(group, "groups:role", key="volunteer")
    offered = dict(organiser_client.get(url).context["form"].fields["permissions"].choices)
    assert NEVER_FOR_EVERYBODY.isdisjoint(offered)

    response = organiser_client.post(url, {"name": "", "permissions": ["contact.reveal"]})
    assert response.context["form"].errors["permissions"]
    assert get_role(group, "volunteer").permissions == ["tasks.take"]


def test_the_page_keeps_organisers_able(group, organiser_client):
    response = organiser_client.post(
        group_path(group, "groups:role", key="organiser"), {"name": "", "permissions": ["tasks.take"]}
    )

    assert response.context["form"].errors["permissions"]


@pytest.mark.parametrize(("key", "said"), [("reader", "stays"), ("kitchen", "is gone")])
def test_removing_one_on_the_page(group, organiser_client, key, said):
    add_role(group, "Kitchen", [], by=BY, at=timezone.now())
    response = organiser_client.post(group_path(group, "groups:role_remove", key=key), follow=True)

    assert said in response.content.decode()
