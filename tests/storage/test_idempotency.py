"""A form sent twice is taken once."""

import threading
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from manyhands.storage.idempotency import KeyReusedError, digest_of, run_once
from manyhands.storage.models import IdempotencyKey


def once(key, body, do):
    return run_once(action="test", key=key, body_digest=digest_of(body), at=timezone.now(), do=do)


@pytest.mark.django_db
def test_a_repeat_gets_the_first_answer_and_does_nothing():
    key, done = uuid4(), []

    first = once(key, {"a": 1}, lambda: done.append(1) or "K7-204")
    again = once(key, {"a": 1}, lambda: done.append(2) or "K7-205")

    assert first == ("K7-204", False)
    assert again == ("K7-204", True)
    assert done == [1]


@pytest.mark.django_db
def test_the_same_key_with_other_answers_is_refused():
    key = uuid4()
    once(key, {"a": 1}, lambda: "done")

    with pytest.raises(KeyReusedError):
        once(key, {"a": 2}, lambda: "done again")


@pytest.mark.django_db
def test_what_failed_may_be_tried_again():
    key = uuid4()

    with pytest.raises(ZeroDivisionError):
        once(key, {}, lambda: str(1 / 0))

    assert once(key, {}, lambda: "done") == ("done", False)


def test_a_digest_does_not_depend_on_the_order_of_answers():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


@pytest.mark.django_db(transaction=True)
def test_five_at_once_do_it_once():
    key, done, answers = uuid4(), [], []
    start = threading.Barrier(5)

    def send():
        start.wait()
        try:
            answers.append(once(key, {"a": 1}, lambda: done.append(1) or "K7-204"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()

    assert done == [1]
    assert sorted(answers) == [("K7-204", False)] + [("K7-204", True)] * 4
    assert IdempotencyKey.objects.count() == 1
