"""The worker: each message once, whatever dies, is down, is cancelled or happens at the same time."""

import contextvars
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import InterfaceError, OperationalError, connection

from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.actions import cancel_messages, set_rules, tell_staff
from manyhands.apps.messaging.actions.delivery import LEASE, begin_to_send, finish_sending
from manyhands.apps.messaging.channels import Handover, Outcome
from manyhands.apps.messaging.models import Message
from manyhands.apps.messaging.tasks import RUN_FOR, WRITTEN_WITHIN, deliver_due, forget_old_contents
from manyhands.apps.people.models import Person
from tests.apps.messaging.conftest import BY, NOON

ACCEPTED = Handover(Outcome.ACCEPTED, provider_id="p1")
DOWN = Handover(Outcome.NOT_NOW, reason="no_connection", is_channel_down=True)
LATER = Handover(Outcome.NOT_NOW, reason="smtp 450")
REFUSED = Handover(Outcome.REFUSED, reason="smtp 550")
UNKNOWN = Handover(Outcome.UNKNOWN, reason="lost_connection")
EVENING = datetime(2026, 3, 5, 3, 30, tzinfo=UTC)  # 22:30 in Michigan
NEXT_MORNING = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)  # 8:00


class Outside:
    """The provider: answers `answer`, or what the function `answer` says, and remembers what it was given."""

    def __init__(self):
        self.answer = ACCEPTED
        self.taken = []

    def __call__(self, mail=None, **sms):
        answer = self.answer() if callable(self.answer) else self.answer
        if answer.outcome is Outcome.ACCEPTED:
            self.taken.append(mail.text if mail else sms["text"])
        return answer


@pytest.fixture
def outside(monkeypatch):
    outside = Outside()
    monkeypatch.setattr("manyhands.apps.messaging.actions.delivery.hand_over_email", outside)
    monkeypatch.setattr("manyhands.apps.messaging.actions.delivery.hand_over_sms", outside)
    return outside


def work(at=NOON, *, task=deliver_due):
    """As the worker does: in a context of its own, where nobody has set a scope."""
    with time_machine.travel(at, tick=False):
        contextvars.Context().run(task)


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_message_is_sent_once(ana, say, outside):
    message = say(ana)

    work()
    work()

    assert state_of(message) == "sent"
    assert len(outside.taken) == 1
    assert (message.attempts, message.provider_id, message.sent_at, message.lease_until) == (
        1,
        "p1",
        NOON,
        None,
    )
    assert Entry.objects.filter(verb="message.sent", subject_id=message.pk).count() == 1


def test_the_whole_way_through_the_mail_interface(ana, say):
    message = say(ana)

    work()

    (email,) = mail.outbox
    assert email.to == ["ana@example.org"]
    assert email.subject == "We have your request K7-204"
    assert "https://help.example.org/r/token/" in email.body
    assert email.extra_headers["Message-ID"].startswith(f"<message-{message.pk}.")


def test_nothing_goes_before_its_time(ana, say, outside):
    say(ana, not_before=NOON + timedelta(seconds=10))

    work(NOON + timedelta(seconds=9))
    assert outside.taken == []
    work(NOON + timedelta(seconds=10))
    assert len(outside.taken) == 1


def test_the_address_of_the_moment_counts(ana, say):
    say(ana)
    ana.email = "new@example.org"
    ana.save()

    work()

    assert mail.outbox[0].to == ["new@example.org"]


# --- cancelling ------------------------------------------------------------------------------------------------


def test_what_is_cancelled_is_never_sent(ana, say, outside):
    message = say(ana)
    cancel_messages(ana, ["need_received"], by=BY, at=NOON)

    work()

    assert (state_of(message), outside.taken) == ("cancelled", [])


def test_cancelling_after_the_lease_is_too_late(ana, say):
    message = say(ana)
    assert begin_to_send(message.pk, at=NOON)

    assert cancel_messages(ana, ["need_received"], by=BY, at=NOON) == 0
    assert state_of(message) == "sending"


