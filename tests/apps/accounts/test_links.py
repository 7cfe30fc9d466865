"""A link that signs one person in once."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from manyhands.apps.accounts.actions import make_one_time_link
from manyhands.apps.accounts.models import OneTimeLink, User
from tests.worlds import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user("rosa@example.org", language="es")


@pytest.fixture
def path(user) -> str:
    return urlsplit(make_one_time_link(user, "/g/eastside/requests/", at=timezone.now())).path


def test_opening_it_shows_whom_and_uses_nothing_up(client, path):
    pages = [client.get(path) for _time in range(3)]

    assert all("r•••@•••.org" in page.content.decode() for page in pages)
    assert all("rosa@example.org" not in page.content.decode() for page in pages)
    assert "_auth_user_id" not in client.session


def test_its_button_signs_in_and_goes_on(client, path, user):
    response = client.post(path)

    assert response["Location"] == "/g/eastside/requests/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert response.cookies["django_language"].value == "es"


def test_a_language_chosen_on_the_device_stays(client, path):
    client.cookies["django_language"] = "en"

    assert "django_language" not in client.post(path).cookies


def test_it_works_once(client, path):
    client.post(path)
    other = Client()

    assert other.get(path).status_code == 410
    assert other.post(path).status_code == 410
    assert "_auth_user_id" not in other.session


def test_in_the_demo_it_works_as_often_as_one_likes_until_its_day(path, settings, time_machine):
    settings.DEMO = True
    for _time in range(3):
        visitor = Client()
        assert "as often as you like" in visitor.get(path).content.decode()
        assert "_auth_user_id" not in visitor.session
        visitor.post(path)
        assert "_auth_user_id" in visitor.session

    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    late = Client()
    assert late.post(path).status_code == 410
    assert "Start it again, and it prints new ones." in late.get(path).content.decode()


def test_it_ends(client, path, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))

    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_altered_it_is_nothing(client, path):
    other = "y" if path.endswith("x/") else "x"
    response = client.get(f"{path[:-2]}{other}/")

    assert response.status_code == 410
    assert "Sign in by e-mail" in response.content.decode()


def test_the_account_must_be_open(client, path, user):
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.post(path).status_code == 410


def test_only_its_hash_is_kept(path):
    token = path.rstrip("/").rpartition("/")[2]

    assert len(token) >= 32
    assert token not in OneTimeLink.objects.get().token_hash
