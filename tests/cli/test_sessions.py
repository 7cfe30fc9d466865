"""Whoever runs the machine ends somebody's sessions, or everybody's, and vouches where no organiser can."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.actions import report_loss
from manyhands.apps.accounts.models import Loss
from manyhands.cli.main import main
from tests.worlds import make_user, sign_in

pytestmark = pytest.mark.django_db


def browser_of(user) -> Client:
    browser = Client()
    sign_in(browser, user)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("accounts:me")).status_code == 200


def test_one_persons_sessions_end_on_every_device(capsys):
    rosa, other = make_user("rosa@example.org"), make_user()
    laptop, phone, others = browser_of(rosa), browser_of(rosa), browser_of(other)

    assert main(["sessions", "end", "--email", " Rosa@Example.org"]) == 0

    assert [is_in(one) for one in (laptop, phone, others)] == [False, False, True]
    assert "every device" in capsys.readouterr().out


def test_everybodys_sessions_end(capsys):
    browsers = [browser_of(make_user()) for _ in range(3)]

    assert main(["sessions", "end", "--everybody"]) == 0

    assert not any(is_in(one) for one in browsers)
    assert not Session.objects.exists()


def test_who_is_not_known_is_said(capsys):
    assert main(["sessions", "end", "--email", "nobody@example.org"]) == 2
    assert "Nobody signs in" in capsys.readouterr().err


def test_whom_must_be_said():
    with pytest.raises(SystemExit):
        main(["sessions", "end"])


def test_the_host_vouches_once_for_who_has_said_it(capsys):
    rosa = make_user("rosa@example.org")
    vouch = ["sessions", "vouch", "--email", rosa.email]
    assert main(vouch) == 2
    report_loss(rosa, at=timezone.now())

    assert main(vouch) == 0
    assert main(vouch) == 2

    loss = Loss.objects.get()
    assert loss.vouched_by is None
    assert loss.opens_at - loss.vouched_at == timedelta(hours=48)
