"""Several workers at the same time, in transactions of their own: each message goes out exactly once."""

import contextvars
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from manyhands.apps.messaging.actions import cancel_messages, tell
from manyhands.apps.messaging.actions.delivery import begin_to_send, give_up_leases
from manyhands.apps.messaging.channels import Handover, Outcome
from manyhands.apps.messaging.models import Message
from manyhands.apps.messaging.tasks import deliver_due
from manyhands.apps.people.actions import Contact, add_person
from manyhands.storage.scope import group_scope, system_scope
from tests.apps.messaging.conftest import BY
from tests.worlds import make_group

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES = 50


@pytest.fixture
def people():
    group = make_group()
    now = timezone.now()
    with group_scope(group.pk):
        return [
            add_person(
                group, Contact(name="Ana", email=f"a{number}@example.org", reach_by="email"), by=BY, at=now
            )
            for number in range(MESSAGES // 5)
        ]


def tell_news(person, number):
    context = {"reference": f"K{number}", "status_url": "https://help.example.org/r/t/"}
    with group_scope(person.group_id):
        return tell(
            person,
            "need_received",
            context=context,
            about=person,
            dedup=str(number),
            by=BY,
            at=timezone.now(),
        )


def in_threads(count, task):
    """Start all at the same moment, each with its own connection and no scope."""
    start = threading.Barrier(count)

    def run():
        start.wait()
        try:
            return contextvars.Context().run(task)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(count)]]


@pytest.fixture
def outside(monkeypatch):
    """Counts what is handed over, and in which order to whom."""
    taken, lock = [], threading.Lock()

    def hand_over(mail):
        with lock:
            taken.append((mail.to, mail.subject.rsplit(maxsplit=1)[-1]))
        return Handover(Outcome.ACCEPTED, provider_id="p")

    monkeypatch.setattr("manyhands.apps.messaging.actions.delivery.hand_over_email", hand_over)
    return taken


def test_two_workers_and_fifty_messages(people, outside):
    for number in range(MESSAGES):
        tell_news(people[number % len(people)], number)

    in_threads(2, deliver_due)

    assert Counter(outside) == {
        (people[number % len(people)].email, f"K{number}"): 1 for number in range(MESSAGES)
    }
    for person in people:
        numbers = [int(subject[1:]) for to, subject in outside if to == person.email]
        assert numbers == sorted(numbers)
    with system_scope("test"):
        assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_only_one_worker_gets_a_lease(people):
    message = tell_news(people[0], 1)
    now = timezone.now()

    def lease():
        with system_scope("test"):
            return len(begin_to_send(message.pk, at=now))

    assert sorted(in_threads(5, lease)) == [0, 0, 0, 0, 1]


def test_a_message_is_cancelled_or_sent_but_never_both(people, outside):
    for number in range(20):
        tell_news(people[number % len(people)], number)
    cancelled = []

    def cancel():
        for person in people:
            with group_scope(person.group_id):
                cancelled.append(cancel_messages(person, ["need_received"], by=BY, at=timezone.now()))

    turns = iter([deliver_due, cancel])
    lock = threading.Lock()

    def one_of_both():
        with lock:
            turn = next(turns)
        turn()

    in_threads(2, one_of_both)

    with system_scope("test"):
        states = Counter(Message.objects.values_list("state", flat=True))
    assert states["sent"] == len(outside)
    assert states["cancelled"] == sum(cancelled)
    assert states["sent"] + states["cancelled"] == 20


def test_the_same_told_by_five_at_once_is_one_message(people):
    ids = in_threads(5, lambda: tell_news(people[0], 7).pk)

    assert len(set(ids)) == 1
    with system_scope("test"):
        assert Message.objects.count() == 1


def test_a_worker_killed_between_lease_and_answer(people, monkeypatch):
    """As SystemExit ends a thread: nothing after the hand-over runs."""
    message = tell_news(people[0], 1)

    def die(mail):
        raise SystemExit

    monkeypatch.setattr("manyhands.apps.messaging.actions.delivery.hand_over_email", die)
    with pytest.raises(SystemExit):
        in_threads(1, deliver_due)

    with system_scope("test"):
        row = Message.objects.get(pk=message.pk)
        assert (row.state, row.attempts) == ("sending", 1)
        assert give_up_leases(at=row.lease_until) == 0
        assert give_up_leases(at=row.lease_until + timedelta(microseconds=1)) == 1
        assert Message.objects.get(pk=message.pk).state == "unconfirmed"
