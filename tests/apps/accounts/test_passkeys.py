"""Keys that a device keeps: making, using, naming, removing, and each way of cheating."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.access import has_two_factors
from manyhands.apps.accounts.models import Passkey, User
from tests.apps.accounts.conftest import run_jobs
from tests.apps.accounts.software_key import PRESENT, SoftwareKey
from tests.worlds import make_user, sign_in

pytestmark = pytest.mark.django_db

OPTIONS, ADD, SIGN_IN = (
    reverse(f"accounts:{name}") for name in ("passkey_options", "passkey_add", "sign_in")
)


def ask(client: Client, purpose: str) -> dict:
    response = client.post(OPTIONS, {"for": purpose})
    assert response.status_code == 200
    return json.loads(response.content)


def make_key(user: User, **key) -> SoftwareKey:
    """Registered on the page, as by somebody signed in with a code."""
    device = SoftwareKey(**key)
    page = Client(headers={"host": "localhost"})
    sign_in(page, user, factors=1)
    page.post(ADD, {"name": "My phone", "credential": device.make(ask(page, "make"))})
    return device


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def rosa() -> User:
    return make_user("rosa@example.org")


@pytest.fixture
def key(rosa) -> SoftwareKey:
    return make_key(rosa)


def enter(client: Client, answer: str):
    return client.post(SIGN_IN, {"credential": answer})


def test_a_key_signs_in_without_an_address_and_counts_as_two_things(client, rosa, key):
    before = client.session.session_key
    enter(client, key.use(ask(client, "sign_in")))

    assert client.session["_auth_user_id"] == str(rosa.pk)
    assert has_two_factors(client.session)
    assert client.session.session_key != before


def test_what_is_asked_names_no_key_and_wants_a_finger_or_a_pin(client, key):
    asked = ask(client, "sign_in")

    assert asked.get("allowCredentials", []) == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"


def test_a_new_key_is_found_by_itself_and_told_of(client, rosa, mailoutbox):
    sign_in(client, rosa, factors=1)
    asked = ask(client, "make")
    client.post(ADD, {"name": "Blue key", "credential": SoftwareKey().make(asked)})
    run_jobs()

    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert Passkey.objects.get(user=rosa).name == "Blue key"
    assert "new way to sign in" in mailoutbox[-1].subject
    assert has_two_factors(client.session)


def test_several_keys_have_names_and_can_go(client, rosa, key):
    make_key(rosa)
    first, second = Passkey.objects.filter(user=rosa)
    sign_in(client, rosa)
    client.post(reverse("accounts:passkey", kwargs={"passkey_id": second.pk}), {"name": "<b>Old</b> phone"})
    page = client.get(reverse("accounts:steps")).content.decode()
    assert "&lt;b&gt;Old&lt;/b&gt; phone" in page

    client.post(reverse("accounts:passkey_remove", kwargs={"passkey_id": first.pk}))

    assert list(Passkey.objects.filter(user=rosa)) == [second]
    visitor = Client(headers={"host": "localhost"})
    enter(visitor, key.use(ask(visitor, "sign_in")))
    assert not is_in(visitor)


def test_keys_of_others_are_not_there(client, key):
    sign_in(client, make_user())
    theirs = Passkey.objects.get()

    for name in ("passkey", "passkey_remove"):
        url = reverse(f"accounts:{name}", kwargs={"passkey_id": theirs.pk})
        assert client.post(url, {"name": "mine"}).status_code == 404


def test_the_same_key_is_not_taken_twice(client, rosa, key):
    sign_in(client, make_user())
    client.post(ADD, {"name": "x", "credential": key.make(ask(client, "make"))})

    assert Passkey.objects.get().user == rosa


def test_nothing_of_it_is_readable_in_the_table(rosa, key):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT credential_id, public_key, name FROM accounts_passkey")
        row = cursor.fetchone()

    assert all(value.startswith("gAAAA") for value in row)


# --- cheating -------------------------------------------------------------------------------------------


def test_an_answer_to_another_question_opens_nothing(client, key):
    ask(client, "sign_in")
    enter(client, key.use({"challenge": "bm90IHdoYXQgd2UgYXNrZWQ"}))

    assert not is_in(client)


def test_an_answer_without_a_question_opens_nothing(client, key):
    elsewhere = Client(headers={"host": "localhost"})
    enter(client, key.use(ask(elsewhere, "sign_in")))

    assert not is_in(client)


def test_an_answer_is_good_once(client, key):
    asked = ask(client, "sign_in")
    kept = dict(client.session)
    answer = key.use(asked)
    enter(client, answer)
    assert is_in(client)
    client.logout()
    session = client.session
    session.update({name: value for name, value in kept.items() if name == "key_asked"})
    session.save()

    # Also for a key that never counts, and so says nothing new with a second answer.
    key.count = 99
    enter(client, key.use(asked))
    assert not is_in(client)


def test_a_question_ends_after_minutes(client, key, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    answer = key.use(ask(client, "sign_in"))
    time_machine.shift(timedelta(minutes=6))
    enter(client, answer)

    assert not is_in(client)


def test_a_question_for_one_thing_answers_no_other(client, rosa, key):
    sign_in(client, rosa)
    asked = ask(client, "prove")
    client.post(reverse("accounts:sign_out"))
    enter(client, key.use(asked))

    assert not is_in(client)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("origin", "http://localhost.evil.example"),
        ("origin", "https://localhost:444"),
        ("host", "evil.example"),
        ("flags", PRESENT),
        ("flags", 0),
    ],
)
def test_another_page_or_nobody_at_the_device_opens_nothing(client, key, where, value):
    setattr(key, where, value)
    enter(client, key.use(ask(client, "sign_in")))

    assert not is_in(client)


def test_another_key_under_the_same_name_opens_nothing(client, key):
    forged = SoftwareKey(credential_id=key.credential_id, handle=key.handle)
    enter(client, forged.use(ask(client, "sign_in")))

    assert not is_in(client)


def test_a_key_that_says_it_is_somebody_elses_opens_nothing(client, key):
    other = make_key(make_user())
    key.handle = other.handle
    enter(client, key.use(ask(client, "sign_in")))

    assert not is_in(client)


def test_somebody_elses_key_is_no_second_step(client, rosa, key):
    other = make_key(make_user())
    from manyhands.apps.accounts.actions import make_one_time_link

    link = make_one_time_link(rosa, at=timezone.now())
    client.post(link.removeprefix("http://localhost:8000"))
    client.post(reverse("accounts:second"), {"credential": other.use(ask(client, "prove"))})
    assert not is_in(client)

    client.post(reverse("accounts:second"), {"credential": key.use(ask(client, "prove"))})
    assert client.session["_auth_user_id"] == str(rosa.pk)


@pytest.mark.parametrize("counts", [(5, 4), (5, 5), (5, 0)])
def test_a_count_that_goes_back_was_copied(client, key, counts):
    first, then = counts
    key.count = first - 1
    enter(client, key.use(ask(client, "sign_in")))
    assert is_in(client)
    visitor = Client(headers={"host": "localhost"})
    key.count = then - 1

    enter(visitor, key.use(ask(visitor, "sign_in")))

    assert not is_in(visitor)


def test_a_closed_account_stays_closed(client, rosa, key):
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    enter(client, key.use(ask(client, "sign_in")))

    assert not is_in(client)


@pytest.mark.parametrize(
    "answer", ["", "{}", "null", "[]", '{"id":1}', '{"id":"é","response":{"userHandle":"é"}}', "x" * 5000]
)
def test_what_is_no_answer_at_all_is_told_so(client, key, answer):
    ask(client, "sign_in")
    response = enter(client, answer)

    assert "was not accepted" in response.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    "answer", ["", "{}", "null", "[]", '{"id":"x","rawId":"x","response":{},"type":"public-key"}']
)
def test_what_is_no_new_key_makes_none(client, rosa, answer):
    sign_in(client, rosa)
    ask(client, "make")
    response = client.post(ADD, {"name": "x", "credential": answer})

    assert "was not accepted" in response.content.decode()
    assert not Passkey.objects.exists()


@pytest.mark.parametrize(("purpose", "status"), [("make", 403), ("prove", 403), ("", 403), ("sign_in", 200)])
def test_strangers_are_asked_for_a_key_to_sign_in_and_nothing_else(client, purpose, status):
    assert client.post(OPTIONS, {"for": purpose}).status_code == status


def test_questions_are_limited(client):
    answers = [client.post(OPTIONS, {"for": "sign_in"}).status_code for _ in range(12)]

    assert answers == [200] * 10 + [429] * 2


def test_on_a_host_of_its_own_keys_are_for_that_host(client, settings):
    settings.PUBLIC_URL = "https://help.example.org"
    settings.ALLOWED_HOSTS = ["help.example.org"]
    visitor = Client(headers={"host": "help.example.org"})

    assert ask(visitor, "sign_in")["rpId"] == "help.example.org"