def test_cancelled_between_the_list_and_the_lease(ana, say):
    message = say(ana)
    cancel_messages(ana, ["need_received"], by=BY, at=NOON)

    assert begin_to_send(message.pk, at=NOON) == []


# --- dying in the middle ------------------------------------------------------------------------------------------


def test_a_worker_that_died_leaves_an_unconfirmed_message(ana, say, outside):
    message = say(ana)
    begin_to_send(message.pk, at=NOON)

    work(NOON + LEASE - timedelta(seconds=1))
    assert state_of(message) == "sending"
    work(NOON + LEASE + timedelta(seconds=1))
    work(NOON + timedelta(days=1))

    assert (state_of(message), message.last_error) == ("unconfirmed", "worker_stopped")
    assert outside.taken == []


def test_an_answer_that_comes_late_is_still_believed(ana, say):
    message = say(ana)
    (leased,) = begin_to_send(message.pk, at=NOON)
    work(NOON + LEASE + timedelta(seconds=1))

    finish_sending(leased, ACCEPTED, at=NOON + LEASE + timedelta(minutes=1))

    assert state_of(message) == "sent"


def test_an_answer_after_staff_tried_again_changes_nothing(ana, say):
    message = say(ana)
    (leased,) = begin_to_send(message.pk, at=NOON)
    Message.objects.filter(pk=message.pk).update(state="waiting", attempts=0)

    finish_sending(leased, REFUSED, at=NOON)

    assert state_of(message) == "waiting"


@pytest.fixture
def refusing(monkeypatch):
    """The database does not let anybody write down what was sent, so many times; and how long is waited then."""
    waited = []
    # It would end the transaction that this test is in.
    monkeypatch.setattr("manyhands.apps.messaging.tasks.close_old_connections", lambda: None)

    def refuse(*errors):
        left = list(errors)

        def write_down(message, handover, *, at):
            if left:
                raise left.pop(0)
            finish_sending(message, handover, at=at)

        monkeypatch.setattr("manyhands.apps.messaging.tasks.finish_sending", write_down)
        return waited

    def sleep(seconds):
        waited.append(seconds)
        clock.shift(seconds)

    with time_machine.travel(NOON, tick=False) as clock:
        monkeypatch.setattr("manyhands.apps.messaging.tasks.time.sleep", sleep)
        monkeypatch.setattr(refuse, "work", lambda: contextvars.Context().run(deliver_due), raising=False)
        yield refuse


def test_what_was_sent_is_known_although_the_database_was_held_just_then(ana, say, outside, refusing):
    message = say(ana)
    waited = refusing(OperationalError("database is locked"), InterfaceError("connection already closed"))

    refusing.work()

    assert state_of(message) == "sent"
    assert len(outside.taken) == 1
    assert waited == [1, 2]


def test_a_database_that_is_started_again_meanwhile_loses_nothing(ana, say, outside, refusing):
    message = say(ana)
    waited = refusing(*[OperationalError("connection refused")] * 10)

    refusing.work()

    assert (state_of(message), len(outside.taken)) == ("sent", 1)
    assert waited == [1, 2, 4, 8, 8, 8, 8, 8, 8, 8]


def test_a_database_that_stays_away_leaves_it_to_the_lease(ana, say, outside, refusing, caplog):
    message = say(ana)
    waited = refusing(*[OperationalError("database is locked")] * 1000)

    refusing.work()

    assert state_of(message) == "sending"
    assert WRITTEN_WITHIN <= timedelta(seconds=sum(waited)) < LEASE
    assert f"message {message.pk} could not be sent" in caplog.text
    work(NOON + LEASE + timedelta(minutes=1))
    assert state_of(message) == "unconfirmed"
    assert len(outside.taken) == 1


