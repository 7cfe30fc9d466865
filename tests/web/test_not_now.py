"""When the database is locked or away, or the disk is full: said plainly, and nothing typed is lost."""

import errno
import html
import re

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.utils import DatabaseErrorWrapper
from django.test import Client

from manyhands.web import health
from manyhands.web.errors import is_for_a_moment
from tests.worlds import make_group

WORDS = "Leche, pan y <b>arroz</b> para mi vecina & su hija"


@pytest.fixture
def group():
    return make_group(slug="eastside")


@pytest.fixture
def locked(monkeypatch):
    """The database refuses, as SQLite does after waiting for somebody who does not finish."""

    def refuse(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("manyhands.apps.needs.ask.views.Visit", refuse)


@pytest.fixture
def browser():
    """Over the whole stack, as a server answers it; the form token is asked for."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("database is locked"), True),
        (InterfaceError("connection already closed"), True),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (DatabaseError("no such column"), False),
        (ValidationError("no"), False),
        (None, False),
    ],
)
def test_only_what_may_pass_by_itself_is_called_so(error, expected):
    assert is_for_a_moment(error) is expected


class Speaking:
    """A connection to PostgreSQL, as far as understanding its errors goes."""

    Database = psycopg
    errors_occurred = False


@pytest.mark.parametrize("name", ["DiskFull", "LockNotAvailable", "CannotConnectNow", "AdminShutdown"])
def test_so_is_what_a_database_server_says_of_its_disk_its_locks_and_its_end(name):
    with pytest.raises(OperationalError) as raised, DatabaseErrorWrapper(Speaking()):
        raise getattr(psycopg.errors, name)("as the server says it")

    assert is_for_a_moment(raised.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "We cannot save anything"), ("es", "no podemos guardar")]
)
def test_what_was_typed_comes_back_to_be_sent_again(browser, group, locked, language, words):
    browser.cookies["csrftoken"] = token = "c" * 32
    typed = {"details": WORDS, "kinds": ["groceries", "ride"], "once": "0" * 32, "csrfmiddlewaretoken": token}

    answer = browser.post("/g/eastside/ask/more/?from=check", typed, headers={"accept-language": language})

    page = answer.content.decode()
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) <= 60
    assert "no-store" in answer["Cache-Control"]
    assert words in page
    assert 'action="/g/eastside/ask/more/?from=check"' in page
    assert [(name, html.unescape(value)) for name, value in kept] == [
        ("details", WORDS),
        ("kinds", "groceries"),
        ("kinds", "ride"),
        ("once", "0" * 32),
        ("csrfmiddlewaretoken", token),
    ]
    assert "<b>arroz" not in page
    # Once to send again, once to copy.
    assert page.count(html.escape(WORDS)) == 2


@pytest.mark.django_db
def test_a_page_that_was_only_looked_at_says_to_load_it_again(browser, group, locked):
    answer = browser.get("/g/eastside/ask/")

    assert answer.status_code == 503
    assert b"load this page again" in answer.content
    assert b"<form" not in answer.content


@pytest.mark.django_db
def test_words_from_another_page_are_never_given_back(browser, group, locked):
    answer = browser.post("/g/eastside/ask/more/", {"details": WORDS})

    assert answer.status_code == 403
    assert "Leche" not in answer.content.decode()


@pytest.mark.django_db
def test_a_program_is_told_in_its_own_way(browser, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("manyhands.config.api.door.resolve", refuse)

    answer = browser.get("/api/v1/needs")

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"]
    assert answer.json()["code"] == "not_now"


# --- whether it lives ------------------------------------------------------------------------------------------------


def test_that_it_lives_is_said_without_the_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_that_it_is_ready_is_said_without_anything_about_anybody(client, group):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": True, "room": True}
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_without_database_or_room_it_is_not_ready_and_still_lives(client, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(health, "connection", Away())
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**62)

    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json() == {"database": False, "room": False}
    assert client.get("/healthz").status_code == 200
