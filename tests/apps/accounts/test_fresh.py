"""Showing once more that it is you, before something important."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from manyhands.apps.accounts.actions import Sender
from manyhands.apps.accounts.actions.code_apps import begin_code_app, confirm_code_app
from manyhands.apps.accounts.bridge import code_of_step
from manyhands.apps.accounts.models import Device, User
from tests.worlds import by_hand, make_user, sign_in

pytestmark = pytest.mark.django_db

AGAIN = reverse("accounts:again")
# What changes how one signs in, or ends sessions.
IMPORTANT = {
    "change_email", "change_email_code", "add_phone", "add_phone_code", "phone_remove", "code_app", "code_app_remove",
    "recovery_new", "passkey_add", "passkey", "passkey_remove", "device_end", "devices_end_others",
    "sign_out_everywhere",
}  # fmt: skip
KEY = {"passkey_id": 1}
ARGUMENTS = {"passkey": KEY, "passkey_remove": KEY, "device_end": {"device_id": 1}}


@pytest.fixture
def rosa(client, time_machine) -> User:
    """Signed in eleven minutes ago."""
    time_machine.move_to(timezone.now(), tick=False)
    user = make_user("rosa@example.org")
    sign_in(client, user, factors=1)
    time_machine.shift(timedelta(minutes=11))
    return user


@pytest.mark.parametrize("name", sorted(IMPORTANT))
def test_after_ten_minutes_one_is_asked_again(client, rosa, settings, name):
    settings.SMS_GATEWAY = "http"
    url = reverse(f"accounts:{name}", kwargs=ARGUMENTS.get(name))

    assert client.post(url, {"email": "new@example.org"})["Location"].startswith(
        f"{AGAIN}?next=%2Faccount%2F"
    )


def test_nothing_that_changes_how_one_signs_in_is_forgotten_here():
    _prefix, accounts = get_resolver().namespace_dict["accounts"]
    fresh = {
        pattern.name for pattern in accounts.url_patterns if getattr(pattern.callback, "is_fresh", False)
    }

    assert fresh == IMPORTANT


def test_a_code_by_email_shows_it_and_leads_on(client, rosa, newest_code, mailoutbox):
    there = f"{AGAIN}?next={reverse('accounts:change_email')}"
    assert "r•••@•••.org" in client.get(there).content.decode()
    client.post(there)
    code = newest_code()
    assert mailoutbox[-1].to == ["rosa@example.org"]

    assert client.post(there, {"code": code})["Location"] == reverse("accounts:change_email")
    assert client.get(reverse("accounts:change_email")).status_code == 200


def test_a_wrong_code_shows_nothing(client, rosa, newest_code):
    client.post(AGAIN)
    code = newest_code()
    client.post(AGAIN, {"code": f"{(int(code) + 1) % 1_000_000:06}"})

    assert client.get(reverse("accounts:change_email")).status_code == 302


def test_whoever_has_a_second_step_is_asked_for_that_and_no_email(client, rosa, mailoutbox):
    app = begin_code_app(rosa, at=timezone.now())
    steps = int(timezone.now().timestamp()) // 30
    first, second = (code_of_step(app.secret, steps + off) for off in (0, 1))
    assert confirm_code_app(app, first, sender=Sender("192.0.2.1"), at=timezone.now())

    assert "Send a code" not in client.get(AGAIN).content.decode()
    client.post(AGAIN)
    assert mailoutbox == []
    client.post(AGAIN, {"code": second})

    assert client.get(reverse("accounts:change_email")).status_code == 200


def test_a_code_for_signing_in_is_none_for_this(client, rosa, ask, newest_code):
    visitor = Client()
    visitor.post(reverse("accounts:sign_in"), by_hand(email="rosa@example.org"))
    code = newest_code()
    session = client.session
    session["again_code"] = visitor.session["sign_in_code"]
    session.save()
    client.post(AGAIN, {"code": code})

    assert client.get(reverse("accounts:change_email")).status_code == 302


def test_nobody_is_led_elsewhere(client, rosa, newest_code):
    there = f"{AGAIN}?next=https://evil.example/"
    client.post(there)

    assert client.post(there, {"code": newest_code()})["Location"] == "/"


def test_codes_to_show_it_are_limited(client, rosa):
    assert [client.post(AGAIN).status_code for _ in range(7)] == [302] * 5 + [429] * 2


def test_signing_in_is_showing_it(client, ask, enter, newest_code):
    ask("new@example.org")
    enter(newest_code())

    assert client.get(reverse("accounts:change_email")).status_code == 200
    assert Device.objects.count() == 1
