"""The day a membership ends: every way into that group closes at once, and no other group's."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.dispatch.actions.calendar import make_calendar_link
from manyhands.apps.groups.actions import end_membership, set_member_roles
from manyhands.apps.groups.paths import group_path
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.programs import Caller
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def rosa(group):
    """Coordinates and helps, in this group and in another one."""
    member = make_member(group, ("coordinator", "organiser"))
    make_member(make_group("Elsewhere", slug="elsewhere"), ("coordinator",), user=member.user)
    return member


@pytest.fixture
def ways_in(group, rosa):
    """What answers while she is a member: (how to ask, what it says)."""
    at = timezone.now()
    person = make_volunteer(group, membership=rosa).person
    with group_scope(group.pk):
        token = make_calendar_link(rosa, person, by=Actor.member(rosa.pk), at=at)
    calendar = reverse("dispatch:calendar_feed", kwargs={"token": token})
    need = make_need(group)
    laptop, phone, program = Client(), Client(), Caller(rosa, "needs.read")
    sign_in(laptop, rosa.user)
    sign_in(phone, rosa.user)
    return {
        "an open session": lambda: laptop.get(group_path(group, "needs:list")),
        "a session on another device": lambda: phone.get(group_path(group, "dispatch:my_tasks")),
        "a token of the API": lambda: program.get(f"/needs/{need.reference}"),
        "a calendar feed": lambda: Client().get(calendar),
        "another group": lambda: laptop.get("/g/elsewhere/requests/"),
    }


def statuses(ways_in) -> dict[str, int]:
    return {name: ask().status_code for name, ask in ways_in.items()}


def test_every_way_in_closes_at_the_next_request(group, rosa, ways_in):
    assert set(statuses(ways_in).values()) == {200}

    with group_scope(group.pk):
        end_membership(rosa, by=Actor.system("test"), at=timezone.now())

    assert statuses(ways_in) == {
        "an open session": 403,
        "a session on another device": 403,
        "a token of the API": 401,
        "a calendar feed": 410,
        "another group": 200,
    }


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(group, rosa, ways_in):
    with group_scope(group.pk):
        set_member_roles(rosa, (), by=Actor.system("test"), at=timezone.now())

    assert statuses(ways_in) == {
        "an open session": 403,
        "a session on another device": 200,
        "a token of the API": 403,
        "a calendar feed": 200,
        "another group": 200,
    }
