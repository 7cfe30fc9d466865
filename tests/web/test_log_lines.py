"""Lines for machines: what each of them says, whose request it belongs to, and what none of them says."""

import io
import json
import logging

import pytest
from django.test import Client
from django_q.models import OrmQ
from django_q.tasks import async_task

from manyhands.web.jobs import enqueue
from manyhands.web.logging import JsonLines, QueueFilter, RedactingFormatter
from manyhands.web.request_ids import find_request_id, remember_request_id
from tests.worlds import make_group

CANARIES = ("ana.canary@example.org", "+1 517 555 0199", "(517) 555-0198", "Ana Canary", "12 Canary Street")
REQUEST_ID = "from-our-proxy-0001"


@pytest.fixture
def lines():
    """Reads what the root's handler would have written, each line by itself."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    remember_request_id("")


def of_requests(lines):
    return [line for line in lines() if line["logger"] == "manyhands.request"]


@pytest.mark.django_db
def test_each_request_has_one_line_with_the_name_of_its_route(client, lines):
    group = make_group()

    answer = client.get(f"/g/{group.slug}/?name=Ana+Canary")
    client.get("/nothing/here/")

    page, nothing = of_requests(lines)
    assert page.keys() >= {
        "time",
        "level",
        "logger",
        "event",
        "request_id",
        "method",
        "route",
        "status",
        "ms",
        "group",
    }
    assert (page["method"], page["route"], page["status"], page["group"]) == (
        "GET",
        "groups:public",
        200,
        group.pk,
    )
    assert page["time"].endswith("+00:00")
    assert page["request_id"] == answer["X-Request-ID"]
    assert (nothing["route"], nothing["status"]) == ("-", 404)
    assert nothing["request_id"] != page["request_id"]
    assert "Canary" not in json.dumps(lines())
    assert group.slug not in json.dumps(page)


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_name_for_a_request_is_taken_from_our_own_proxy_only(client, settings, lines, proxies):
    settings.TRUSTED_PROXY_COUNT = proxies

    client.get("/healthz", headers={"X-Request-ID": REQUEST_ID})

    assert (of_requests(lines)[0]["request_id"] == REQUEST_ID) is bool(proxies)


@pytest.mark.parametrize(
    "told", ["short", "a" * 65, 'with "quotes"', "two\nlines-000", "spaces in it", "é" * 12]
)
def test_a_name_that_does_not_fit_is_replaced(client, settings, lines, told):
    settings.TRUSTED_PROXY_COUNT = 1

    client.get("/healthz", headers={"X-Request-ID": told})

    assert len(of_requests(lines)[0]["request_id"]) == 32


@pytest.mark.django_db
def test_what_breaks_says_where_and_never_what_was_in_it(lines, monkeypatch):
    def fail(*_args, **_more):
        somebody = CANARIES
        try:
            {}[somebody]
        except KeyError as error:
            raise LookupError(f"{somebody} is not there") from error

    monkeypatch.setattr("manyhands.apps.groups.middleware.find_group", fail)
    Client(raise_request_exception=False).get("/g/anywhere/")

    broken = next(line for line in lines() if "error" in line)
    assert broken["error"] == "LookupError"
    assert broken["where"][0] == "KeyError"
    assert any("test_log_lines.py" in place for place in broken["where"])
    assert not [one for one in CANARIES if one in json.dumps(lines())]


@pytest.mark.parametrize("formatter", [JsonLines(), RedactingFormatter("%(request_id)s %(message)s")])
def test_addresses_and_numbers_are_taken_out_of_any_line(formatter):
    record = logging.makeLogRecord(
        {"msg": "cannot reach %s, %s or %s at /r/k3y-of-mine/", "args": CANARIES[:3]}
    )

    said = formatter.format(record)

    assert "cannot reach [e-mail], [number] or [number] at /r/[hidden]/" in said


def test_a_line_says_nothing_that_nobody_asked_for():
    record = logging.makeLogRecord(
        {"msg": "words", "request": CANARIES[3], "person": CANARIES[3], "status": 404}
    )

    said = json.loads(JsonLines().format(record))

    assert said.keys() == {"time", "level", "logger", "event", "request_id", "status"}


# --- jobs ----------------------------------------------------------------------------------------------


def job(number):
    logging.getLogger("manyhands.job").info("at work")


def failing_job(number):
    raise LookupError(CANARIES[3])


@pytest.mark.django_db
def test_a_job_is_stored_with_the_name_of_the_request_that_asked_for_it():
    remember_request_id(REQUEST_ID)
    enqueue("tests.web.test_log_lines.job", 1)
    remember_request_id("")
    enqueue("tests.web.test_log_lines.job", 2)

    assert [one.task.get("group") for one in OrmQ.objects.order_by("pk")] == [REQUEST_ID, None]


@pytest.mark.django_db
def test_a_jobs_lines_carry_the_name_of_that_request(lines):
    async_task("tests.web.test_log_lines.job", 1, group=REQUEST_ID, sync=True)

    begun = next(line for line in lines() if line["logger"] == "django-q")
    at_work = next(line for line in lines() if line["logger"] == "manyhands.job")
    assert "tests.web.test_log_lines.job" in begun["event"]
    assert begun["request_id"] == at_work["request_id"] == REQUEST_ID

    async_task("tests.web.test_log_lines.job", 1, sync=True)
    assert find_request_id() == ""


def test_a_job_that_failed_says_where_and_not_what():
    try:
        failing_job(1)
    except LookupError as error:
        import traceback

        told = f"{error} : {traceback.format_exc()}"
    record = logging.makeLogRecord({"levelno": logging.ERROR, "msg": f"Failed 'a.job' (b-c) - {told}"})

    assert QueueFilter().filter(record)
    assert record.getMessage().startswith("Failed 'a.job' (b-c): LookupError ")
    assert "test_log_lines.py:" in record.getMessage()
    assert "Canary" not in record.getMessage()
