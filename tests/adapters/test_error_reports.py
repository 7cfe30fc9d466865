"""What breaks is told to a tracker over the wire: what kind of mistake and where, and nothing of anybody."""

import json
import logging
import multiprocessing
import queue
import threading
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_q.worker import worker

from manyhands import __version__
from manyhands.cli.main import main
from manyhands.config.env import split_dsn
from manyhands.web import error_sending
from manyhands.web.error_reports import report_error
from manyhands.web.error_sending import AT_ONCE, Valve, sender
from manyhands.web.request_ids import remember_request_id
from tests.adapters.servers import HttpServer, Say, closed_port, running
from tests.worlds import by_hand, make_group

TOKEN = "c4nary-T0ken_xyz"
NAME, PHONE, EMAIL, STREET = "Ana Canary", "+15175550199", "canary@example.org", "12 Canary Street"
CANARIES = ("anary", "c4nary", "5550199", "Street", "Agent of")


def break_at(monkeypatch, place, kind=LookupError):
    """Whoever calls this stumbles over somebody's words, with more of them around."""

    def fail(*_args, **_more):
        neighbour = {"name": NAME, "phone": PHONE}
        try:
            {}[f"{neighbour['name']}, {STREET}"]
        except KeyError as error:
            raise kind(f'{PHONE} {EMAIL} of {neighbour}\n  File "{NAME}.py", line 3, in {NAME}') from error

    monkeypatch.setattr(place, fail)


def point_at(settings, port):
    dsn = f"http://k3y@127.0.0.1:{port}/7"
    settings.ERROR_REPORTS_URL, settings.ERROR_REPORTS_KEY = split_dsn("ERROR_REPORTS_DSN", dsn)
    settings.ERROR_REPORTER = "manyhands.adapters.sentry.SentryReporter"
    settings.INSIDE_HOSTS = ["127.0.0.1"]


@pytest.fixture(autouse=True)
def _begun_anew():
    error_sending._sender_of.cache_clear()
    yield
    error_sending._sender_of.cache_clear()
    remember_request_id("")


@pytest.fixture
def tracker(settings):
    with running(HttpServer(Say(body={"id": "taken"}))) as server:
        point_at(settings, server.server_address[1])
        yield server
        sender().wait(20)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def told(tracker):
    """Every event that arrived, read as strictly as a tracker reads an envelope."""
    assert sender().wait(20)
    return [event_in(heard) for heard in tracker.heard]


def event_in(heard):
    head, item, rest = heard.body.split(b"\n", 2)
    about = json.loads(item)
    event = json.loads(rest[: about["length"]])
    assert rest[about["length"] :] == b"\n"
    assert about["type"] == "event"
    assert json.loads(head) == {"event_id": event["event_id"]}
    return event


def nothing_of_anybody(tracker):
    whole = [f"{one.path}{one.query}{one.headers}{one.body.decode()}" for one in tracker.heard]
    return [canary for canary in CANARIES for text in whole if canary in text] == []


# --- what is told -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_breaks_a_page_is_told_with_its_place_and_nothing_of_anybody(visitor, monkeypatch, tracker):
    break_at(monkeypatch, "manyhands.apps.privacy.access.find_link")

    answer = visitor.get(
        f"/r/{TOKEN}/?name=Ana+Canary",
        headers={"User-Agent": f"Agent of {NAME}", "Referer": f"https://testserver/r/{TOKEN}/", "Cookie": "a=c4nary"},
        REMOTE_ADDR="192.0.2.77",
    )  # fmt: skip

    (event,) = told(tracker)
    assert answer.status_code == 500
    assert event["transaction"] == "needs:status"
    assert event["release"] == f"manyhands@{__version__}"
    assert event["tags"] == {
        "database": connection.vendor,
        "request_id": answer["X-Request-ID"],
        "method": "GET",
    }
    assert event.keys() == {
        "event_id", "timestamp", "platform", "level", "release", "transaction", "tags", "exception",
    }  # fmt: skip
    cause, mistake = event["exception"]["values"]
    assert cause == {"type": "KeyError", "module": "builtins"}
    assert mistake.keys() == {"type", "module", "stacktrace"}
    places = mistake["stacktrace"]["frames"]
    assert places[-1]["function"].endswith("opened")
    assert {place["module"].split(".")[0] for place in places} == {"manyhands"}
    assert all(place.keys() == {"module", "function", "lineno", "in_app"} for place in places)
    assert nothing_of_anybody(tracker)
    assert "192.0.2.77" not in tracker.heard[0].body.decode()


