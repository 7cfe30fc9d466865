"""E-mail through a provider's HTTP interface (Postmark's, by Anymail) instead of SMTP."""

import pytest

from manyhands.apps.messaging.channels import Outcome, hand_over_email
from tests.adapters.servers import HttpServer, Say, closed_port, running
from tests.adapters.test_email import mail


@pytest.fixture
def provider(settings):
    with running(HttpServer(Say())) as server:
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.DEFAULT_FROM_EMAIL = "Manyhands <hello@example.org>"
        settings.ANYMAIL = {
            "POSTMARK_SERVER_TOKEN": "token",
            "POSTMARK_API_URL": server.url,
            "REQUESTS_TIMEOUT": 0.5,
        }
        yield server


TAKEN = [{"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc", "To": "ana@example.org", "SubmittedAt": ""}]


def test_the_provider_takes_it(provider):
    provider.script = Say(body=TAKEN[0])

    handover = hand_over_email(mail())

    assert handover.outcome is Outcome.ACCEPTED
    assert handover.provider_id == "b7bc"
    (heard,) = provider.heard
    assert heard.json["To"] == "ana@example.org"
    assert heard.headers["x-postmark-server-token"] == "token"


@pytest.mark.parametrize(
    ("say", "outcome", "is_down"),
    [
        (Say(401, {"ErrorCode": 10, "Message": "bad token"}), Outcome.NOT_NOW, True),
        (Say(429), Outcome.NOT_NOW, True),
        (Say(500, "<html>oops</html>"), Outcome.NOT_NOW, True),
        (Say(503), Outcome.NOT_NOW, True),
        (Say(413), Outcome.REFUSED, False),
        (Say(drop=True), Outcome.UNKNOWN, False),
        (Say(after_s=1.5), Outcome.UNKNOWN, False),
    ],
    ids=str,
)
def test_what_a_provider_may_do(provider, say, outcome, is_down):
    provider.script = say

    handover = hand_over_email(mail())

    assert (handover.outcome, handover.is_channel_down) == (outcome, is_down)


def test_nobody_listens(provider, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": f"http://127.0.0.1:{closed_port()}"}

    handover = hand_over_email(mail())

    assert handover.outcome is Outcome.NOT_NOW
    assert handover.is_channel_down
