"""A real server while something it leans on fails: people can still ask, or are told plainly, and lose no word."""

import html
import http.client
import re
import resource
import signal
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from urllib.parse import urlencode

import pytest

from benchmarks.faults.killing import kill_family
from benchmarks.processes import family_of
from tests.adapters.servers import closed_port
from tests.conftest import OWNER_URL
from tests.installations import installed_in, wait_for

TOKEN = "c" * 32
WORDS = "Milk, bread and rice for my neighbour"
ANSWERS = {
    "": {"for_whom": "self"},
    "what/": {"kinds": "groceries"},
    "when/": {"when_kind": "soon", "patience": "3"},
    "where/": {"place_kind": "address", "address": "214 Oak St", "zip_code": "48912"},
    "reach/": {"name": "Wil Smith", "reach_by": "email", "email": "wil@example.org", "language": "en"},
    "more/": {"details": WORDS},
}
ROOM_BYTES = 96 * 1024
# `make check-degraded` holds it for longer, and for longer than anybody waits.
HELD_SECONDS = 2
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
SEND_WHAT_IS_DUE = """
from manyhands.apps.messaging.tasks import deliver_due
from manyhands.apps.places.tasks import geocode_due
deliver_due()
geocode_due()
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.models import Need
from manyhands.storage.scope import system_scope
with system_scope("test"):
    need = Need.objects.order_by("-pk").first()
    states = set(Message.objects.filter(channel="email").values_list("state", flat=True))
    print(need.state, *sorted(states))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup):
    """Mail server, geocoder and map pictures: none of them answers."""
    settings = {
        "MANYHANDS_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "MANYHANDS_EMAIL_HOST": "127.0.0.1",
        "MANYHANDS_EMAIL_PORT": str(closed_port()),
        "MANYHANDS_GEOCODER": "nominatim",
        "MANYHANDS_GEOCODER_URL": f"http://127.0.0.1:{closed_port()}",
        "MANYHANDS_MAP_FILE": "/nowhere/streets.pmtiles",
        "MANYHANDS_TRUSTED_PROXY_COUNT": "1",
    }
    with installed_in(tmp_path_factory.mktemp("strain"), **settings) as place:
        yield place


@pytest.fixture(scope="module")
def server(place):
    port = closed_port()
    process = place.start("web", "--processes", "1", "--port", str(port))
    site = Site(port, process.pid)
    try:
        wait_for(lambda: site.is_there)
        yield site
    finally:
        kill_family(process)


class Site:
    def __init__(self, port, pid):
        self.port, self.pid = port, pid
        self.cookies = {"csrftoken": TOKEN}

    @property
    def is_there(self):
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields):
        items = list(fields.items()) if isinstance(fields, dict) else fields
        return self._ask("POST", path, urlencode([("csrfmiddlewaretoken", TOKEN), *items]))

    def _ask(self, method, path, body=None):
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.1.{time.monotonic_ns() // 1000 % 250}.{time.monotonic_ns() % 250}",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text, response.headers

    def ask_for_help(self):
        """Question after question, and send; the status of each answer."""
        self.cookies = {"csrftoken": TOKEN}
        said = [self.post(f"/g/saved/ask/{step}", answers)[0] for step, answers in ANSWERS.items()]
        # Nobody reads their answers faster: what comes sooner is taken for a program.
        time.sleep(2)
        return [*said, self.post("/g/saved/ask/check/", {})[0]]

    @contextmanager
    def without_room(self):
        """No file may grow beyond this: what a full disk or a quota does to whoever writes."""
        for pid in family_of(self.pid):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (ROOM_BYTES, resource.RLIM_INFINITY))
        yield
        for pid in family_of(self.pid):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, UNLIMITED)


def test_without_mail_geocoder_and_map_pictures_a_request_is_taken_and_waits(place, server):
    assert server.ask_for_help() == [302] * (len(ANSWERS) + 1)

    # Neither job fails, and nothing is given up: what cannot go yet goes later.
    state, *messages = place.python(SEND_WHAT_IS_DUE).split()
    assert state == "new"
    assert messages == ["waiting"]
    assert server.get("/g/saved/")[0] == 200
    assert server.get("/readyz")[0] == 200


@pytest.mark.skipif(bool(OWNER_URL), reason="one file that somebody else holds: SQLite")
def test_while_somebody_holds_the_database_for_seconds_people_wait_and_are_served(place, server):
    with closing(sqlite3.connect(place.database, isolation_level=None, check_same_thread=False)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        threading.Timer(HELD_SECONDS, somebody.rollback).start()
        said = server.ask_for_help()
        waited = time.monotonic() - began

    assert said == [302] * (len(ANSWERS) + 1)
    assert waited >= HELD_SECONDS - 0.5


@pytest.mark.skipif(bool(OWNER_URL), reason="the server's own disk: SQLite")
def test_without_room_on_the_disk_it_is_said_and_what_was_typed_goes_in_later(place, server):
    assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN, "Python answers with an error instead of dying"
    server.cookies = {"csrftoken": TOKEN}
    for step in list(ANSWERS)[:-1]:
        server.post(f"/g/saved/ask/{step}", ANSWERS[step])
    with server.without_room():
        for _ in range(40):
            status, page, headers = server.post("/g/saved/ask/more/", {"details": WORDS})
            if status != 302:
                break

    assert status == 503
    assert headers["Retry-After"]
    assert "We cannot save anything just now" in page
    assert page.count(WORDS) == 2
    # There is room again: the button of that very page.
    action = re.search(r'<form method="post" action="([^"]+)"', page)[1]
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    fields = [(name, html.unescape(value)) for name, value in kept if name != "csrfmiddlewaretoken"]
    assert server.post(action, fields)[0] == 302
    assert WORDS in server.get("/g/saved/ask/check/")[1]
    time.sleep(2)
    assert server.post("/g/saved/ask/check/", {})[0] == 302
