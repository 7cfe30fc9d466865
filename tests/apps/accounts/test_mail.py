"""A code reaches its mailbox, also when the mail server is away for a while."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from manyhands.apps.accounts.actions import Asked, Sender, make_one_time_link, request_code
from manyhands.apps.accounts.actions.notices import tell
from manyhands.apps.accounts.models import CodePurpose, OneTimeLink, SignInCode
from manyhands.apps.accounts.tasks import forget_old_codes, send_sign_in_code, send_waiting_codes
from tests.worlds import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(time_machine) -> SignInCode:
    time_machine.move_to(timezone.now(), tick=False)
    return request_code(
        "ana@example.org", Asked(language="es"), sender=Sender("192.0.2.1"), at=timezone.now()
    )


@pytest.fixture
def server_down(monkeypatch):
    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        yield patch


def test_it_is_written_in_the_language_of_the_page(code, mailoutbox):
    send_sign_in_code(code.pk)

    [mail] = mailoutbox
    assert mail.to == ["ana@example.org"]
    assert code.code in mail.subject
    assert "Tu código es" in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"


def test_it_is_sent_once(code, mailoutbox):
    send_sign_in_code(code.pk)
    send_sign_in_code(code.pk)
    send_waiting_codes()

    assert len(mailoutbox) == 1


def test_while_mail_is_down_it_is_tried_again(code, mailoutbox, server_down, time_machine):
    send_sign_in_code(code.pk)
    code.refresh_from_db()
    assert code.code
    assert code.next_try_at > timezone.now()

    send_waiting_codes()
    server_down.undo()
    send_waiting_codes()
    assert mailoutbox == []

    time_machine.shift(timedelta(minutes=1))
    send_waiting_codes()
    assert len(mailoutbox) == 1
    code.refresh_from_db()
    assert (code.code, code.next_try_at) == ("", None)


def test_a_code_that_has_ended_is_not_sent(code, mailoutbox, time_machine):
    time_machine.shift(timedelta(minutes=11))
    send_sign_in_code(code.pk)
    send_waiting_codes()

    assert mailoutbox == []


def test_nothing_is_logged_of_the_address_or_the_code(code, server_down, caplog):
    send_sign_in_code(code.pk)

    assert "could not be sent" in caplog.text
    assert "ana@example.org" not in caplog.text
    assert code.code not in caplog.text


def test_where_pages_show_the_codes_words_of_what_happened_are_sent_all_the_same(code, settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    user = make_user("rosa@example.org")
    tell(user, CodePurpose.WAY_ADDED, at=timezone.now())

    send_waiting_codes()

    [mail] = tmp_path.iterdir()
    assert f"To: {user.email}" in mail.read_text()
    code.refresh_from_db()
    assert code.code


def test_what_has_ended_is_forgotten_after_a_day(code, time_machine):
    make_one_time_link(make_user(), at=timezone.now(), lives=timedelta(minutes=10))
    time_machine.shift(timedelta(hours=23))
    forget_old_codes()
    assert SignInCode.objects.count() == OneTimeLink.objects.count() == 1

    time_machine.shift(timedelta(hours=2))
    forget_old_codes()
    assert SignInCode.objects.count() == OneTimeLink.objects.count() == 0
