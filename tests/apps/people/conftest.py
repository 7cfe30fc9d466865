"""A group where somebody says yes to those who join, and time that stands still."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.actors import Actor
from tests.worlds import make_group, make_member, make_user, sign_in

# A Wednesday, noon in Lansing.
NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
STAFF = Actor.system("test")

HELPER = {
    "name": "Ana García Núñez",
    "language": "es",
    "reach_by": "text",
    "phone": "(517) 555-0100",
    "languages": ["es", "en"],
    "skills": ["driving"],
    "vehicle": "car",
    "week_slots": ["11", "12"],
    "where": "214 Oak St, 48912",
    "radius": "5",
    "tasks_per_week": "3",
}


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def group(db) -> Group:
    return make_group(join_mode="approval", at=NOON)


@pytest.fixture
def signed_in():
    """A browser with somebody signed in: a new account, or that of a member."""

    def make(member: Membership | None = None) -> Client:
        client = Client()
        client.user = member.user if member else make_user()
        sign_in(client, client.user)
        return client

    return make


@pytest.fixture
def staff_client(group, signed_in):
    def make(*roles: str) -> Client:
        return signed_in(make_member(group, roles, name="Rosa M."))

    return make
