"""Asking for a code is open to everybody, and writes to somebody: what looks like a program is asked to press again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from manyhands.apps.accounts.models import SignInCode
from tests.worlds import by_hand

SIGN_IN, BY_TEXT, CODE = (reverse(f"accounts:{name}") for name in ("sign_in", "by_text", "code"))

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["email", "phone"])
def way(request, settings):
    """Address and one answer."""
    settings.SMS_GATEWAY = "http"
    return (
        (SIGN_IN, {"email": "ana@example.org"})
        if request.param == "email"
        else (BY_TEXT, {"phone": "+15175550142"})
    )


def answers_in(page):
    """What a browser sends back from this page untouched."""
    form = page.content.decode().partition('<form class="form"')[2].partition("</form>")[0]
    return {
        re.search(r'name="([^"]+)"', field)[1]: (re.search(r'value="([^"]*)"', field) or ["", ""])[1]
        for field in re.findall(r"<input[^>]+>", form)
    }


def test_a_person_without_scripts_gets_through_by_what_the_page_carries(client, way, time_machine):
    path, typed = way
    time_machine.move_to("2026-03-07T12:00:00+00:00", tick=False)
    page = answers_in(client.get(path))
    time_machine.shift(timedelta(seconds=1))

    assert {"begun", "website"} <= page.keys()
    assert page["website"] == ""
    assert client.post(path, page | typed)["Location"] == CODE


def test_what_is_sent_at_once_sends_nothing_and_one_more_press_is_enough(client, way, time_machine):
    path, typed = way
    time_machine.move_to("2026-03-07T12:00:00+00:00", tick=False)
    told = client.post(path, answers_in(client.get(path)) | typed)
    time_machine.shift(timedelta(seconds=1))
    again = answers_in(told)

    assert told.status_code == 200
    assert "That was very quick" in told.content.decode()
    assert not SignInCode.objects.exists()
    assert again.items() >= typed.items()
    assert client.post(path, again)["Location"] == CODE


def test_what_fills_in_everything_sends_nothing_and_one_more_press_is_enough(client, way):
    path, typed = way
    told = client.post(path, by_hand(website="https://spam.example", **typed))

    assert told.status_code == 200
    assert "A field that people do not see" in told.content.decode()
    assert not SignInCode.objects.exists()
    assert client.post(path, answers_in(told) | by_hand())["Location"] == CODE


def test_what_never_saw_the_page_sends_nothing(client, way):
    path, typed = way

    assert client.post(path, typed).status_code == 200
    assert client.post(path, typed | {"begun": "1772884740000:forged"}).status_code == 200
    assert not SignInCode.objects.exists()


def test_a_new_code_may_be_asked_for_as_soon_as_its_page_is_there(client, ask, time_machine):
    time_machine.move_to("2026-03-07T12:00:00+00:00", tick=False)
    ask()
    time_machine.shift(timedelta(seconds=1))
    page = client.get(CODE).content.decode().partition(f'action="{SIGN_IN}"')[2]
    token = re.search(r'name="begun" value="([^"]+)"', page)[1]

    assert client.post(SIGN_IN, {"email": "ana@example.org", "begun": token})["Location"] == CODE
    assert SignInCode.objects.count() == 2


def test_a_quick_passkey_is_not_asked_for_its_time(client):
    answer = client.post(SIGN_IN, {"credential": "{}"}).content.decode()

    assert "very quick" not in answer
    assert "was not accepted" in answer
