"""One's own account: language, address, every session."""

import pytest
from django.test import Client
from django.urls import reverse

from manyhands.apps.accounts.models import User
from tests.apps.accounts.conftest import run_jobs
from tests.worlds import make_group, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client) -> User:
    user = make_user("ana@example.org")
    sign_in(client, user)
    return user


@pytest.mark.parametrize("name", ["me", "change_email", "change_email_code", "sign_out_everywhere"])
def test_it_is_for_oneself(client, name):
    url = reverse(f"accounts:{name}")

    assert client.post(url)["Location"] == f"{reverse('accounts:sign_in')}?next={url}"


def test_it_shows_my_groups(client, user):
    make_group("Eastside Neighbours", organiser=user)
    make_group("Elsewhere")
    page = client.get(reverse("accounts:me")).content.decode()

    assert "Eastside Neighbours" in page
    assert "Elsewhere" not in page


def test_the_language_is_kept_for_pages_and_messages(client, user):
    response = client.post(reverse("accounts:me"), {"language": "es"}, follow=True)

    user.refresh_from_db()
    assert user.language == "es"
    assert "Mi cuenta" in response.content.decode()


def test_an_unknown_language_is_refused(client, user):
    response = client.post(reverse("accounts:me"), {"language": "xx"})

    assert response.context["form"].errors["language"]


def test_a_new_address_is_proven_first(client, user, newest_code, mailoutbox):
    client.post(reverse("accounts:change_email"), {"email": "new@example.org"})
    code = newest_code()
    assert mailoutbox[-1].to == ["new@example.org"]
    user.refresh_from_db()
    assert user.email == "ana@example.org"

    client.post(reverse("accounts:change_email_code"), {"code": code})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert User.objects.get_by_natural_key("NEW@example.org") == user
    assert client.get(reverse("accounts:me")).status_code == 200


def test_the_old_address_is_told(client, user, newest_code, mailoutbox):
    client.post(reverse("accounts:change_email"), {"email": "new@example.org"})
    client.post(reverse("accounts:change_email_code"), {"code": newest_code()})
    run_jobs()

    assert mailoutbox[-1].to == ["ana@example.org"]
    assert "has been changed" in mailoutbox[-1].subject
    assert "new@example.org" not in mailoutbox[-1].body


def test_changing_the_address_ends_the_other_sessions(client, user, newest_code):
    other = Client()
    sign_in(other, user)
    client.post(reverse("accounts:change_email"), {"email": "new@example.org"})
    client.post(reverse("accounts:change_email_code"), {"code": newest_code()})

    assert other.get(reverse("accounts:me")).status_code == 302


def test_an_address_that_has_an_account_stays_with_it(client, user, newest_code):
    make_user("taken@example.org")
    client.post(reverse("accounts:change_email"), {"email": "taken@example.org"})
    response = client.post(reverse("accounts:change_email_code"), {"code": newest_code()})

    assert "already belongs to another account" in response.content.decode()
    user.refresh_from_db()
    assert user.email == "ana@example.org"


def test_a_code_for_a_new_address_signs_nobody_in(client, user, newest_code):
    client.post(reverse("accounts:change_email"), {"email": "new@example.org"})
    code, waiting = newest_code(), client.session["change_email_code"]
    stranger = Client()
    stranger.get(reverse("groups:home"))
    session = stranger.session
    session["sign_in_code"] = waiting
    session.save()

    response = stranger.post(reverse("accounts:code"), {"code": code})

    assert response["Location"] == reverse("accounts:sign_in")


def test_signing_out_everywhere_ends_every_session(client, user):
    phone = Client()
    sign_in(phone, user)
    client.post(reverse("accounts:sign_out_everywhere"))

    assert client.get(reverse("accounts:me")).status_code == 302
    assert phone.get(reverse("accounts:me")).status_code == 302
