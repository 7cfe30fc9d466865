"""Fixtures that the tests of every app share: one group and its people."""

from collections.abc import Iterator

import pytest
from django.test import Client

from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.scope import group_scope
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


@pytest.fixture
def organiser_client(group) -> Client:
    client = Client()
    sign_in(client, make_member(group, ("organiser",)).user)
    return client


@pytest.fixture
def scope(group) -> Iterator[None]:
    """For tests that read or write the group's rows themselves."""
    with group_scope(group.pk):
        yield
