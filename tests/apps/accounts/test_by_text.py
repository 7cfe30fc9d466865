"""Codes as text messages: offered beside the others, to a number that was proven."""

import re
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.access import has_two_factors
from manyhands.apps.accounts.models import SignInCode, SignInPhone, User
from tests.apps.accounts.conftest import run_jobs
from tests.worlds import by_hand, make_user, sign_in

pytestmark = pytest.mark.django_db

PHONE = "+15175550142"
BY_TEXT, CODE = reverse("accounts:by_text"), reverse("accounts:code")


@dataclass
class Gateway:
    """Takes messages as a gateway does, and keeps them."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    answer: str = "accepted"

    def __call__(self) -> "Gateway":
        return self

    def send(self, *, to: str, text: str, reference: str) -> "Gateway":
        self.sent.append((to, text))
        return self

    @property
    def outcome(self) -> str:
        return self.answer


GATEWAY = Gateway()


@pytest.fixture
def gateway(settings) -> Gateway:
    settings.SMS_GATEWAY = "http"
    settings.SMS_BACKENDS = {"http": f"{__name__}.GATEWAY"}
    GATEWAY.sent, GATEWAY.answer = [], "accepted"
    return GATEWAY


def code_in(gateway: Gateway) -> str:
    run_jobs()
    found = re.search(r"\b\d{6}\b", gateway.sent[-1][1])
    assert found
    return found.group()


@pytest.fixture
def rosa(gateway, mailoutbox) -> User:
    """With a telephone, which she has proven."""
    user, browser = make_user("rosa@example.org"), Client()
    sign_in(browser, user)
    browser.post(reverse("accounts:add_phone"), {"phone": "(517) 555-0142"})
    browser.post(reverse("accounts:add_phone_code"), {"code": code_in(gateway)})
    run_jobs()
    return user


def test_a_number_is_proven_first_and_told_on_every_channel(rosa, gateway, mailoutbox):
    assert SignInPhone.objects.get().phone == PHONE
    assert "new way to sign in" in mailoutbox[-1].subject
    assert gateway.sent[-1][0] == PHONE
    assert "new way to sign in" in gateway.sent[-1][1]


def test_it_signs_in_and_is_one_thing(client, rosa, gateway):
    client.post(BY_TEXT, by_hand(phone="517-555-0142"))
    client.post(CODE, {"code": code_in(gateway)})

    assert client.session["_auth_user_id"] == str(rosa.pk)
    assert not has_two_factors(client.session)


def test_nothing_says_whether_a_number_is_known_and_strangers_get_no_text(client, rosa, gateway):
    before = len(gateway.sent)
    known = Client().post(BY_TEXT, by_hand(phone=PHONE))
    unknown = client.post(BY_TEXT, by_hand(phone="+15175550199"))
    page = client.get(unknown["Location"]).content.decode()
    run_jobs()

    assert known["Location"] == unknown["Location"] == CODE
    assert "+15175550199" in page
    assert len(gateway.sent) == before + 1
    assert not User.objects.exclude(pk=rosa.pk).exists()


def test_where_no_texts_can_be_sent_it_is_not_offered(client, settings):
    assert client.get(BY_TEXT).status_code == 404
    assert BY_TEXT not in client.get(reverse("accounts:sign_in")).content.decode()
    settings.SMS_GATEWAY = "http"
    assert BY_TEXT in client.get(reverse("accounts:sign_in")).content.decode()


def test_nobody_is_left_with_the_telephone_alone(client, rosa):
    """The address stays: it is what a text message stands in for."""
    page = client.get(reverse("accounts:sign_in")).content.decode()

    assert 'name="email"' in page
    assert 'name="phone"' not in page


def test_one_number_gets_a_few_texts_only(rosa, gateway):
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(BY_TEXT, by_hand(phone=PHONE)).status_code
        for number in range(6)
    ]

    assert answers == [302] * 4 + [429] * 2


def test_a_number_belongs_to_one_account(rosa, gateway):
    browser = Client()
    other = make_user()
    sign_in(browser, other)
    browser.post(reverse("accounts:add_phone"), {"phone": PHONE})
    page = browser.post(reverse("accounts:add_phone_code"), {"code": code_in(gateway)}).content.decode()

    assert "another account" in page
    assert SignInPhone.objects.get().user == rosa


def test_removing_it_is_told_to_it_and_it_opens_nothing_more(client, rosa, gateway):
    browser = Client()
    sign_in(browser, rosa)
    browser.post(reverse("accounts:phone_remove"))
    run_jobs()
    assert "removed" in gateway.sent[-1][1]
    before = len(gateway.sent)

    client.post(BY_TEXT, by_hand(phone=PHONE))
    run_jobs()

    assert len(gateway.sent) == before


def test_while_the_gateway_is_down_it_is_tried_again_and_what_perhaps_arrived_is_not(client, rosa, gateway):
    gateway.answer = "not_now"
    client.post(BY_TEXT, by_hand(phone=PHONE))
    run_jobs()
    assert SignInCode.objects.latest("pk").next_try_at is not None

    gateway.answer = "unknown"
    client.post(BY_TEXT, by_hand(phone=PHONE))
    run_jobs()
    assert SignInCode.objects.latest("pk").next_try_at is None


def test_number_and_code_are_not_readable_in_the_table(rosa):
    from django.db import connection

    SignInCode.objects.all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM accounts_signinphone")
        row = cursor.fetchone()

    assert "5550142" not in "".join(row)
    assert timezone.now() > SignInPhone.objects.get().proven_at
