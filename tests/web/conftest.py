from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The gallery's address on a server of its own. Its pages read no database, and none is made for them."""
    with override_settings(DEMO=True, ALLOWED_HOSTS=["*"]):
        server = LiveServer("127.0.0.1")
        yield f"{server.url}/gallery/"
        server.stop()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page of a fresh browser that reports what its console complains about when the test ends."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints
    yield page
    context.close()
    assert [text for text in complaints if "net::ERR" not in text and "status of 4" not in text] == []
