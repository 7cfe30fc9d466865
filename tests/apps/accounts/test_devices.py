"""Where I am signed in: the list, and ending it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.actions import make_one_time_link
from manyhands.apps.accounts.models import Device, User
from manyhands.apps.accounts.tasks import forget_old_codes
from tests.worlds import make_user, sign_in

pytestmark = pytest.mark.django_db

DEVICES, ME = reverse("accounts:devices"), reverse("accounts:me")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17 Safari/604"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def rosa() -> User:
    return make_user("rosa@example.org")


def come_in(user: User, user_agent: str = LAPTOP) -> Client:
    browser = Client(headers={"user-agent": user_agent})
    link = make_one_time_link(user, at=timezone.now())
    browser.post(link.removeprefix("http://localhost:8000"))
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(ME).status_code == 200


def test_each_is_said_in_plain_words_and_without_an_address(rosa):
    laptop, _phone = come_in(rosa), come_in(rosa, PHONE)
    page = laptop.get(DEVICES).content.decode()

    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("This device") == 1
    assert "127.0.0.1" not in page
    assert "Mozilla" not in page


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121 Mobile Safari",
            "Samsung Internet on Android",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/126.0 Safari/537.36", "Chrome on Chromebook"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari on Mac"),
        ("<script>", "Another browser on another device"),
        ("", "Another browser on another device"),
    ],
)
def test_browsers_are_told_apart(rosa, user_agent, said):
    page = come_in(rosa, user_agent).get(DEVICES).content.decode()

    assert said in page
    assert "<script>" not in page


def test_one_can_be_ended(rosa):
    laptop, phone = come_in(rosa), come_in(rosa, PHONE)
    theirs = Device.objects.get(system="iphone")
    laptop.post(reverse("accounts:device_end", kwargs={"device_id": theirs.pk}))

    assert not is_in(phone)
    assert is_in(laptop)
    assert "iPhone" not in laptop.get(DEVICES).content.decode()


def test_all_others_can_be_ended_also_those_not_listed(rosa):
    laptop, phone, old = come_in(rosa), come_in(rosa, PHONE), Client()
    sign_in(old, rosa)
    laptop.post(reverse("accounts:devices_end_others"))

    assert [is_in(one) for one in (laptop, phone, old)] == [True, False, False]
    assert Device.objects.count() == 1
    assert "Firefox on Linux" in laptop.get(DEVICES).content.decode()


def test_nobody_ends_what_is_anothers(rosa):
    laptop, other = come_in(rosa), come_in(make_user())
    theirs = Device.objects.exclude(user=rosa).get()

    assert laptop.post(reverse("accounts:device_end", kwargs={"device_id": theirs.pk})).status_code == 404
    assert is_in(other)


def test_whoever_came_in_before_there_was_a_list_is_in_it(rosa):
    browser = Client(headers={"user-agent": LAPTOP})
    sign_in(browser, rosa)

    assert "This device" in browser.get(DEVICES).content.decode()


def test_what_was_signed_out_is_not_listed_and_forgotten_within_a_day(rosa, time_machine):
    laptop, phone = come_in(rosa), come_in(rosa, PHONE)
    phone.post(reverse("accounts:sign_out"))
    assert "iPhone" not in laptop.get(DEVICES).content.decode()
    forget_old_codes()
    assert Device.objects.count() == 1

    time_machine.move_to(timezone.now() + timedelta(days=40))
    forget_old_codes()
    assert not Device.objects.exists()
    assert Session.objects.exists()


def test_the_list_costs_two_questions_however_long(rosa, django_assert_max_num_queries):
    browsers = [come_in(rosa) for _ in range(5)]
    browsers[0].get(DEVICES)

    with django_assert_max_num_queries(6):
        browsers[0].get(DEVICES)
