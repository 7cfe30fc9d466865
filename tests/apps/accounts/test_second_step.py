"""Apps that make codes, codes on paper, and the step between the first code and being in."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.access import has_two_factors
from manyhands.apps.accounts.actions import Sender, make_one_time_link
from manyhands.apps.accounts.actions.code_apps import begin_code_app, confirm_code_app
from manyhands.apps.accounts.actions.recovery import make_recovery_codes
from manyhands.apps.accounts.bridge import code_of_step
from manyhands.apps.accounts.models import CodeApp, RecoveryCode, User
from manyhands.storage.models import IdempotencyKey
from tests.apps.accounts.conftest import run_jobs
from tests.worlds import make_user, sign_in

pytestmark = pytest.mark.django_db

SECOND, RECOVERY, APP = (reverse(f"accounts:{name}") for name in ("second", "recovery", "code_app"))


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(timezone.now(), tick=False)


@pytest.fixture
def rosa() -> User:
    return make_user("rosa@example.org")


@pytest.fixture
def app(rosa, time_machine) -> CodeApp:
    """Set up some time ago."""
    made = begin_code_app(rosa, at=timezone.now())
    assert confirm_code_app(made, code_now(made), sender=Sender("192.0.2.9"), at=timezone.now())
    time_machine.shift(timedelta(hours=2))
    return made


def code_now(app: CodeApp, off: int = 0) -> str:
    return code_of_step(app.secret, int(timezone.now().timestamp()) // 30 + off)


def come_halfway(client: Client, user: User, next_url: str = "") -> None:
    link = make_one_time_link(user, next_url, at=timezone.now())
    assert client.post(link.removeprefix("http://localhost:8000"))["Location"] == SECOND


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, SHA-1: the last six of the eight digits there."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert [code_of_step(secret, seconds // 30) for seconds in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


def test_setting_up_shows_a_picture_and_takes_the_first_code(client, rosa, mailoutbox):
    sign_in(client, rosa, factors=1)
    assert not CodeApp.objects.exists()
    client.get(APP)
    assert not CodeApp.objects.exists()
    page = client.post(APP, follow=True).content.decode()
    made = CodeApp.objects.get()
    assert "<svg" in page
    assert "data:" not in page
    assert made.secret in page.replace(" ", "")

    response = client.post(APP, {"code": code_now(made)})
    run_jobs()

    made.refresh_from_db()
    assert made.confirmed_at is not None
    assert response["Location"] == reverse("accounts:recovery_new")
    assert "new way to sign in" in mailoutbox[-1].subject
    assert has_two_factors(client.session)


def test_until_its_first_code_it_counts_for_nothing(client, rosa):
    begin_code_app(rosa, at=timezone.now())
    link = make_one_time_link(rosa, at=timezone.now())
    client.post(link.removeprefix("http://localhost:8000"))

    assert is_in(client)
    assert not has_two_factors(client.session)


def test_the_secret_is_never_shown_again(client, rosa, app):
    sign_in(client, rosa)
    pages = [client.get(url).content.decode() for url in (APP, reverse("accounts:steps"))]
    client.post(APP)

    assert all(app.secret not in page.replace(" ", "") for page in pages)
    assert CodeApp.objects.get().secret == app.secret


def test_whoever_has_an_app_is_not_in_before_its_code(client, rosa, app):
    come_halfway(client, rosa, "/g/eastside/")
    assert not is_in(client)
    assert client.get(reverse("accounts:me")).status_code == 302

    response = client.post(SECOND, {"code": code_now(app)})

    assert is_in(client)
    assert has_two_factors(client.session)
    assert response["Location"] == "/g/eastside/"


def test_a_code_is_taken_once_and_none_before_it(client, rosa, app):
    code, before = code_now(app), code_now(app, -1)
    come_halfway(client, rosa)
    client.post(SECOND, {"code": code})
    for used in (code, before):
        other = Client()
        come_halfway(other, rosa)
        assert "used already" in other.post(SECOND, {"code": used}).content.decode()
        assert not is_in(other)


@pytest.mark.parametrize(("off", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_be_half_a_minute_off(client, rosa, app, off, opens):
    come_halfway(client, rosa)
    client.post(SECOND, {"code": code_now(app, off)})

    assert is_in(client) is opens


def test_halfway_ends_after_ten_minutes(client, rosa, app, time_machine):
    come_halfway(client, rosa)
    time_machine.shift(timedelta(minutes=11))

    assert client.post(SECOND, {"code": code_now(app)})["Location"] == reverse("accounts:sign_in")
    assert not is_in(client)


def test_without_having_come_halfway_there_is_no_second_step(client, app):
    assert client.post(SECOND, {"code": code_now(app)})["Location"] == reverse("accounts:sign_in")
    assert client.post(RECOVERY, {"code": "x"})["Location"] == reverse("accounts:sign_in")


# --- guessing -------------------------------------------------------------------------------------------


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_after_five_guesses_the_right_code_opens_nothing(client, rosa, app):
    come_halfway(client, rosa)
    for number in range(5):
        client.post(SECOND, {"code": wrong(code_now(app, number + 5))}, REMOTE_ADDR=f"192.0.2.{number}")
    client.post(SECOND, {"code": code_now(app)})

    assert not is_in(client)


def test_whoever_guesses_elsewhere_locks_nobody_out_who_was_here_before(client, rosa, app, time_machine):
    come_halfway(client, rosa)
    client.post(SECOND, {"code": code_now(app)})
    client.post(reverse("accounts:sign_out"))
    time_machine.shift(timedelta(minutes=1))
    thief = Client(REMOTE_ADDR="198.51.100.7")
    come_halfway(thief, rosa)
    for _ in range(30):
        thief.post(SECOND, {"code": "000000"})

    come_halfway(client, rosa)
    client.post(SECOND, {"code": code_now(app)})

    assert is_in(client)


def test_what_says_that_one_was_here_is_good_for_that_account_alone(client, rosa, app):
    come_halfway(client, rosa)
    client.post(SECOND, {"code": code_now(app)})
    word = client.cookies["known"].value
    thief = Client()
    thief.cookies["known"] = word
    other = make_user("other@example.org")
    second = begin_code_app(other, at=timezone.now())
    assert confirm_code_app(second, code_now(second), sender=Sender("192.0.2.1"), at=timezone.now())
    come_halfway(thief, other)
    for _ in range(10):
        thief.post(SECOND, {"code": "000000"})
    thief.post(SECOND, {"code": code_now(second, 1)})

    assert not is_in(thief)
    assert client.cookies["known"]["httponly"]
    assert rosa.email_index not in word


# --- on paper -------------------------------------------------------------------------------------------


def test_ten_codes_are_shown_once_and_kept_slowly_hashed(client, rosa, app):
    sign_in(client, rosa)
    page = client.post(reverse("accounts:recovery_new")).content.decode()
    code = r"<code dir=\"ltr\">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>"
    codes = re.findall(code, page)
    again = client.get(reverse("accounts:recovery_new")).content.decode()

    assert len(set(codes)) == 10
    assert not re.search(code, again)
    assert not [one for one in codes if one in again]
    hashes = RecoveryCode.objects.values_list("code_hash", flat=True)
    assert all(one.startswith("argon2$argon2id$") for one in hashes)
    assert len(set(hashes)) == 10


def test_reloading_the_page_of_codes_makes_no_others(client, rosa, app):
    """What was printed a moment ago still opens."""
    sign_in(client, rosa)
    pressed = {"once": str(uuid4())}
    client.post(reverse("accounts:recovery_new"), pressed)
    made = set(RecoveryCode.objects.values_list("pk", flat=True))

    reloaded = client.post(reverse("accounts:recovery_new"), pressed).content.decode()

    assert set(RecoveryCode.objects.values_list("pk", flat=True)) == made
    assert "Your codes were shown once" in reloaded
    assert "recovery-codes" not in reloaded
    assert f'value="{pressed["once"]}"' not in reloaded
    assert IdempotencyKey.objects.get(action="accounts.recovery_codes").result == ""


def test_a_code_on_paper_stands_in_for_the_telephone_once(client, rosa, app, mailoutbox):
    code = make_recovery_codes(rosa, at=timezone.now())[3]
    come_halfway(client, rosa)
    client.post(RECOVERY, {"code": f" {code.lower()} "})
    run_jobs()
    assert is_in(client)
    assert "recovery codes was used" in mailoutbox[-1].subject

    other = Client()
    come_halfway(other, rosa)
    assert "used already" in other.post(RECOVERY, {"code": code}).content.decode()
    assert not is_in(other)


def test_new_codes_end_the_old_ones_and_nobody_elses_open(client, rosa, app):
    old = make_recovery_codes(rosa, at=timezone.now())[0]
    make_recovery_codes(rosa, at=timezone.now())
    foreign = make_recovery_codes(make_user(), at=timezone.now())[0]
    come_halfway(client, rosa)
    for code in (old, foreign, "", "A" * 12, "Ñ"):
        client.post(RECOVERY, {"code": code})

    assert not is_in(client)


def test_codes_on_paper_cannot_be_guessed_in_numbers(client, rosa, app):
    code = make_recovery_codes(rosa, at=timezone.now())[0]
    come_halfway(client, rosa)
    for _ in range(5):
        client.post(RECOVERY, {"code": code[:-1] + "?"})
    client.post(RECOVERY, {"code": code})

    assert not is_in(client)
