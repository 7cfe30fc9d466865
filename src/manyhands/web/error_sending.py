"""How reports of errors leave: one by one, from a thread of their own, and few.

A storm of errors must not become one of reports, and nobody waits for any of them. What is too much is left out and
counted; the next report says how many.
"""

import logging
import os
import time
from collections.abc import Hashable
from functools import cache
from queue import Full, Queue
from threading import Lock, Thread
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

AT_ONCE: Final = 10
A_MINUTE: Final = 10
SAME_AGAIN_SECONDS: Final = 60.0
MOST_WAITING: Final = 20
_MOST_REMEMBERED: Final = 200
_MINUTE_SECONDS: Final = 60.0


class Valve:
    """Lets ten through at once, then ten a minute; the same thing once a minute; nothing while it is shut."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left = float(AT_ONCE)
        self._looked_at = 0.0
        self._shut_until = 0.0
        self._seen: dict[Hashable, float] = {}

    def lets_through(self, what: Hashable, *, now: float) -> bool:
        with self._lock:
            gained = (now - self._looked_at) * A_MINUTE / _MINUTE_SECONDS
            self._left, self._looked_at = min(float(AT_ONCE), self._left + gained), now
            if now < self._shut_until or self._left < 1 or self._is_known(what, now):
                return False
            self._left -= 1
            self._seen[what] = now
            return True

    def shut(self, seconds: float, *, now: float) -> None:
        with self._lock:
            self._shut_until = max(self._shut_until, now + seconds)

    def is_shut(self, *, now: float) -> bool:
        with self._lock:
            return now < self._shut_until

    def _is_known(self, what: Hashable, now: float) -> bool:
        if len(self._seen) > _MOST_REMEMBERED:
            self._seen = {one: at for one, at in self._seen.items() if now - at < SAME_AGAIN_SECONDS}
        return now - self._seen.get(what, -SAME_AGAIN_SECONDS) < SAME_AGAIN_SECONDS


class Sender:
    def __init__(self) -> None:
        self._waiting: Queue[Any] = Queue(MOST_WAITING)
        self._valve = Valve()
        self._left_out = 0
        self._counting = Lock()
        Thread(target=self._work, name="error reports", daemon=True).start()

    def put(self, report: Any) -> None:
        """Take it if there is room for it; never wait."""
        if not self._valve.lets_through(report.sameness, now=time.monotonic()):
            self._leave_out()
            return
        try:
            self._waiting.put_nowait(report)
        except Full:
            self._leave_out()

    def wait(self, seconds: float) -> bool:
        """Whether everything has left within this time."""
        with self._waiting.all_tasks_done:
            return self._waiting.all_tasks_done.wait_for(lambda: not self._waiting.unfinished_tasks, seconds)

    def _leave_out(self, how_many: int = 1) -> None:
        with self._counting:
            self._left_out += how_many

    def _take_left_out(self) -> int:
        with self._counting:
            left_out, self._left_out = self._left_out, 0
            return left_out

    def _work(self) -> None:
        while True:
            report = self._waiting.get()
            try:
                self._send(report)
            except Exception as error:  # noqa: BLE001 - a report that breaks must not break the thread, nor be reported
                logger.warning("an error could not be reported: %s", type(error).__qualname__)
            finally:
                self._waiting.task_done()

    def _send(self, report: Any) -> None:
        if self._valve.is_shut(now=time.monotonic()):
            self._leave_out()
            return
        wait_seconds = import_string(settings.ERROR_REPORTER)().send(report, left_out=self._take_left_out())
        if wait_seconds:
            self._valve.shut(wait_seconds, now=time.monotonic())


def sender() -> Sender:
    """Of this very process: a thread does not survive a fork, and workers fork."""
    return _sender_of(os.getpid())


@cache
def _sender_of(_process: int) -> Sender:
    return Sender()
