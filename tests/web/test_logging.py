"""A log is read by more people than a private link is meant for."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from manyhands.web.logging import redact_links
from tests.journeys.addresses import list_routes

CANARY = "c4nary-T0ken_xyz"
ADDRESSES = [
    f"/r/{CANARY}/",
    f"/i/{CANARY}/note/",
    f"/account/in/{CANARY}/",
    f"/join/{CANARY}/",
    f"/share/{CANARY}/",
    f"/partners/{CANARY}/",
    f"/calendar/{CANARY}/tasks.ics",
]


@pytest.fixture
def log():
    """Everything that is logged, as the console handler of the settings writes it."""
    handlers = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler.formatter).__name__ == "RedactingFormatter"
    ]
    assert len(handlers) == 1
    written = io.StringIO()
    # Not setStream: it flushes the stream before, which pytest may have closed with an earlier test.
    before, handlers[0].stream = handlers[0].stream, written
    yield written
    handlers[0].stream = before


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("method", "tail"), [("get", ""), ("get", "nowhere/"), ("put", "")])
def test_an_address_that_fails_is_logged_without_its_token(db, log, address, method, tail):
    response = getattr(Client(raise_request_exception=False), method)(address + tail)

    if response.status_code >= 400:
        assert f"{address.split(CANARY)[0]}[hidden]/" in log.getvalue()
    assert CANARY not in log.getvalue()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("logger", ["django.request", "django.server", "django.security.csrf", "manyhands"])
@pytest.mark.parametrize("status", [404, 410, 422, 500])
def test_no_record_of_any_logger_names_it(log, address, logger, status):
    logging.getLogger(logger).error('"%s %s" %d', "GET", address, status)

    assert "[hidden]" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_an_exception_that_names_it_is_logged_without(db, log, monkeypatch):
    def fail(token, *args, **kwargs):
        raise LookupError(f"/r/{token}/ could not be read")

    monkeypatch.setattr("manyhands.apps.privacy.access.find_link", fail)
    response = Client(raise_request_exception=False).get(f"/r/{CANARY}/")

    assert response.status_code == 500
    assert "LookupError" in log.getvalue()
    assert "could not be read" not in log.getvalue()
    assert CANARY not in log.getvalue()


def test_an_address_within_an_address_is_redacted_and_others_stay():
    assert redact_links(f"/account/?next=%2Fr%2F{CANARY}%2F&a=b") == "/account/?next=%2Fr%2F[hidden]%2F&a=b"
    assert redact_links("/g/maple/join/ 404") == "/g/maple/join/ 404"


def test_no_other_handler_writes_what_django_logs():
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
    assert [logging.getLogger(name).handlers for name in ("django", "django.request", "django.server")] == [
        [],
        [],
        [],
    ]


def test_every_address_with_a_token_is_redacted():
    """One that is added later is found here."""
    with_token = [route for route in list_routes() if "token" in route.parameters]
    for route in with_token:
        values = {name: CANARY if name == "token" else "1" for name in route.parameters}
        assert CANARY not in redact_links(reverse(route.name, kwargs=values)), route.name
    assert len(with_token) > 10
