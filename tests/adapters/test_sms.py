"""Both SMS gateways against servers that speak their protocols, and against servers that do not."""

import pytest

from manyhands.adapters.sms_http import HttpGateway
from manyhands.adapters.sms_twilio import TwilioGateway
from manyhands.apps.messaging.channels import Outcome, SmsGateway, hand_over_sms
from tests.adapters.servers import HttpServer, Say, closed_port, running

ACCOUNT = "AC00000000000000000000000000000001"


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr("manyhands.adapters.http.READ_SECONDS", 0.5)
    with running(HttpServer(Say())) as server:
        settings.SMS_GATEWAY = "http"
        settings.SMS_URL = server.url + "/send"
        settings.SMS_USER, settings.SMS_SECRET, settings.SMS_FROM = "user", "secret", "+15175550199"
        yield server


@pytest.fixture
def twilio(server, settings):
    settings.SMS_GATEWAY = "twilio"
    settings.SMS_URL = server.url
    settings.SMS_USER = ACCOUNT
    server.script = speak_twilio
    return server


@pytest.fixture(params=["http", "twilio"])
def any_gateway(request, settings, server):
    settings.SMS_GATEWAY = request.param


def speak_twilio(heard):
    """As api.twilio.com answers POST /2010-04-01/Accounts/{sid}/Messages.json."""
    if heard.method != "POST" or heard.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
        return Say(404, {"code": 20404, "message": "not found", "status": 404})
    if heard.basic_auth != f"{ACCOUNT}:secret":
        return Say(401, {"code": 20003, "message": "Authenticate", "status": 401})
    if not heard.form.get("To", "").startswith("+1"):
        return twilio_error(21211, "The 'To' number is not a valid phone number.")
    if not heard.form.get("Body"):
        return twilio_error(21602, "Message body is required.")
    return Say(201, {"sid": "SM12", "status": "queued", "to": heard.form["To"], "error_code": None})


def twilio_error(code, message, status=400, **headers):
    body = {"code": code, "message": message, "more_info": "https://…", "status": status}
    return Say(status, body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def send(to="+15175550100", text="Hola, ¿qué tal?"):
    return hand_over_sms(to=to, text=text, reference="manyhands-7")


@pytest.mark.parametrize("gateway", [HttpGateway, TwilioGateway])
def test_both_keep_to_the_port(gateway):
    assert isinstance(gateway(), SmsGateway)


def test_without_a_gateway_nothing_is_lost(settings):
    settings.SMS_GATEWAY = "none"

    handover = send()

    assert (handover.outcome, handover.reason) == (Outcome.NOT_NOW, "no_gateway")


def test_the_plain_gateway_gets_json(server):
    server.script = Say(202, {"id": 99})

    handover = send()

    (heard,) = server.heard
    assert (handover.outcome, handover.provider_id) == (Outcome.ACCEPTED, "99")
    assert heard.json == {
        "to": "+15175550100",
        "from": "+15175550199",
        "text": "Hola, ¿qué tal?",
        "reference": "manyhands-7",
    }
    assert heard.basic_auth == "user:secret"
    assert heard.headers["idempotency-key"] == "manyhands-7"


def test_the_plain_gateway_with_a_token(server, settings):
    settings.SMS_USER = ""

    assert send().outcome is Outcome.ACCEPTED
    assert server.heard[0].headers["authorization"] == "Bearer secret"


FAILURES = [
    (Say(400, {"error": "no"}), Outcome.REFUSED, False),
    (Say(401), Outcome.NOT_NOW, True),
    (Say(404), Outcome.NOT_NOW, True),
    (Say(429, headers={"Retry-After": "120"}), Outcome.NOT_NOW, True),
    (Say(500, "<html>oops</html>"), Outcome.NOT_NOW, True),
    (Say(503), Outcome.NOT_NOW, True),
    (Say(502), Outcome.UNKNOWN, False),
    (Say(504), Outcome.UNKNOWN, False),
    (Say(302, headers={"Location": "http://127.0.0.1/elsewhere"}), Outcome.REFUSED, False),
    (Say(drop=True), Outcome.UNKNOWN, False),
    (Say(after_s=1.5), Outcome.UNKNOWN, False),
    (Say(200, "x" * 600_000), Outcome.UNKNOWN, False),
]


@pytest.mark.parametrize(("say", "outcome", "is_down"), FAILURES, ids=lambda value: str(value)[:60])
def test_what_a_gateway_may_do(server, any_gateway, say, outcome, is_down):
    server.script = say

    handover = send()

    assert (handover.outcome, handover.is_channel_down) == (outcome, is_down)


@pytest.mark.parametrize(("said", "wait_s"), [("120", 120), ("999999", 3600), ("soon", 0), ("", 0)])
def test_how_long_to_wait(server, said, wait_s):
    server.script = Say(429, headers={"Retry-After": said})

    assert send().wait.total_seconds() == wait_s


def test_a_date_to_wait_for(server):
    server.script = Say(503, headers={"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"})

    assert send().wait.total_seconds() == 3600


@pytest.mark.parametrize("gateway", ["http", "twilio"])
def test_nobody_listens(settings, gateway):
    settings.SMS_GATEWAY = gateway
    settings.SMS_URL = f"http://127.0.0.1:{closed_port()}"

    handover = send()

    assert (handover.outcome, handover.is_channel_down) == (Outcome.NOT_NOW, True)


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://127.0.0.1/", "http://"])
def test_an_address_that_is_none(settings, url):
    settings.SMS_GATEWAY, settings.SMS_URL = "http", url

    assert send().outcome is Outcome.NOT_NOW


def test_twilio_takes_a_message(twilio):
    handover = send()

    assert (handover.outcome, handover.provider_id) == (Outcome.ACCEPTED, "SM12")
    assert twilio.heard[0].form == {
        "To": "+15175550100",
        "From": "+15175550199",
        "Body": "Hola, ¿qué tal?",
    }


def test_twilio_with_a_messaging_service(twilio, settings):
    settings.SMS_FROM = "MG0123"

    send()

    assert twilio.heard[0].form["MessagingServiceSid"] == "MG0123"
    assert "From" not in twilio.heard[0].form


def test_twilio_does_not_know_the_number(twilio):
    handover = send(to="+4412")

    assert (handover.outcome, handover.reason) == (Outcome.REFUSED, "gateway 400 21211")


def test_twilio_does_not_know_us(twilio, settings):
    settings.SMS_SECRET = "wrong"

    handover = send()

    assert (handover.outcome, handover.is_channel_down) == (Outcome.NOT_NOW, True)


def test_twilio_has_too_much_to_do(twilio):
    twilio.script = twilio_error(20429, "Too Many Requests", 429, Retry_After="7")

    handover = send()

    assert (handover.outcome, handover.wait.total_seconds()) == (Outcome.NOT_NOW, 7)


def test_twilio_says_it_failed_at_once(twilio):
    twilio.script = Say(201, {"sid": "SM13", "status": "failed", "error_code": 30008})

    assert send().outcome is Outcome.REFUSED
