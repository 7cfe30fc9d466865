"""A group, and time that stands still at noon of a Wednesday in Lansing."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.actors import Actor
from tests.worlds import make_group, make_member, sign_in

NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
STAFF = Actor.system("test")


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def client_for(group):
    """A browser in which somebody with this role is signed in."""

    def make(*roles: str) -> tuple[Client, Membership]:
        member = make_member(group, roles, name="Rosa M.")
        client = Client()
        sign_in(client, member.user)
        return client, member

    return make


@pytest.fixture
def group(db) -> Group:
    return make_group(at=NOON)
