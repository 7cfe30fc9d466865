"""Who sees whose details: from when, until when."""

from datetime import UTC, datetime, timedelta

import pytest

from manyhands.apps.journal.models import Entry
from manyhands.apps.privacy.actions import close_grants, open_grant
from manyhands.apps.privacy.models import DisclosureGrant
from manyhands.storage.actors import Actor
from tests.worlds import make_need, make_volunteer

NOON = datetime(2026, 3, 11, 16, tzinfo=UTC)
STAFF = Actor.member(1)
GRACE = timedelta(hours=24)
REASON = {"reason_kind": "dispatch.assignment", "reason_id": 7}


@pytest.fixture
def opened(group, scope):
    viewer, subject = make_volunteer(group, at=NOON).person, make_need(group, at=NOON).person
    return lambda: open_grant(
        group, viewer=viewer, subject=subject, fields=["name"], **REASON, by=STAFF, at=NOON
    )


def closes_at():
    return DisclosureGrant.objects.get().closes_at


def test_a_door_that_was_shut_is_not_held_open_by_shutting_it_again(group, opened):
    opened()
    close_grants(group, **REASON, by=STAFF, at=NOON)

    close_grants(group, **REASON, by=STAFF, at=NOON + timedelta(hours=1), grace=GRACE)

    assert closes_at() == NOON
    assert Entry.objects.filter(verb="grant.closed").count() == 1


def test_a_grace_may_be_cut_short(group, opened):
    opened()
    close_grants(group, **REASON, by=STAFF, at=NOON, grace=GRACE)
    assert closes_at() == NOON + GRACE

    close_grants(group, **REASON, by=STAFF, at=NOON + timedelta(hours=1))

    assert closes_at() == NOON + timedelta(hours=1)


def test_the_same_reason_opens_the_same_door_again(group, opened):
    first = opened()
    close_grants(group, **REASON, by=STAFF, at=NOON)

    assert opened().pk == first.pk
    assert closes_at() is None
