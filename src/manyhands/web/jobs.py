"""Jobs and their schedule behind one module: rows in the same database, taken by any worker.

Arguments are ids only (they are stored in the clear), and every job may run twice: a killed worker's job is
given to another one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django_q.models import Schedule, Task
from django_q.tasks import async_task

from manyhands.web.logging import without_words
from manyhands.web.request_ids import find_request_id


def enqueue(task: str, *ids: int | str) -> None:
    """Run the function at dotted path `task` soon, once the caller's transaction has committed.

    The row is written in the caller's transaction, so the job exists exactly when its cause does.
    """
    async_task(task, *ids, group=find_request_id() or None)


def enqueue_after_commit(task: str, *ids: int | str) -> None:
    """Run `task` once after the caller's transaction, however often it was asked for within.

    The job is written after the commit: a worker killed in between loses it, so a schedule must catch up.
    """
    after_commit_once(_Job(task, ids))


def after_commit_once(call: Callable[[], None]) -> None:
    """Call once after the caller's transaction, however many equal ones were handed in within."""
    # A savepoint that is rolled back takes its entries out of this list, so what is found here will run.
    if not any(waiting[1] == call for waiting in transaction.get_connection().run_on_commit):
        transaction.on_commit(call)


@contextmanager
def equal_jobs_once() -> Iterator[None]:
    """What is asked for after the commits within is written once, at the end.

    A round over thousands of groups tells somebody in each, and one job sends all of it.
    """
    jobs: dict[_Job, None] = {}  # in the order in which they were asked for
    before = _gathered.set(jobs)
    try:
        yield
    finally:
        _gathered.reset(before)
        for job in jobs:
            job()


@dataclass(frozen=True)
class _Job:
    task: str
    ids: tuple[int | str, ...]

    def __call__(self) -> None:
        jobs = _gathered.get()
        if jobs is None:
            enqueue(self.task, *self.ids)
        else:
            jobs[self] = None


_gathered: ContextVar[dict[_Job, None] | None] = ContextVar("gathered_jobs", default=None)


def every(minutes: int, task: str) -> dict[str, Any]:
    return {"name": task, "func": task, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1}


def daily(task: str) -> dict[str, Any]:
    return {"name": task, "func": task, "schedule_type": Schedule.DAILY, "repeats": -1}


def install_schedule(entries: list[dict[str, Any]], *, at: datetime) -> None:
    """Make the schedule in the database exactly `entries`; what runs already keeps its next time."""
    names = [entry["name"] for entry in entries]
    with transaction.atomic():
        Schedule.objects.exclude(name__in=names).delete()
        for entry in entries:
            Schedule.objects.update_or_create(
                name=entry["name"], defaults=entry, create_defaults={**entry, "next_run": at}
            )


def keep_no_words(task: dict[str, Any], **_sent: Any) -> None:
    """Of a job that failed its row keeps what kind of mistake it was and where: its words may quote somebody."""
    if not task["success"]:
        task["result"] = without_words(str(task["result"]))


def forget_old_jobs(*, before: datetime) -> None:
    """What failed; a job that ended well leaves nothing."""
    Task.objects.filter(stopped__lt=before).delete()
