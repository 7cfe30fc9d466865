"""A group starts with everything it needs to take its first request."""

import pytest

from manyhands.apps.groups.defaults import DEFAULT_CATEGORIES, DEFAULT_SKILLS
from manyhands.apps.groups.models import Category, MeetingMode
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.groups.queries import find_membership, list_categories, list_roles, list_skills
from manyhands.apps.journal.models import Entry
from manyhands.core.privacy.disclosure import DISCLOSABLE
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_user

pytestmark = pytest.mark.django_db


def test_it_has_roles_skills_and_kinds_of_help():
    group = make_group(categories=("groceries", "ride"))

    with group_scope(group.pk):
        assert [role.key for role in list_roles(group)] == list(SHIPPED_ROLES)
        assert [skill.key for skill in list_skills(group)] == list(DEFAULT_SKILLS)
        assert [category.key for category in list_categories(group)] == ["groceries", "ride"]
        assert len(list_categories(group, active_only=False)) == len(DEFAULT_CATEGORIES)
        ride = Category.objects.get(key="ride")
        assert [skill.key for skill in ride.required_skills.all()] == ["driving"]


def test_whoever_creates_it_is_its_organiser():
    user = make_user()
    group = make_group(organiser=user)

    with group_scope(group.pk):
        membership = find_membership(group, user)
        assert membership is not None
        assert {role.key for role in membership.roles.all()} == {"volunteer", "organiser"}
        assert "group.roles" in membership.permissions
        line = Entry.objects.get(verb="group.created")
    assert (line.actor_kind, line.actor_id, line.number) == ("user", user.pk, 1)


@pytest.mark.parametrize("default", DEFAULT_CATEGORIES, ids=lambda default: default.key)
def test_every_kind_of_help_that_ships_is_complete(default):
    assert set(default.names) == set(default.hints) == {"en", "es"}
    assert all([*default.names.values(), *default.hints.values()])
    assert set(default.disclosure) <= DISCLOSABLE
    assert set(default.required_skills) <= set(DEFAULT_SKILLS)
    assert default.meeting_mode != MeetingMode.OPEN_CLAIM


def test_talking_shows_no_number():
    talk = next(default for default in DEFAULT_CATEGORIES if default.key == "talk")

    assert {"phone", "email", "address", "name", "first_name"}.isdisjoint(talk.disclosure)
    assert "masked_contact" in talk.disclosure


def test_what_needs_protection_is_never_taken_without_somebody_looking():
    group = make_group(meeting_mode=MeetingMode.OPEN_CLAIM)

    with group_scope(group.pk):
        modes = {category.key: category.mode_for(group) for category in Category.objects.all()}
    assert modes["childcare"] == MeetingMode.DISPATCH
    assert modes["medicine"] == MeetingMode.CLAIM_WITH_APPROVAL
    assert modes["groceries"] == MeetingMode.OPEN_CLAIM
