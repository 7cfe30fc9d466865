"""The walk of `make check-headers`, each route as whoever it is for: what stands around every answer."""

import logging

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from tests.headers.rules import KEPT, fetched_by_file, list_problems
from tests.headers.walk import WAYS, Walk, list_files
from tests.journeys.addresses import VISITOR, list_routes
from tests.journeys.town import make_town

# As config.settings has it where PUBLIC_URL begins with https:// (tests/assurance/test_cookies.py).
OVER_HTTPS = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-form",
    "LANGUAGE_COOKIE_NAME": "__Host-language",
    "KNOWN_COOKIE_NAME": "__Host-known",
}


@pytest.fixture
def quiet():
    """Much of what is asked is meant to break, and would say so at length."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
def test_every_route_in_every_way_it_can_answer(quiet):
    with override_settings(**OVER_HTTPS):
        outcome = Walk(make_town(timezone.now()), everybody=False).walk()

    assert not outcome.problems, "\n".join(outcome.problems)
    assert outcome.routes >= {route.name for route in list_routes()}
    assert outcome.routes >= set(KEPT)
    assert outcome.ways == set(WAYS)
    assert outcome.guests >= {"program", "a program that may little", "a program of nobody", VISITOR}
    assert set(outcome.statuses) >= {200, 302, 403, 404, 405, 500, 503}


def test_styles_and_scripts_ask_no_other_site():
    files = list_files()

    assert len(files) >= 6
    assert {
        file.name: found for file in files if (found := fetched_by_file(file.name, file.read_text()))
    } == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "@import 'https://fonts.example/css'"),
        ("a.css", "a{background:url(//pictures.example/a.png)}"),
        ("a.js", "fetch('https://tracker.example/')"),
        ("a.js", 'new WebSocket("wss://tracker.example")'),
        ("a.js", "import(`//cdn.example/x.js`)"),
    ],
)
def test_one_that_did_would_be_found(name, text):
    assert len(fetched_by_file(name, text)) == 1


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<img src='https://pictures.example/a.png'>", "another site"),
        ("<link rel=stylesheet href='//fonts.example/css'>", "another site"),
        ("<form action='https://elsewhere.example/'>", "another site"),
        ("<a href='https://elsewhere.example/'>read on</a>", ""),
        ("<script>alert(1)</script>", "inline"),
        ("<p style='color:red'>", "inline"),
        ("<p onclick='go()'>", "inline"),
        ("<a href='/x' ping='https://tracker.example/'>", "another site"),
    ],
)
def test_a_page_that_did_would_be_found(page, said):
    found = list_problems("any", HttpResponse(page), host="localhost", pictures=frozenset())

    assert [one for one in found if said and said in one] or (not said and "another site" not in str(found))


def test_an_answer_with_nothing_around_it_has_every_problem():
    bare = HttpResponse("", headers={"Access-Control-Allow-Origin": "*", "Server": "something/1.0"})
    bare.set_cookie("plain", "1", domain="example.org")

    found = "\n".join(list_problems("any", bare, host="localhost", pictures=frozenset()))

    for name in (
        "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options", "camera",
        "Strict-Transport-Security", "Access-Control-Allow-Origin", "Server", "default-src", "object-src",
        "Cache-Control", "cookie plain", "another host can plant",
    ):  # fmt: skip
        assert name in found
