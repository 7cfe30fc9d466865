"""The small one of `make check-throttle`: what anybody may send is limited, without puzzles."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.paths import group_path
from tests.apps.accounts.conftest import newest_code  # noqa: F401 - a fixture
from tests.worlds import by_hand, make_group, make_user

pytestmark = pytest.mark.django_db

MOST_A_MINUTE = 20
SENT = 30


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(timezone.now(), tick=False)


@pytest.fixture
def forms(settings):
    settings.SMS_GATEWAY = "http"
    group = make_group()
    return {
        "request": (group_path(group, "needs:ask"), lambda _number: {"for_whom": "self"}),
        "code": (reverse("accounts:sign_in"), lambda number: by_hand(email=f"person{number}@example.org")),
        "text": (reverse("accounts:by_text"), lambda number: by_hand(phone=f"+1517555{number:04}")),
        "passkey": (reverse("accounts:passkey_options"), lambda _number: {"for": "sign_in"}),
    }


@pytest.mark.parametrize("name", ["request", "code", "text", "passkey"])
def test_one_address_gets_few_through_whatever_it_forges(forms, time_machine, name):
    path, fields = forms[name]
    statuses = []
    for second in range(60):
        for number in range(2):
            answer = Client().post(
                path,
                fields(second * 2 + number),
                REMOTE_ADDR="192.0.2.1",
                HTTP_X_FORWARDED_FOR=f"198.51.100.{second}",
            )
            statuses.append(answer.status_code)
        time_machine.shift(1)
    accepted = sum(status in (200, 302) for status in statuses)

    assert 0 < accepted <= MOST_A_MINUTE
    assert set(statuses) <= {200, 302, 429}
    assert statuses.count(429) == len(statuses) - accepted


@pytest.mark.parametrize("name", ["request", "code", "text", "passkey"])
def test_another_address_is_not_held_up(forms, name):
    path, fields = forms[name]
    for number in range(SENT):
        Client().post(path, fields(number), REMOTE_ADDR="192.0.2.1")

    answer = Client().post(path, fields(SENT), REMOTE_ADDR="192.0.2.2")

    assert answer.status_code in (200, 302)


def test_whoever_uses_up_a_persons_codes_locks_out_nobody_in_their_own_browser(client, newest_code):  # noqa: F811
    make_user("rosa@example.org")
    client.post(reverse("accounts:sign_in"), by_hand(email="rosa@example.org"))
    client.post(reverse("accounts:code"), {"code": newest_code()})
    client.post(reverse("accounts:sign_out"))
    thieves = [
        Client().post(
            reverse("accounts:sign_in"), by_hand(email="rosa@example.org"), REMOTE_ADDR=f"192.0.2.{number}"
        )
        for number in range(10)
    ]
    assert thieves[-1].status_code == 429

    asked = client.post(
        reverse("accounts:sign_in"), by_hand(email="rosa@example.org"), REMOTE_ADDR="192.0.2.9"
    )

    assert asked["Location"] == reverse("accounts:code")


def test_nobody_has_to_solve_a_puzzle(forms):
    pages = [
        Client().get(path).content.decode() for path, _fields in forms.values() if "passkeys" not in path
    ]

    assert pages
    assert not [page for page in pages if re.search(r"captcha|<iframe|turnstile", page, re.IGNORECASE)]
