"""What the queue keeps of a job: nothing where it ended well, and never a word of somebody that it stumbled over."""

import multiprocessing
import queue

import pytest
from django.utils import timezone
from django_q.models import Task
from django_q.monitor import monitor
from django_q.worker import worker

from manyhands.web.logging import without_words

CANARIES = ("Canary", "Lopez", "+15175550199", "canary@example.org", "/r/k3y")


@pytest.fixture(autouse=True)
def in_the_tests_own_transaction(monkeypatch):
    monkeypatch.setattr("django_q.worker.close_old_django_connections", lambda: None)
    monkeypatch.setattr("django_q.monitor.close_old_django_connections", lambda: None)


def look_up(person_id: int) -> None:
    raise LookupError("Canary Lopez at /r/k3y\nLopezError: 12 Canary St")


def failing_job(person_id: int) -> None:
    phone = "+15175550199"
    try:
        look_up(person_id)
    except LookupError as error:
        raise ValueError(f'{phone}, canary@example.org\n  File "Canary Lopez", line 3, in x') from error


def run_in_the_queue(function: str) -> None:
    """Through the worker and the monitor of the queue itself, one after the other."""
    waiting, done = queue.Queue(), queue.Queue()
    job = {
        "id": "a" * 32,
        "name": "once",
        "func": function,
        "args": (7,),
        "kwargs": {},
        "started": timezone.now(),
    }
    waiting.put(job)
    waiting.put("STOP")
    worker(waiting, done, multiprocessing.Value("f", -1), timeout=-1)
    done.put("STOP")
    monitor(done)


@pytest.mark.django_db
def test_a_job_that_failed_leaves_no_words_in_its_row(caplog):
    run_in_the_queue("tests.web.test_failed_jobs.failing_job")

    task = Task.objects.get()
    assert not task.success
    assert task.result.splitlines()[:2] == ["LookupError", "ValueError"]
    assert "test_failed_jobs.py" in task.result
    kept = f"{task.result} {caplog.text}"
    assert [canary for canary in CANARIES if canary in kept] == []


@pytest.mark.django_db
def test_a_job_that_ended_well_leaves_no_row_and_asks_for_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        run_in_the_queue("builtins.abs")

    assert not Task.objects.exists()


def test_what_has_no_words_stays_as_it_is():
    bare = without_words('x : Traceback:\n  File "/a/b.py", line 3, in c\n    raise KeyError(x)\nKeyError: x')

    assert bare == 'KeyError\n  File "/a/b.py", line 3, in'
    assert without_words(bare) == bare
