"""What stands around every answer, whoever asks and whatever they ask for."""

import pytest
from django.http import HttpResponse
from django.test import Client

ADDRESSES = ["/", "/account/sign-in/", "/account/", "/g/none/", "/r/none/", "/api/v1/groups", "/none"]
BODIES = {"/api/v1/groups": "application/problem+json"}

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ADDRESSES)
def address(request):
    return request.param


@pytest.fixture
def answer(client, address) -> HttpResponse:
    response: HttpResponse = client.get(address)
    return response


def policy_of(answer: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, _, values in parts}


def test_pages_load_only_what_comes_from_here_and_stand_in_no_frame(answer):
    policy = policy_of(answer)

    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_nothing_is_guessed_about_what_an_answer_is(answer, address):
    assert answer["X-Content-Type-Options"] == "nosniff"
    if answer.content:
        assert answer["Content-Type"].startswith(BODIES.get(address, "text/html; charset=utf-8"))


def test_where_one_was_is_told_to_nobody(answer):
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_other_site_may_read_it(client, address):
    answer = client.get(address, headers={"Origin": "https://elsewhere.example"})

    assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_no_browser_or_proxy_keeps_it(answer):
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_what_would_echo_a_request_is_refused(client, address, method):
    answer = client.generic(method, address, headers={"Cookie": "sessionid=canary"})

    assert answer.status_code == 405
    assert b"canary" not in answer.content


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/static/", "/media/", "/data/", "/../pyproject.toml"]
)
def test_nothing_beside_the_pages_is_served(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_forged_host_gets_no_page_and_no_reason(client, method):
    answer = client.generic(method, "/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert b"elsewhere.example" not in answer.content
    assert b"Traceback" not in answer.content


def test_what_breaks_says_nothing_of_the_inside(client, monkeypatch):
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("canary of the inside")

    monkeypatch.setattr("manyhands.apps.accounts.views.signing_in.destination", broken)
    monkeypatch.setattr("manyhands.apps.accounts.views.signing_in.safe_next", broken)
    client.raise_request_exception = False

    answer = client.get("/account/sign-in/")

    assert answer.status_code == 500
    assert b"canary" not in answer.content
    assert b"Traceback" not in answer.content


def test_a_program_without_https_is_refused_not_sent_on(settings):
    settings.SECURE_SSL_REDIRECT = True
    client = Client()

    assert client.get("/account/sign-in/").status_code == 301
    assert client.get("/api/v1/groups").status_code == 426
    assert client.get("/api/v1/groups", secure=True).status_code == 401