@pytest.mark.django_db
def test_a_tracker_is_met_as_it_asks_to_be(visitor, monkeypatch, tracker):
    break_at(monkeypatch, "manyhands.apps.accounts.views.signing_in.sender_of")
    visitor.post("/account/sign-in/", by_hand(email=EMAIL, phone=PHONE))
    visitor.get("/account/sign-in/", {"next": f"/r/{TOKEN}/"})
    told(tracker)
    break_at(monkeypatch, "manyhands.apps.accounts.views.signing_in.safe_next")
    visitor.post("/account/sign-in/", {"email": EMAIL, "website": NAME})

    told(tracker)
    heard = tracker.heard[-1]
    assert (heard.method, heard.path, heard.query) == ("POST", "/api/7/envelope/", {})
    assert heard.headers["content-type"] == "application/x-sentry-envelope"
    assert heard.headers["x-sentry-auth"] == (
        f"Sentry sentry_version=7, sentry_client=manyhands/{__version__}, sentry_key=k3y"
    )
    assert "cookie" not in heard.headers
    assert nothing_of_anybody(tracker)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, OSError, RecursionError])
def test_what_may_be_over_in_a_moment_is_told_too(visitor, monkeypatch, tracker, kind):
    break_at(monkeypatch, "manyhands.apps.accounts.views.signing_in.safe_next", kind)

    visitor.get("/account/sign-in/")

    assert [event["exception"]["values"][-1]["type"] for event in told(tracker)] == [kind.__qualname__]


@pytest.mark.django_db
def test_what_ends_a_job_is_told_with_the_request_that_asked_for_it(monkeypatch, tracker):
    break_at(monkeypatch, "manyhands.apps.privacy.tasks.forget_account_in_no_group")
    monkeypatch.setattr("django_q.worker.close_old_django_connections", lambda: None)
    waiting, done = queue.Queue(), queue.Queue()
    function = "manyhands.apps.privacy.tasks.forget_account"
    waiting.put({
        "id": "a" * 32, "name": "once", "func": function, "args": (7,), "kwargs": {}, "group": "request-0001",
        "started": timezone.now(),
    })  # fmt: skip
    waiting.put("STOP")

    worker(waiting, done, multiprocessing.Value("f", -1), timeout=-1)

    # The worker has ended: what it had to say has left before.
    (event,) = [event_in(heard) for heard in tracker.heard]
    assert event["transaction"] == function
    assert event["tags"]["request_id"] == "request-0001"
    assert [one["type"] for one in event["exception"]["values"]] == ["KeyError", "LookupError"]
    assert nothing_of_anybody(tracker)


@pytest.mark.django_db
def test_what_a_job_catches_to_go_on_is_told(monkeypatch, tracker):
    from manyhands.apps.privacy.tasks import forget_daily

    make_group(NAME)
    break_at(monkeypatch, "manyhands.apps.privacy.tasks.forget_what_is_due")

    forget_daily()

    assert [event["transaction"] for event in told(tracker)] == ["manyhands.apps.privacy.tasks.forget_daily"]
    assert nothing_of_anybody(tracker)


def test_what_ends_a_command_is_told(monkeypatch, tracker):
    break_at(monkeypatch, "manyhands.apps.accounts.actions.end_everybodys_sessions")

    with pytest.raises(LookupError):
        main(["sessions", "end", "--everybody"])

    (event,) = [event_in(heard) for heard in tracker.heard]
    assert event["transaction"] == "manyhands sessions"
    assert nothing_of_anybody(tracker)


# --- what is not ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_refusals_are_no_mistakes_of_ours(visitor, tracker):
    statuses = [
        visitor.get(f"/nowhere/{TOKEN}/").status_code,
        visitor.get("/", headers={"Host": "elsewhere.example"}).status_code,
        visitor.post("/account/sign-in/", {str(number): "x" for number in range(401)}).status_code,
        Client(enforce_csrf_checks=True).post("/account/sign-in/").status_code,
    ]

    assert statuses == [404, 400, 400, 403]
    assert told(tracker) == []


def test_it_is_off_until_somebody_names_a_tracker(settings, tracker):
    settings.ERROR_REPORTER = ""
    error_sending._sender_of.cache_clear()

    report_error(LookupError(NAME))

    assert error_sending._sender_of.cache_info().currsize == 0
    assert tracker.heard == []


def test_without_a_setting_there_is_no_tracker():
    from django.conf import settings

    assert (settings.ERROR_REPORTER, settings.ERROR_REPORTS_URL, settings.ERROR_REPORTS_KEY) == ("", "", "")
    assert "ERROR_REPORTS_URL" in settings.OUTGOING_URLS


def test_an_error_that_is_logged_without_one_is_not_told(tracker):
    logging.getLogger("manyhands").error("something about %s", NAME)

    assert told(tracker) == []


