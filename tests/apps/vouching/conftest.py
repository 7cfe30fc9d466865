from datetime import UTC, datetime

import pytest

from manyhands.apps.vetting.actions import ask_for
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Requirement
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.adapters.checkr_server import KEY, checkr_server
from tests.adapters.servers import running
from tests.worlds import make_group, make_member, make_volunteer

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def group(db):
    return make_group(at=AT)


@pytest.fixture
def vetter(group):
    return make_member(group, ("vetter",), at=AT)


@pytest.fixture
def volunteer(group):
    return make_volunteer(group, "Ana Ruiz", at=AT)


@pytest.fixture
def requirement(group):
    with group_scope(group.pk):
        return Requirement.objects.get(key="background_check")


@pytest.fixture
def check(group, volunteer, requirement, vetter):
    with group_scope(group.pk):
        return ask_for(requirement, Subject(volunteer.person), by=Actor.member(vetter.pk), at=AT)


@pytest.fixture
def checkr(settings, monkeypatch):
    """Checkr on the loopback, over real HTTP."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("manyhands.adapters.http.READ_SECONDS", 0.5)
    with running(checkr_server()) as server:
        settings.BACKGROUND_CHECKS = "checkr"
        settings.BACKGROUND_CHECK_URL = server.url
        settings.BACKGROUND_CHECK_KEY = KEY
        settings.BACKGROUND_CHECK_PACKAGE = "volunteer_basic"
        settings.BACKGROUND_CHECK_PLACE = "US-MI"
        yield server
