"""What there is no way to do with an account."""

import ast
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from manyhands.apps.accounts.actions import make_one_time_link
from manyhands.apps.accounts.backends import LONGEST_UNUSED
from manyhands.apps.accounts.models import User
from tests.architecture.source import calls, named, python_files

AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
ACCOUNT = "/account/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return User.objects.create_user("rosa@example.org", at=AT)


@pytest.fixture
def signed_in(client, rosa):
    client.force_login(rosa, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_new_installation_has_no_account():
    assert not User.objects.exists()


def test_nobody_has_a_password(rosa):
    assert not rosa.has_usable_password()


def test_a_password_opens_nothing_even_where_one_was_set(rosa):
    rosa.set_password("correct horse battery staple")
    rosa.save()

    assert authenticate(None, username="rosa@example.org", password="correct horse battery staple") is None
    assert authenticate(None, email_index=rosa.email_index, password="correct horse battery staple") is None


def test_the_only_ways_in_are_codes_links_and_keys():
    backends = [import_string(name) for name in settings.AUTHENTICATION_BACKENDS]
    # Wherever somebody is let in, it is by this one function; these are all who call it.
    callers = {
        named(path)
        for path in python_files()
        for call in calls(path)
        if ast.unparse(call.func) in {"enter", "arrive", "login"}
    }
    views = "src/manyhands/apps/accounts/views"

    assert [backend.__name__ for backend in backends] == ["CodeBackend"]
    assert callers == {f"{views}/entering.py", f"{views}/second.py", f"{views}/signing_in.py"}


def test_no_page_asks_for_a_password():
    from manyhands.apps.accounts import forms as ours

    fields = [
        field
        for form in vars(ours).values()
        if isinstance(form, type) and issubclass(form, forms.Form)
        for field in form.base_fields.values()
    ]

    assert fields
    assert not [field for field in fields if isinstance(field.widget, forms.PasswordInput)]


def test_closing_an_account_ends_the_sessions_it_has(signed_in, rosa):
    assert signed_in.get(ACCOUNT).status_code == 200

    User.objects.filter(pk=rosa.pk).update(is_active=False)

    assert signed_in.get(ACCOUNT).status_code == 302


def test_a_session_that_was_signed_out_opens_nothing_any_more(signed_in):
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    signed_in.post("/account/sign-out/")

    signed_in.cookies[settings.SESSION_COOKIE_NAME] = session

    assert signed_in.get(ACCOUNT).status_code == 302


def test_a_session_ends_after_its_days(signed_in):
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60)):
        assert signed_in.get(ACCOUNT).status_code == 302


@pytest.fixture
def came_in(client, rosa):
    """Signed in on the page itself, unlike `force_login`."""
    link = make_one_time_link(rosa, at=datetime.now(UTC))
    client.post(link.removeprefix(settings.PUBLIC_URL))
    return client


def is_in(client, *, after: timedelta) -> bool:
    with time_machine.travel(datetime.now(UTC) + after):
        return bool(client.get(ACCOUNT).status_code == 200)


def test_however_much_it_is_used_a_session_has_a_last_day(came_in):
    days = settings.SESSION_COOKIE_AGE // (24 * 3600)

    assert all(is_in(came_in, after=timedelta(days=day)) for day in range(days))
    assert not is_in(came_in, after=timedelta(days=days, minutes=5))


def test_a_session_that_nobody_uses_ends_sooner(came_in):
    assert is_in(came_in, after=LONGEST_UNUSED)
    assert not is_in(came_in, after=2 * LONGEST_UNUSED + timedelta(days=1))


def test_that_it_is_used_is_written_once_a_day(came_in):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
        with CaptureQueriesContext(connection) as first:
            came_in.get(ACCOUNT)
        with CaptureQueriesContext(connection) as second:
            came_in.get(ACCOUNT)

    assert [query["sql"] for query in first if query["sql"].startswith("UPDATE")]
    assert not [query["sql"] for query in second if query["sql"].startswith("UPDATE")]


def test_a_made_up_session_opens_nothing(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    assert client.get(ACCOUNT).status_code == 302


def test_every_page_of_a_member_has_the_way_out(signed_in):
    page = signed_in.get(ACCOUNT).content.decode()

    assert 'action="/account/sign-out/"' in page
