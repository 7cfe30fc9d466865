"""A group in which volunteers choose by themselves, a need for groceries, and Ana, who could bring them."""

from datetime import UTC, datetime

import pytest

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_need, make_volunteer

# A Wednesday morning in Lansing.
NOW = datetime(2026, 3, 11, 14, tzinfo=UTC)
STAFF = Actor.system("test")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def group(db):
    group = make_group(meeting_mode="open_claim", at=NOW)
    with group_scope(group.pk):
        yield group


@pytest.fixture
def need(group):
    return make_need(group, summary="Groceries for four", details="No eggs, please", at=NOW)


@pytest.fixture
def part(need) -> NeedPart:
    return NeedPart.objects.select_related("need", "category", "group").get(need=need)


@pytest.fixture
def ana(group) -> Helper:
    return Helper(make_volunteer(group, "Ana Ruiz", at=NOW))


@pytest.fixture
def luis(group) -> Helper:
    return Helper(make_volunteer(group, "Luis Gomez", zip_code="48911", at=NOW))
