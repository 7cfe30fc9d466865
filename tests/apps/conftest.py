"""Fixtures that the tests of every app share: one group and its people."""

import pytest
from django.test import Client

from manyhands.apps.groups.models import Group, Membership
from tests.worlds import make_group, make_member, sign_in


@pytest.fixture
def group(db) -> Group:
    return make_group()


@pytest.fixture
def coordinator(group) -> Membership:
    return make_member(group, ("coordinator",))


@pytest.fixture
def coordinator_client(coordinator) -> Client:
    client = Client()
    sign_in(client, coordinator.user)
    return client
