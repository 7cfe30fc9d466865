"""Providers of background checks against servers that speak their protocol, and that do not."""

import base64
from datetime import UTC, datetime

import pytest

from manyhands.adapters.background_checks.checkr import Checkr
from manyhands.adapters.background_checks.http import HttpProvider
from manyhands.apps.vouching.background_checks import BackgroundChecks
from manyhands.web.webhooks.schemes import WebhookRefusedError
from tests.adapters.checkr_server import KEY, checkr_server, event
from tests.adapters.servers import HttpServer, Say, closed_port, running

AT = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
ROSA = {"name": "Rosa María Ñandú", "email": "rosa@example.org", "reference": "manyhands-12"}


@pytest.fixture
def checkr(settings, monkeypatch):
    monkeypatch.setattr("manyhands.adapters.http.READ_SECONDS", 0.5)
    with running(checkr_server()) as server:
        settings.BACKGROUND_CHECK_URL = server.url + "/"
        settings.BACKGROUND_CHECK_KEY = KEY
        settings.BACKGROUND_CHECK_PACKAGE = "volunteer_basic"
        settings.BACKGROUND_CHECK_PLACE = "US-MI-East Lansing"
        yield server


@pytest.mark.parametrize("provider", [Checkr(), HttpProvider()])
def test_they_keep_to_the_port(provider):
    assert isinstance(provider, BackgroundChecks)


def test_somebody_is_invited(checkr):
    answer = Checkr().start(**ROSA)
    about, wanted = (heard.json for heard in checkr.heard)

    assert answer.outcome == "done"
    assert answer.url == f"https://apply.example.com/invite/{answer.invitation}"
    assert about == {
        "first_name": "Rosa María",
        "last_name": "Ñandú",
        "email": "rosa@example.org",
        "custom_id": "manyhands-12",
    }
    assert wanted == {
        "candidate_id": answer.person,
        "package": "volunteer_basic",
        "work_locations": [{"country": "US", "state": "MI", "city": "East Lansing"}],
    }


def test_somebody_with_one_name_has_both(checkr):
    Checkr().start(**ROSA | {"name": "Rosa"})

    assert checkr.heard[0].json["first_name"] == checkr.heard[0].json["last_name"] == "Rosa"


def test_asked_twice_it_is_one_check(checkr):
    first, again = Checkr().start(**ROSA), Checkr().start(**ROSA)

    assert first == again
    assert len(checkr.script.candidates) == len(checkr.script.invitations) == 1


def test_half_way_it_goes_on_where_it_was(checkr):
    whole = checkr.script

    def once(heard):
        return Say(500, "oops") if heard.path == "/v1/invitations" else whole(heard)

    checkr.script = once
    failed = Checkr().start(**ROSA)
    checkr.script = whole
    answer = Checkr().start(**ROSA, person=failed.person)

    assert (failed.outcome, answer.outcome) == ("later", "done")
    assert answer.person == failed.person
    assert [heard.path for heard in checkr.heard].count("/v1/candidates") == 1


@pytest.mark.parametrize(
    ("say", "outcome", "wait_seconds"),
    [
        (Say(500, "oops"), "later", 0),
        (Say(503, headers={"Retry-After": "90"}), "later", 90),
        (Say(429, headers={"Retry-After": "30"}), "later", 30),
        (Say(200, "not json"), "later", 0),
        (Say(200, ["a", "list"]), "later", 0),
        (Say(201, {"id": ""}), "refused", 0),
        (Say(400, {"error": "email is invalid"}), "refused", 0),
        (Say(401, {"error": "Bad authentication error"}), "refused", 0),
        (Say(302, headers={"Location": "http://elsewhere.example"}), "refused", 0),
        (Say(drop=True), "later", 0),
        (Say(after_s=1.0), "later", 0),
    ],
)
def test_what_goes_wrong_is_told_apart(checkr, say, outcome, wait_seconds):
    checkr.script.trouble = [say] * 3
    answer = Checkr().start(**ROSA)

    assert (answer.outcome, answer.wait_seconds) == (outcome, wait_seconds)
    assert "rosa" not in answer.reason


def test_when_nobody_is_there_it_is_later(settings):
    settings.BACKGROUND_CHECK_URL = f"http://127.0.0.1:{closed_port()}"

    assert Checkr().start(**ROSA).outcome == "later"
    assert HttpProvider().start(**ROSA).outcome == "later"


def test_a_way_on_that_is_not_safe_is_not_taken(checkr):
    checkr.script.trouble = [
        Say(201, {"id": "c1"}),
        Say(201, {"id": "i1", "invitation_url": "javascript:alert(1)"}),
    ]

    assert Checkr().start(**ROSA).outcome == "refused"