def test_a_run_ends_before_the_worker_is_stopped_and_no_lease_while_it_is_held(settings):
    # Greeting, EHLO, TLS, EHLO, AUTH, MAIL, RCPT, DATA, text.
    talk = 9 * timedelta(seconds=settings.EMAIL_TIMEOUT)
    last_try = timedelta(seconds=20)  # as long as anybody waits for a database that is held

    assert RUN_FOR + talk + WRITTEN_WITHIN + last_try < timedelta(seconds=settings.Q_CLUSTER["timeout"])
    assert talk + WRITTEN_WITHIN + last_try < LEASE


def test_an_unknown_fate_is_shown_and_not_repeated(ana, say, outside):
    message = say(ana)
    outside.answer = UNKNOWN

    work()
    outside.answer = ACCEPTED
    work(NOON + timedelta(hours=5))

    assert (state_of(message), outside.taken) == ("unconfirmed", [])


def test_one_that_cannot_be_read_does_not_keep_the_others(ana, make_person, say, outside, caplog):
    broken = say(ana)
    fine = say(make_person(email="leo@example.org"))
    Message.objects.filter(pk=broken.pk).update(event="no_such_event")

    work()

    assert (state_of(fine), state_of(broken), broken.last_error) == ("sent", "failed", "no_words")
    assert f"message {broken.pk} has no words" in caplog.text