# --- nobody waits, and no storm -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_page_waits_for_the_tracker(visitor, monkeypatch, tracker):
    break_at(monkeypatch, "manyhands.apps.accounts.views.signing_in.safe_next")
    go_on = threading.Event()
    tracker.script = lambda _heard: Say() if go_on.wait(20) else Say(500)

    answer = visitor.get("/account/sign-in/")

    assert answer.status_code == 500
    assert not sender().wait(0)
    go_on.set()
    assert len(told(tracker)) == 1


def test_the_same_again_and_again_is_told_once(tracker):
    for _ in range(100):
        report_error(LookupError(NAME), during="needs:ask")

    assert len(told(tracker)) == 1


def test_a_storm_becomes_a_few_reports_and_the_next_one_says_how_many_were_left_out(tracker, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("manyhands.web.error_sending.time", SimpleNamespace(monotonic=lambda: clock[0]))
    for number in range(300):
        report_error(LookupError(NAME), during=f"page {number}")
        sender().wait(20)
    before = len(told(tracker))
    clock[0] += 60
    report_error(LookupError(NAME), during="page 300")

    assert before == AT_ONCE
    assert told(tracker)[-1]["tags"]["left_out"] == str(300 - AT_ONCE)


def test_more_than_can_wait_is_left_out(tracker, monkeypatch):
    go_on = threading.Event()
    tracker.script = lambda _heard: Say() if go_on.wait(20) else Say(500)
    monkeypatch.setattr(Valve, "lets_through", lambda *_args, **_more: True)
    monkeypatch.setattr(error_sending, "MOST_WAITING", 3)
    for number in range(100):
        report_error(LookupError(NAME), during=f"page {number}")
    go_on.set()

    # One may be on its way already.
    assert len(told(tracker)) in (3, 4)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Say(429, headers={"Retry-After": "300"}), "status 429"),
        (Say(403), "status 403"),
        (Say(500), "status 500"),
        (Say(302, headers={"Location": "/elsewhere"}), "status 302"),
        (Say(drop=True), "does not answer"),
    ],
)
def test_a_tracker_that_refuses_is_left_alone_for_a_while(tracker, caplog, answer, said):
    tracker.script = answer
    report_error(LookupError(NAME), during="one")
    sender().wait(20)
    report_error(LookupError(NAME), during="another")
    sender().wait(20)

    assert len(tracker.heard) == 1
    assert said in caplog.text
    assert NAME not in caplog.text


@pytest.mark.django_db
def test_where_nobody_listens_the_page_is_the_same(visitor, monkeypatch, settings, caplog):
    point_at(settings, closed_port())
    break_at(monkeypatch, "manyhands.apps.accounts.views.signing_in.safe_next")

    assert visitor.get("/account/sign-in/").status_code == 500
    assert sender().wait(20)
    assert "the tracker of errors does not answer: ConnectError" in caplog.text


def test_a_tracker_inside_that_nobody_allowed_hears_nothing(settings, tracker, caplog):
    settings.INSIDE_HOSTS = []

    report_error(LookupError(NAME))

    assert told(tracker) == []
    assert "NotAllowedError scheme" in caplog.text


def test_a_report_that_breaks_stops_nothing(settings, tracker, caplog):
    settings.ERROR_REPORTER = "manyhands.adapters.sentry.NotThere"
    report_error(LookupError(NAME), during="one")
    sender().wait(20)
    settings.ERROR_REPORTER = "manyhands.adapters.sentry.SentryReporter"
    report_error(LookupError(NAME), during="another")

    assert [event["transaction"] for event in told(tracker)] == ["another"]
    assert "an error could not be reported: ImportError" in caplog.text


def test_what_goes_through_comes_back_with_time():
    valve = Valve()
    at_once = [valve.lets_through(number, now=1000.0) for number in range(20)]
    soon = [valve.lets_through(f"soon {number}", now=1006.0) for number in range(3)]
    later = [valve.lets_through(f"later {number}", now=9000.0) for number in range(20)]

    assert at_once.count(True) == later.count(True) == AT_ONCE
    assert soon == [True, False, False]
    assert valve.lets_through("later 0", now=9050.0) is False
    assert valve.lets_through("later 0", now=9061.0) is True
    valve.shut(30, now=9100.0)
    assert valve.lets_through("new", now=9129.0) is False
    assert valve.lets_through("new", now=9131.0) is True


def test_what_was_seen_long_ago_is_not_remembered():
    valve = Valve()
    for number in range(500):
        valve.lets_through(number, now=number * 60.0)

    assert len(valve._seen) < 250