@pytest.mark.parametrize(
    ("report", "status", "result"),
    [
        ({"status": "pending", "result": None}, "running", ""),
        ({"status": "suspended"}, "running", ""),
        ({"status": "complete", "result": "clear"}, "finished", "clear"),
        ({"status": "complete", "result": "clear", "assessment": "eligible"}, "finished", "clear"),
        ({"status": "complete", "result": "clear", "assessment": "review"}, "finished", "consider"),
        ({"status": "complete", "result": "consider"}, "finished", "consider"),
        ({"status": "complete", "result": None}, "finished", "consider"),
        ({"status": "complete", "result": "something new"}, "finished", "consider"),
        ({"status": "clear"}, "finished", "clear"),
        ({"status": "consider"}, "finished", "consider"),
        ({"status": "canceled"}, "stopped", ""),
        ({"status": "dispute", "result": "clear"}, "stopped", ""),
    ],
)
def test_a_report_is_read(checkr, report, status, result):
    invited = Checkr().start(**ROSA)
    number = checkr.script.finish(invited.person, **report)
    answer = Checkr().read(invitation=invited.invitation)

    assert (answer.outcome, answer.status, answer.result) == ("done", status, result)
    assert answer.report == number
    assert Checkr().read(invitation=invited.invitation, report=number) == answer


@pytest.mark.parametrize(("said", "status"), [("pending", "invited"), ("expired", "expired")])
def test_before_there_is_a_report_the_invitation_is_read(checkr, said, status):
    invited = Checkr().start(**ROSA)
    checkr.script.invitations[invited.invitation]["status"] = said

    assert Checkr().read(invitation=invited.invitation).status == status


def test_numbers_cannot_lead_elsewhere(checkr):
    Checkr().read(invitation="../../v1/users?x=")

    assert checkr.heard[0].path == "/v1/invitations/..%2F..%2Fv1%2Fusers%3Fx%3D"


def test_only_what_checkr_signed_is_believed(checkr):
    body, headers = event("report.completed", {"id": "r1", "candidate_id": "c1"})
    strange, forged = event("report.completed", {"id": "r1", "candidate_id": "c1"}, key="guessed")

    assert Checkr().scheme().check(headers, body, at=AT).id
    for one, other in ((forged, strange), ({}, body), (headers, body + b" ")):
        with pytest.raises(WebhookRefusedError):
            Checkr().scheme().check(one, other, at=AT)


def test_news_say_whom_they_are_about():
    body, _ = event("invitation.completed", {"id": "i1", "candidate_id": "c1"})
    other, _ = event("candidate.created", {"id": "c1"})
    empty, _ = event("report.completed", {"id": "r1"})

    assert Checkr().understand(body).person == "c1"
    assert Checkr().understand(other) is None
    assert Checkr().understand(empty) is None


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff\xfe", b"7", b'"report.completed"'])
def test_what_is_no_news_is_not_understood(raw):
    for provider in (Checkr(), HttpProvider()):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever the reader of JSON says
            provider.understand(raw)


# --- the general one --------------------------------------------------------------------------------------------------


@pytest.fixture
def other(settings, monkeypatch):
    monkeypatch.setattr("manyhands.adapters.http.READ_SECONDS", 0.5)
    with running(HttpServer(Say(201, {"id": "7", "url": "https://provider.example/7"}))) as server:
        settings.BACKGROUND_CHECK_URL = server.url
        settings.BACKGROUND_CHECK_KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
        settings.BACKGROUND_CHECK_PACKAGE = "basic"
        yield server


def test_any_provider_can_be_asked(other, settings):
    answer = HttpProvider().start(**ROSA)
    (heard,) = other.heard

    assert (answer.person, answer.invitation, answer.url) == ("7", "7", "https://provider.example/7")
    assert heard.json == {**ROSA, "package": "basic"}
    assert heard.headers["idempotency-key"] == "manyhands-12"
    assert heard.headers["authorization"] == f"Bearer {settings.BACKGROUND_CHECK_KEY}"


@pytest.mark.parametrize(
    ("said", "outcome", "status", "result"),
    [
        ({"status": "running"}, "done", "running", ""),
        ({"status": "running", "result": "clear"}, "done", "running", ""),
        ({"status": "finished", "result": "clear"}, "done", "finished", "clear"),
        ({"status": "finished", "result": "?"}, "done", "finished", "consider"),
        ({"status": "?"}, "later", "", ""),
    ],
)
def test_any_provider_can_be_read(other, said, outcome, status, result):
    other.script = Say(200, said)
    answer = HttpProvider().read(invitation="7/8")

    assert (answer.outcome, answer.status, answer.result) == (outcome, status, result)
    assert other.heard[0].path == "/checks/7%2F8"


@pytest.mark.parametrize(
    "say", [Say(200, {"id": "7", "url": "http://provider.example"}), Say(200, {"url": "https://x"})]
)
def test_any_provider_must_say_where_to_go_on(other, say):
    other.script = say

    assert HttpProvider().start(**ROSA).outcome == "refused"


def test_any_providers_news_name_their_check():
    assert HttpProvider().understand(b'{"id": "7"}').person == "7"
