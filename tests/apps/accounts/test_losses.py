"""Every second step is lost: never by e-mail alone, never at once, never unnoticed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.accounts.actions import OwnLossError, end_loss, report_loss, vouch_for_loss
from manyhands.apps.accounts.actions.recovery import make_recovery_codes
from manyhands.apps.accounts.models import CodeApp, Loss, RecoveryCode, User
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.storage.scope import group_scope
from tests.apps.accounts.conftest import run_jobs
from tests.apps.accounts.test_second_step import code_now, come_halfway
from tests.worlds import make_group, make_member, sign_in

pytestmark = pytest.mark.django_db

LOST, OVER, STEPS = (reverse(f"accounts:{name}") for name in ("lost", "lost_over", "steps"))


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(timezone.now(), tick=False)


@pytest.fixture
def rosa(group) -> User:
    """A coordinator with an app, which is gone."""
    from manyhands.apps.accounts.actions import Sender
    from manyhands.apps.accounts.actions.code_apps import begin_code_app, confirm_code_app

    user = make_member(group, ("coordinator",)).user
    app = begin_code_app(user, at=timezone.now())
    assert confirm_code_app(app, code_now(app), sender=Sender("192.0.2.9"), at=timezone.now())
    make_recovery_codes(user, at=timezone.now())
    run_jobs()
    return user


def say_lost(user: User) -> Client:
    browser = Client()
    come_halfway(browser, user)
    browser.post(LOST)
    return browser


def vouch(group, rosa: User, roles=("organiser",), **session):
    from manyhands.apps.groups.models import Membership

    organiser = Client()
    sign_in(organiser, make_member(group, roles).user, **session)
    with group_scope(group.pk):
        member = Membership.objects.get(user=rosa)
    return organiser.post(group_path(group, "groups:member_vouch", membership_id=member.pk))


def try_to_come_in(user: User) -> Client:
    browser = Client()
    come_halfway(browser, user)
    browser.post(OVER)
    return browser


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_the_email_alone_opens_nothing_however_long_one_waits(rosa, time_machine):
    say_lost(rosa)
    time_machine.shift(timedelta(days=13))
    assert not is_in(try_to_come_in(rosa))

    time_machine.shift(timedelta(days=30))
    assert not is_in(try_to_come_in(rosa))
    assert CodeApp.objects.exists()


def test_somebody_vouches_two_days_pass_and_the_old_steps_are_gone(group, rosa, time_machine, mailoutbox):
    say_lost(rosa)
    vouch(group, rosa)
    run_jobs()
    assert mailoutbox[-1].to == [rosa.email]
    assert "two days to say no" in mailoutbox[-1].subject
    time_machine.shift(timedelta(hours=47))
    assert not is_in(try_to_come_in(rosa))

    time_machine.shift(timedelta(hours=2))
    browser = try_to_come_in(rosa)
    run_jobs()

    assert is_in(browser)
    assert not CodeApp.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert "second step is gone" in mailoutbox[-1].subject
    assert browser.get(group_path(group, "needs:list"))["Location"].startswith(reverse("accounts:needed"))


def test_the_journal_says_who_vouched(group, rosa):
    say_lost(rosa)
    vouch(group, rosa)

    with group_scope(group.pk):
        assert Entry.objects.filter(verb="member.vouched_for").count() == 1


def test_signing_in_as_always_stops_it(group, rosa, time_machine):
    say_lost(rosa)
    vouch(group, rosa)
    time_machine.shift(timedelta(minutes=5))
    browser = Client()
    come_halfway(browser, rosa)
    browser.post(reverse("accounts:second"), {"code": code_now(CodeApp.objects.get())})
    assert is_in(browser)

    time_machine.shift(timedelta(hours=49))
    assert not is_in(try_to_come_in(rosa))


def test_saying_it_is_told_at_once_and_shown_on_every_page_of_an_open_session(group, rosa, mailoutbox):
    still_in = Client()
    sign_in(still_in, rosa)
    mailoutbox.clear()
    say_lost(rosa)
    say_lost(rosa)
    run_jobs()

    assert [mail.to for mail in mailoutbox if "Did you lose" in mail.subject] == [[rosa.email]]
    pages = [
        "/",
        reverse("accounts:me"),
        STEPS,
        group_path(group, "groups:public"),
        group_path(group, "needs:list"),
    ]
    for page in pages:
        assert still_in.get(page, follow=True).content.decode().count("That was not me: stop it") == 1, page

    still_in.post(reverse("accounts:loss_stop"))
    for page in pages:
        assert "That was not me" not in still_in.get(page, follow=True).content.decode(), page


def test_the_notice_goes_when_what_was_said_counts_no_more(rosa, time_machine):
    say_lost(rosa)
    time_machine.shift(timedelta(days=15))
    still_in = Client()
    sign_in(still_in, rosa)

    assert "That was not me" not in still_in.get(STEPS).content.decode()
    first = Loss.objects.get()
    assert report_loss(rosa, at=timezone.now()) != first


def test_a_browser_that_is_signed_in_shows_it_and_stops_it(group, rosa, time_machine):
    still_in = Client()
    sign_in(still_in, rosa)
    say_lost(rosa)
    vouch(group, rosa)
    assert "That was not me" in still_in.get(STEPS).content.decode()

    still_in.post(reverse("accounts:loss_stop"))
    time_machine.shift(timedelta(hours=49))

    assert not is_in(try_to_come_in(rosa))
    assert "That was not me" not in still_in.get(STEPS).content.decode()


def test_an_organiser_whom_they_tell_stops_it(group, rosa, time_machine):
    """She has nothing left to stop it with herself, and it was not her who said so."""
    from manyhands.apps.groups.models import Membership

    say_lost(rosa)
    vouch(group, rosa)
    organiser = Client()
    sign_in(organiser, make_member(group, ("organiser",)).user)
    with group_scope(group.pk):
        member = Membership.objects.get(user=rosa)
    assert (
        "It was not them"
        in organiser.get(group_path(group, "groups:member", membership_id=member.pk)).content.decode()
    )

    time_machine.shift(timedelta(minutes=20))
    organiser.post(group_path(group, "groups:member_vouch", membership_id=member.pk), {"answer": "no"})
    time_machine.shift(timedelta(hours=49))

    assert not is_in(try_to_come_in(rosa))
    assert CodeApp.objects.exists()
    with group_scope(group.pk):
        assert Entry.objects.filter(verb="member.loss_stopped").count() == 1


def test_when_it_is_let_go_every_session_ends(group, rosa, time_machine):
    thief = Client()
    sign_in(thief, rosa)
    say_lost(rosa)
    vouch(group, rosa)
    time_machine.shift(timedelta(hours=49))
    try_to_come_in(rosa)

    assert thief.get(reverse("accounts:me")).status_code == 302


@pytest.mark.parametrize("roles", [("coordinator",), ("intake",), ()])
def test_only_whoever_gives_roles_vouches(group, rosa, roles):
    say_lost(rosa)

    assert vouch(group, rosa, roles).status_code == 403
    assert Loss.objects.get().vouched_at is None


def test_with_one_thing_alone_nobody_vouches(group, rosa, time_machine):
    time_machine.shift(timedelta(days=2))
    say_lost(rosa)
    vouch(group, rosa, factors=1)

    assert Loss.objects.get().vouched_at is None


def test_nobody_vouches_for_what_was_not_said_nor_for_themselves(group, rosa):
    assert vouch(group, rosa).status_code == 404

    loss = report_loss(rosa, at=timezone.now())
    with pytest.raises(OwnLossError):
        vouch_for_loss(loss, vouched_by=rosa, at=timezone.now())


def test_organisers_of_other_groups_find_nobody(group, rosa):
    say_lost(rosa)
    other = Client()
    foreign = make_group()
    sign_in(other, make_member(foreign, ("organiser",)).user)
    from manyhands.apps.groups.models import Membership

    with group_scope(group.pk):
        member = Membership.objects.get(user=rosa)

    path = group_path(foreign, "groups:member_vouch", membership_id=member.pk)
    assert other.post(path).status_code == 404


def test_saying_it_and_vouching_twice_is_once(rosa):
    first, second = (report_loss(rosa, at=timezone.now()) for _ in range(2))
    assert first == second
    assert vouch_for_loss(first, vouched_by=None, at=timezone.now())
    assert not vouch_for_loss(first, vouched_by=None, at=timezone.now() + timedelta(hours=47))
    end_loss(rosa, at=timezone.now())
    assert report_loss(rosa, at=timezone.now()) != first


def test_whoever_has_not_come_halfway_cannot_say_it(client, rosa):
    assert client.post(LOST)["Location"] == reverse("accounts:sign_in")
    sign_in(client, rosa)
    client.post(LOST)

    assert not Loss.objects.exists()


def test_the_organiser_is_shown_what_to_do(group, rosa):
    from manyhands.apps.groups.models import Membership

    organiser = Client()
    sign_in(organiser, make_member(group, ("organiser",)).user)
    with group_scope(group.pk):
        member = Membership.objects.get(user=rosa)
    page = group_path(group, "groups:member", membership_id=member.pk)
    assert "I have spoken with them" not in organiser.get(page).content.decode()

    say_lost(rosa)

    assert "I have spoken with them" in organiser.get(page).content.decode()
