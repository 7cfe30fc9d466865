"""One site for each module: a live server, a world in its database, mail in a box, a clock at a decent hour."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys.visitor import Visitor, size_of

LANSING = ZoneInfo("America/Detroit")


@pytest.fixture(scope="module")
def clock() -> Iterator[Any]:
    """Eleven in the morning, wherever the group is: nobody is written to at night. `clock.shift(11)` waits."""
    morning = datetime.combine(datetime.now(LANSING).date(), time(11), LANSING)
    # The browser's own clock goes on, and must not find that a session ended before it began.
    with time_machine.travel(morning + timedelta(days=1), tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database stays as it is from test to test, and is emptied when the module is through."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def site(transactional_db: None, clock: Any) -> Iterator[str]:
    """The address of a server that all tests of a module share; each makes a group of its own in it."""
    server = LiveServer("127.0.0.1")
    with override_settings(PUBLIC_URL=server.url):
        yield server.url
    server.stop()


@pytest.fixture
def visit(chromium: Any, site: str, clock: Any) -> Iterator[Callable[..., Visitor]]:
    """Somebody with a browser of their own: `visit("es", "phone", hands="keyboard")`."""
    visitors: list[Visitor] = []

    def come(language: str = "en", size: str = "desktop", hands: str = "pointer", **more: Any) -> Visitor:
        context = chromium.new_context(
            **size_of(size),
            locale={"en": "en-US", "es": "es-US"}.get(language, language),
            java_script_enabled=hands != "no scripts",
            **more,
        )
        visitors.append(Visitor(context, site, clock, language, hands))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
