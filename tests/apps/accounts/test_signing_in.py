"""Signing in by a code that is sent to an e-mail address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.models import SignInCode, User
from manyhands.apps.accounts.queries import find_user
from tests.worlds import make_user, sign_in

pytestmark = pytest.mark.django_db


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_code_signs_in_and_the_session_gets_a_new_key(client, ask, enter, newest_code):
    user = make_user("ana@example.org")
    ask("  Ana@Example.ORG ")
    before = client.session.session_key

    response = enter(newest_code())

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before


def test_the_code_makes_the_account_of_whoever_is_new(client, ask, enter, newest_code):
    client.cookies["django_language"] = "es"
    ask("nueva@example.org")
    assert find_user("nueva@example.org") is None

    enter(newest_code())

    user = find_user("nueva@example.org")
    assert user is not None
    assert (user.email, user.language) == ("nueva@example.org", "es")
    assert not user.has_usable_password()


@pytest.mark.parametrize("known", [True, False])
def test_nothing_says_whether_an_address_is_known(client, ask, known):
    if known:
        make_user("ana@example.org")
    response = ask()
    page = client.get(response["Location"]).content.decode()

    assert response["Location"] == reverse("accounts:code")
    assert SignInCode.objects.count() == 1
    assert "ana@example.org" in page
    assert SignInCode.objects.get().code not in page


def test_a_code_is_kept_as_a_hash_once_it_is_sent(ask, newest_code):
    ask()
    code = newest_code()
    row = SignInCode.objects.get()

    assert row.code == ""
    assert row.next_try_at is None
    assert code not in row.code_hash
    assert row.code_hash.startswith("argon2$argon2id$")


@pytest.mark.parametrize("typed", ["{} ", " {}", "{}-", "{}\u200b"])
def test_a_pasted_code_may_have_blanks_around_it(client, ask, enter, newest_code, typed):
    ask()
    enter(typed.format(newest_code()))

    assert is_signed_in(client)


def test_a_code_may_be_written_in_groups_and_in_other_digits(client, ask, enter, newest_code):
    ask()
    code = newest_code()
    arabic = "".join(chr(0x0660 + int(digit)) for digit in code)
    enter(f"{arabic[:3]} {arabic[3:]}")

    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "²²²²²²x", "9" * 10_000])
def test_what_is_no_code_costs_no_try(client, ask, enter, typed):
    ask()
    response = enter(typed)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert SignInCode.objects.get().tries_left == 5


def test_a_wrong_code_can_be_tried_five_times(client, ask, enter, newest_code):
    ask()
    code = newest_code()
    first = enter(wrong(code))
    for _time in range(4):
        last = enter(wrong(code))

    assert "4 more times" in first.content.decode()
    assert "has ended" in last.content.decode()
    assert "has ended" in enter(code).content.decode()
    assert not is_signed_in(client)


def test_the_fifth_try_may_still_be_right(client, ask, enter, newest_code):
    ask()
    code = newest_code()
    for _time in range(4):
        enter(wrong(code))
    enter(code)

    assert is_signed_in(client)


def test_a_code_ends_after_ten_minutes(client, ask, enter, newest_code, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ask()
    code = newest_code()
    time_machine.shift(timedelta(minutes=10))

    assert "has ended" in enter(code).content.decode()
    assert not is_signed_in(client)


def test_a_code_is_used_once(client, ask, enter, newest_code):
    ask()
    code = newest_code()
    enter(code)
    row = SignInCode.objects.get()
    client.logout()
    session = client.session
    session["sign_in_code"] = row.pk
    session.save()

    assert "has ended" in enter(code).content.decode()
    assert not is_signed_in(client)


def test_a_code_is_of_no_use_in_another_browser(ask, newest_code, client_of_another):
    ask()
    code = newest_code()
    response = client_of_another.post(reverse("accounts:code"), {"code": code})

    assert response["Location"] == reverse("accounts:sign_in")
    assert not is_signed_in(client_of_another)


@pytest.fixture
def client_of_another():
    from django.test import Client

    return Client()


def test_a_closed_account_stays_closed(client, ask, enter, newest_code):
    user = make_user("ana@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask()

    assert "has been closed" in enter(newest_code()).content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("typed", ["", "ana", "ana@", "<script>@x", "a@b@c.org", "x" * 300 + "@example.org"])
def test_what_is_no_address_gets_no_code(ask, typed):
    response = ask(typed)

    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert not SignInCode.objects.exists()


# --- where one goes -------------------------------------------------------------------------------------


def test_after_signing_in_one_is_where_one_wanted_to_be(ask, enter, newest_code):
    ask(next_url="/g/eastside/tasks/?kind=ride")

    assert enter(newest_code())["Location"] == "/g/eastside/tasks/?kind=ride"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "/%0d%0aLocation:https://evil.example" * 10,
    ],
)
def test_nobody_is_sent_elsewhere(client, ask, enter, newest_code, elsewhere):
    ask(next_url=elsewhere)
    assert enter(newest_code())["Location"] == "/"

    signed_in_already = client.get(reverse("accounts:sign_in", query={"next": elsewhere}))
    assert signed_in_already["Location"] == "/"


# --- limits ---------------------------------------------------------------------------------------------


def test_one_address_gets_a_few_codes_only(client, ask):
    answers = [ask(REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(7)]

    assert answers == [302] * 5 + [429] * 2
    assert SignInCode.objects.count() == 5


def test_one_machine_gets_a_limited_number(ask):
    answers = [ask(f"person{number}@example.org").status_code for number in range(25)]

    assert answers == [302] * 10 + [429] * 15


def test_a_forged_forwarding_header_changes_nothing(ask):
    answers = [
        ask(f"person{number}@example.org", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code
        for number in range(11)
    ]

    assert answers[-1] == 429


def test_the_limit_passes(ask, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    while ask().status_code == 302:
        pass
    time_machine.shift(timedelta(minutes=10))

    assert ask().status_code == 302


# --- leaving --------------------------------------------------------------------------------------------


def test_signing_out_takes_a_post_and_clears_what_was_left(client):
    sign_in(client, make_user())
    assert client.get(reverse("accounts:sign_out")).status_code == 405

    response = client.post(reverse("accounts:sign_out"))

    assert not is_signed_in(client)
    assert '"cache"' in response["Clear-Site-Data"]


BACKENDS = "django.core.mail.backends"


@pytest.mark.parametrize(
    ("practice", "shown"),
    [
        ({"DEMO": True, "EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend"}, True),
        ({"DEMO": True, "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend", "EMAIL_HOST": "localhost"}, True),
        (
            {
                "DEMO": True,
                "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
                "EMAIL_HOST": "mail.example.org",
            },
            False,
        ),
        ({"DEMO": True, "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend"}, False),
        ({"DEMO": False, "EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend"}, False),
    ],
)
def test_only_a_demo_without_mail_shows_the_code(client, ask, settings, practice, shown):
    for name, value in practice.items():
        setattr(settings, name, value)
    ask()
    page = client.get(reverse("accounts:code")).content.decode()

    assert (SignInCode.objects.get().code in page) is shown
