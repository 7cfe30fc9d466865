"""The description that programs are built from: valid, complete, and true of whatever is sent."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.apps.groups.access import programs
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.storage.rates import Limit
from tests.apps.programs import PREFIX, Caller
from tests.worlds import make_group, make_member, make_need

HEAVY = ("icalendar", "ninja", "pydantic")


@cache
def description() -> dict[str, Any]:
    return json.loads(Client().get(f"{PREFIX}/openapi.json").content)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


@pytest.mark.django_db
def test_it_is_valid():
    said = description()
    names = [operation["operationId"] for _path, _method, operation in operations()]

    assert said["openapi"].startswith("3.1")
    assert said["info"]["title"]
    assert said["info"]["version"]
    assert len(names) == len(set(names)) > 15
    for reference in references(said):
        assert reference.removeprefix("#/components/schemas/") in said["components"]["schemas"]
    for path, _method, operation in operations():
        given_names = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert given_names == {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert operation["responses"]


@pytest.mark.django_db
def test_it_says_how_to_come_in_and_what_each_operation_takes():
    schemes = description()["components"]["securitySchemes"]

    assert [(one["type"], one["scheme"]) for one in schemes.values()] == [("http", "bearer")]
    for _path, method, operation in operations():
        assert operation["security"]
        assert operation["x-permission"]
        assert operation["description"]
        assert " " in operation["summary"]
        assert operation["summary"][-1] in ".?!"
        assert "\n" not in operation["summary"]
        keys = [one["name"] for one in operation.get("parameters", []) if one["in"] == "header"]
        assert keys == (["Idempotency-Key"] if method == "post" else [])
        assert "application/problem+json" in operation["responses"]["default"]["content"]


@pytest.mark.django_db
def test_it_can_be_read_and_tried_out_from_here(client):
    page = client.get(f"{PREFIX}/")
    html = page.content.decode()
    policy = page["Content-Security-Policy"]

    assert page.status_code == 200
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-init.js"):
        address = f"{PREFIX}/drawing/{name}"
        plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "br, gzip"})
        assert address in html
        assert gzip.decompress(packed.content) == plain.content
        assert packed["Cache-Control"] == "public, max-age=86400"
    assert client.get(f"{PREFIX}/drawing/redoc.standalone.js").status_code == 404


def test_pages_start_without_it():
    program = (
        "import sys, django\n"
        "django.setup()\n"
        "from django.urls import get_resolver, reverse\n"
        "get_resolver()._populate(); reverse('groups:home')\n"
        f"print(*sorted(set(sys.modules) & set({HEAVY!r})))\n"
    )

    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert finished.stdout.split() == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nothing", "/needs", "/openapi.json/x"])
def test_what_is_not_there_is_a_problem_and_no_page(client, address):
    answer = client.get(PREFIX + address)

    assert answer.status_code in (401, 404, 405)
    assert answer["Content-Type"] == "application/problem+json"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=6,
)
FIELDS = (
    "categories", "name", "phone", "email", "zip_code", "day", "clock", "household_size", "urgency", "helpers",
    "helper", "outcome", "minutes_spent", "note", "even_over_limit", "reach_by", "language", "summary", "when_kind",
    "for_whom",
)  # fmt: skip
NEARLY = {
    "categories": ["groceries"], "helpers": ["v1"], "helper": "v1", "outcome": "done", "name": "Wil",
    "zip_code": "48912",
}  # fmt: skip
BODIES = st.one_of(
    JSON,
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=2).map(lambda odd: {**NEARLY, **odd}),
)
STEPS = st.one_of(
    st.integers().map(str),
    st.text(st.characters(exclude_characters="/?#"), min_size=1, max_size=14),
    st.just("1"),
)
QUERY = st.dictionaries(
    st.sampled_from(
        ["near", "within_m", "kind", "language", "urgency", "before", "order", "cursor", "limit", "state", "run_id"]
    ),
    st.text(max_size=12) | st.integers().map(str) | st.sampled_from(["42.7,-84.5", "nearest", "2026-03-11T10:00"]),
    max_size=4,
)  # fmt: skip


@pytest.mark.django_db
@settings(suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_that_is_sent_breaks_it(caller, data):
    """Every operation, with anything at all: an answer or a problem, never an error of ours."""
    path, method, _operation = data.draw(st.sampled_from(list(operations())))
    address = "/".join(data.draw(STEPS) if step.startswith("{") else step for step in path.split("/"))
    address = address.removeprefix(PREFIX)
    if method == "get":
        answer = caller.get(address, **data.draw(QUERY))
    else:
        answer = caller.post(address, data.draw(BODIES), key=data.draw(st.text("ab", max_size=2)))

    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= answer.json().keys()


@pytest.fixture
def caller(db, monkeypatch):
    """A token that may all, and call as often as it likes."""
    monkeypatch.setattr(programs, "CALLS", Limit("api.fuzz", burst=10**6, per_minute=10**6))
    group = make_group(meeting_mode="open_claim")
    make_need(group)
    return Caller(make_member(group, ("organiser",)), *PERMISSIONS)
