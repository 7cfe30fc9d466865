"""Handing e-mail to a real SMTP server on the loopback, well-behaved and not."""

import pytest

from manyhands.apps.messaging.channels import Mail, Outcome, hand_over_email
from tests.adapters.servers import closed_port


def mail(**changes):
    values = {
        "to": "ana@example.org",
        "sender_name": "Eastside Neighbours",
        "subject": "We have your request K7-204",
        "text": "Hello Ana",
        "html": "<p>Hello Ana</p>",
        "message_id": "<message-1.2026@example.org>",
    }
    return Mail(**{**values, **changes})


def test_a_message_arrives_whole(smtp):
    handover = hand_over_email(mail(sender_name="Vecinas y Vecinos «Él»", subject="Tu solicitud ñ"))

    (arrived,) = smtp.inbox
    assert handover.outcome is Outcome.ACCEPTED
    assert handover.provider_id == "<message-1.2026@example.org>"
    assert arrived["Message-ID"] == "<message-1.2026@example.org>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Subject"] == "Tu solicitud ñ"
    assert arrived["From"] == "Vecinas y Vecinos «Él» <hello@example.org>"
    assert arrived["To"] == "ana@example.org"
    assert arrived.get_body(("plain",)).get_content().strip() == "Hello Ana"
    assert "<p>Hello Ana</p>" in arrived.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("answers", "outcome", "reason", "is_down"),
    [
        ({"RCPT": "550 no such user"}, Outcome.REFUSED, "smtp 550", False),
        ({"RCPT": "450 greylisted"}, Outcome.NOT_NOW, "smtp 450", False),
        ({"MAIL": "530 log in first"}, Outcome.NOT_NOW, "smtp 530", True),
        ({"MAIL": "421 too many connections"}, Outcome.NOT_NOW, "smtp 421", True),
        ({"DATA": "451 try later"}, Outcome.NOT_NOW, "smtp 451", False),
        ({"text": "554 this is spam"}, Outcome.REFUSED, "smtp 554", False),
        ({"text": "452 disk full"}, Outcome.NOT_NOW, "smtp 452", False),
        ({"EHLO": "reset"}, Outcome.NOT_NOW, "lost_connection", True),
        ({"RCPT": "reset"}, Outcome.NOT_NOW, "lost_connection", True),
        ({"RCPT": 2.0}, Outcome.NOT_NOW, "lost_connection", True),
        ({"text": "reset"}, Outcome.UNKNOWN, "lost_connection", False),
        ({"text": 2.0}, Outcome.UNKNOWN, "lost_connection", False),
    ],
    ids=str,
)
def test_what_a_server_may_do(smtp, answers, outcome, reason, is_down):
    smtp.answers = answers

    handover = hand_over_email(mail())

    assert handover.outcome is outcome
    assert handover.reason.startswith(reason)
    assert handover.is_channel_down is is_down


def test_a_reset_after_the_text_may_have_delivered_it(smtp):
    smtp.answers = {"text": "reset"}

    assert hand_over_email(mail()).outcome is Outcome.UNKNOWN
    assert len(smtp.inbox) == 1


def test_an_answer_is_not_undone_by_a_bad_goodbye(smtp):
    smtp.answers = {"QUIT": "reset"}

    assert hand_over_email(mail()).outcome is Outcome.ACCEPTED


def test_nobody_listens(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", closed_port(), False

    handover = hand_over_email(mail())

    assert handover.outcome is Outcome.NOT_NOW
    assert handover.is_channel_down
    assert handover.reason == "no_connection ConnectionRefusedError"


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\nBcc: everybody@example.org"},
        {"sender_name": "Group\r\nBcc: everybody@example.org"},
        {"to": "ana@example.org\nBcc: everybody@example.org"},
        {"to": "ana@example.org, everybody@example.org"},
        {"to": "Ana <ana@example.org>"},
        {"to": ""},
        {"message_id": "<1@example.org>\nBcc: everybody@example.org"},
    ],
    ids=str,
)
def test_nothing_smuggles_a_header_or_a_recipient_in(smtp, changes):
    handover = hand_over_email(mail(**changes))

    assert handover.outcome is Outcome.REFUSED
    assert smtp.inbox == []
    assert not any("everybody" in command for command in smtp.commands)


def test_no_reason_repeats_the_address(smtp):
    smtp.answers = {"RCPT": "550 <ana@example.org> is unknown here"}

    assert "ana" not in hand_over_email(mail()).reason