def test_one_whose_key_is_lost_does_not_keep_the_others(ana, make_person, say, outside, caplog):
    broken = say(ana)
    fine = say(make_person(email="leo@example.org"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_message SET context = 'gAAAAnonsense' WHERE id = %s", [broken.pk])

    work()

    assert state_of(fine) == "sent"
    assert f"message {broken.pk} could not be sent" in caplog.text


# --- trying again ---------------------------------------------------------------------------------------------------


def test_eight_times_with_longer_waits_and_then_staff_are_told_once(ana, say, outside, coordinator):
    message = say(ana)
    outside.answer = LATER
    at, waits = NOON, []

    for _ in range(8):
        work(at)
        message.refresh_from_db()
        waits.append((message.not_before - at) / timedelta(minutes=1))
        at = message.not_before if message.state == "waiting" else at

    assert (message.state, message.attempts, message.last_error) == ("failed", 8, "smtp 450")
    for attempt, wait in enumerate(waits[:7]):
        assert 0.8 * 2**attempt <= wait <= 1.2 * 2**attempt
    alarms = Message.objects.filter(event="message_failed")
    assert alarms.count() == 2  # the organiser and the coordinator
    assert alarms[0].context["reference"] == "K7-204"


def test_the_wait_that_a_provider_asks_for(ana, say, outside):
    message = say(ana)
    outside.answer = Handover(Outcome.NOT_NOW, reason="gateway 429", wait=timedelta(minutes=30))

    work()

    message.refresh_from_db()
    assert message.not_before == NOON + timedelta(minutes=30)


def test_a_refusal_is_final_at_once(ana, say, outside, coordinator):
    message = say(ana)
    outside.answer = REFUSED

    work()

    assert (state_of(message), message.attempts) == ("failed", 1)
    assert Message.objects.filter(event="message_failed").count() == 2


def test_whoever_has_no_address_any_more_is_written_to_by_nobody(ana, say, outside, coordinator):
    message = say(ana)
    Person.objects.filter(pk=ana.pk).update(email="")

    work()

    assert (state_of(message), message.last_error) == ("failed", "no_address")
    assert len(outside.taken) == Message.objects.filter(event="message_failed").count() == 2


def test_an_alarm_names_a_request_only_where_the_message_did(ana, say, outside, coordinator):
    say(ana, "membership_approved", context={"url": "https://help.example.org/g/x/"})
    outside.answer = REFUSED

    work()

    alarms = Message.objects.filter(event="message_failed")
    assert {"reference" in alarm.context for alarm in alarms} == {False}


def test_an_alarm_that_fails_raises_no_alarm(group, ana, outside, coordinator):
    context = {"url": "https://help.example.org/g/x/messages/"}
    tell_staff(group, "message_failed", "messages.manage", context=context, about=ana, by=BY, at=NOON)
    outside.answer = REFUSED

    work()

    assert set(Message.objects.values_list("event", "state")) == {("message_failed", "failed")}


def test_an_hour_without_a_mail_server(ana, make_person, say, outside):
    """Nothing is lost, nothing is sent twice, and everybody gets their news in order."""
    leo = make_person(email="leo@example.org")
    outside.answer = DOWN
    expected = []
    for minute in range(0, 60, 3):
        at = NOON + timedelta(minutes=minute)
        for person in (ana, leo):
            reference = f"{person.pk}-{minute}"
            context = {"reference": reference, "status_url": "https://help.example.org/r/t/"}
            say(person, at=at, context=context, dedup=reference)
            expected.append(reference)
        work(at)
    outside.answer = ACCEPTED

    for minute in range(60, 240):
        work(NOON + timedelta(minutes=minute))

    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert len(outside.taken) == len(expected)
    for person in (ana, leo):
        wanted = [reference for reference in expected if reference.startswith(f"{person.pk}-")]
        got = [ref for text in outside.taken for ref in wanted if f"number {ref}." in text]
        assert got == wanted


def test_a_down_server_is_asked_once_in_a_run(make_person, say, outside):
    for number in range(10):
        say(make_person(email=f"a{number}@example.org"))
    calls = []
    outside.answer = lambda: calls.append(1) or DOWN

    work()

    assert len(calls) == 1
    assert Message.objects.filter(attempts=0, state="waiting").count() == 9


def test_mail_goes_out_while_the_gateway_is_down(make_person, say, settings, outside):
    settings.SMS_GATEWAY = "http"
    text = say(make_person(reach_by="text", phone="+15175550100"), "still_needed")
    email = say(make_person(email="leo@example.org"))
    outside.answer = lambda: DOWN if not calls.append(1) and len(calls) == 1 else ACCEPTED
    calls = []

    work()

    assert (state_of(text), state_of(email)) == ("waiting", "sent")


# --- night and digest -----------------------------------------------------------------------------------------------


def test_a_late_worker_wakes_nobody(make_person, say, settings, outside):
    settings.SMS_GATEWAY = "http"
    message = say(make_person(reach_by="text", phone="+15175550100"))

    work(EVENING)
    assert (state_of(message), message.not_before) == ("waiting", NEXT_MORNING)
    work(NEXT_MORNING)
    assert state_of(message) == "sent"


def test_what_is_urgent_goes_at_night(make_person, say, settings, outside):
    settings.SMS_GATEWAY = "http"
    message = say(make_person(reach_by="text", phone="+15175550100"), "helper_changed")

    work(EVENING)

    assert state_of(message) == "sent"


def test_a_digest_is_one_message(group, ana, make_person):
    set_rules(group, {"new_need": (True, True)}, by=BY, at=NOON)
    for reference in ("K7-1", "K7-2", "K7-3"):
        context = {"reference": reference, "url": f"https://help.example.org/g/x/requests/{reference}/"}
        about = make_person(email="")
        tell_staff(group, "new_need", "needs.triage", context=context, about=about, by=BY, at=NOON)

    work(NOON + timedelta(hours=1))
    assert mail.outbox == []
    work(datetime(2026, 3, 5, 14, 0, tzinfo=UTC))

    (digest,) = mail.outbox
    assert digest.subject == f"3 pieces of news from {group.name}"
    assert [digest.body.index(reference) for reference in ("K7-1", "K7-2", "K7-3")]
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


# --- forgetting ------------------------------------------------------------------------------------------------------


def test_contents_are_emptied_after_two_weeks(ana, say, outside):
    old, waiting = say(ana, dedup="1"), say(ana, dedup="2", not_before=NOON + timedelta(days=60))
    work()

    work(NOON + timedelta(days=13), task=forget_old_contents)
    old.refresh_from_db()
    assert old.context
    work(NOON + timedelta(days=15), task=forget_old_contents)

    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.context, old.state) == ({}, "sent")
    assert waiting.context
    assert say(ana, dedup="1", at=NOON + timedelta(days=16)).state == "sent"
