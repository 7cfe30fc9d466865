"""The engine in a process of its own: its memory goes back when it ends, and no worker ever loads a solver.

One process answers many questions, because starting one takes longer than most answers. It ends when nobody has
asked for a while, after so many questions, after a large one, and with the worker whose pipe it reads. Whatever goes
wrong ends it too: the next question gets a fresh one.
"""

import json
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.apps.dispatch.states import RunFailure

logger = logging.getLogger(__name__)

COMMAND = [sys.executable, "-m"]
PLAN_CHILD = "manyhands.apps.dispatch.bridge.planning.child"
WHAT_IF_CHILD = "manyhands.apps.dispatch.bridge.what_if.child"
# The child stops itself in time; this is for one that cannot.
_GRACE_SECONDS = 10
# Idle, it holds some 60 MB.
_IDLE_SECONDS = 20.0
_QUESTIONS_EACH = 200


class Asked(Protocol):
    """A question of any kind, which says how long its answer may take."""

    @property
    def limit_seconds(self) -> int: ...


class PlanFailedError(Exception):
    """There is no answer. `failure` is the code that staff are told in words."""

    def __init__(self, failure: RunFailure, details: str = "") -> None:
        super().__init__(f"{failure.value} {details}".strip())
        self.failure = failure


class _GoneError(Exception):
    """The child had ended before it was asked."""


@dataclass(eq=False)
class _Child:
    """A process that answers, one question at a time."""

    process: "subprocess.Popen[bytes]"
    command: list[str]
    owner: int = field(default_factory=os.getpid)
    questions: int = 0
    idle: threading.Timer | None = None

    def end(self) -> None:
        """At once: between two questions it has nothing to lose."""
        self.process.kill()
        # What it had not read when it ended is lost, as it should be.
        with suppress(BrokenPipeError), self.process:
            pass
        self.process.wait()


_waiting: list[_Child] = []
_lock = threading.Lock()


def work_out(
    question: Asked, *, on_progress: Callable[[int], None], module: str = PLAN_CHILD
) -> dict[str, Any]:
    """Ask a child that `module` is, and tell `on_progress` the percents that it tells."""
    command = [*COMMAND, module]
    # One that has answered small questions holds its kernels as plain Python, which is too slow for a large one.
    waiting = None if _is_large(question) else _take_waiting(command)
    if waiting is not None:
        try:
            return _ask(waiting, question, on_progress)
        except _GoneError:
            logger.info("a planning process had ended; another one is asked")
    try:
        return _ask(_start(command), question, on_progress)
    except _GoneError as error:
        raise PlanFailedError(RunFailure.ENGINE, "gone before it was asked") from error


def end_waiting() -> None:
    """Give back the memory of whoever waits for a question."""
    _take_waiting([])


def _start(command: list[str]) -> _Child:
    process = subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_without_keys()
    )
    return _Child(process, command)


def _without_keys() -> dict[str, str]:
    """It needs neither our keys nor the database's address: the libraries it loads are not handed them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MANYHANDS_")}


def _take_waiting(command: list[str]) -> _Child | None:
    """The one that waits, if it answers what is asked; one that answers something else makes room."""
    with _lock:
        child = _waiting.pop() if _waiting else None
    if child is None:
        return None
    if child.idle is not None:
        child.idle.cancel()
    # After a fork the pipes belong to the other process.
    if child.owner != os.getpid():
        return None
    if child.command != command:
        child.end()
        return None
    return child


def _ask(child: _Child, question: Asked, on_progress: Callable[[int], None]) -> dict[str, Any]:
    is_over = threading.Event()
    overtime = threading.Timer(question.limit_seconds + _GRACE_SECONDS, _stop, [child.process, is_over])
    overtime.start()
    try:
        answer = _converse(child, question, on_progress)
    except BaseException as error:
        child.end()
        if is_over.is_set() and isinstance(error, PlanFailedError):
            raise PlanFailedError(RunFailure.TOO_LONG, "did not stop by itself") from error
        raise
    finally:
        overtime.cancel()
    _keep(child, question)
    return answer


def _keep(child: _Child, question: Asked) -> None:
    """One waits for the next question; what another thread has started beside it ends."""
    child.questions += 1
    with _lock:
        is_kept = not _waiting and not _is_large(question) and child.questions < _QUESTIONS_EACH
        if is_kept:
            child.idle = threading.Timer(_IDLE_SECONDS, _end_idle, [child])
            child.idle.daemon = True
            child.idle.start()
            _waiting.append(child)
    if not is_kept:
        child.end()


def _is_large(question: Asked) -> bool:
    """Whether the plan that is asked for is, whatever else is asked besides."""
    plan = getattr(question, "question", question)
    return isinstance(plan, Question) and plan.is_large


def _end_idle(child: _Child) -> None:
    with _lock:
        is_idle = child in _waiting
        if is_idle:
            _waiting.remove(child)
    if is_idle:
        child.end()


def _stop(process: "subprocess.Popen[bytes]", is_over: threading.Event) -> None:
    is_over.set()
    process.kill()


def _converse(child: _Child, question: Asked, on_progress: Callable[[int], None]) -> dict[str, Any]:
    process = child.process
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("A child without pipes.")
    try:
        process.stdin.write(pickle.dumps(question))
        process.stdin.flush()
    except BrokenPipeError as error:
        raise _GoneError from error
    has_begun = False
    for line in process.stdout:
        has_begun, said = True, json.loads(line)
        if "progress" in said:
            on_progress(int(said["progress"]))
        elif "failure" in said:
            logger.error("plan not worked out: %s", said["failure"])
            raise PlanFailedError(RunFailure(said["failure"]), said.get("details", ""))
        else:
            return dict(said["answer"])
    # One that has answered before, and says nothing now, had ended in between.
    if child.questions and not has_begun:
        raise _GoneError
    raise PlanFailedError(RunFailure.ENGINE, f"ended with {process.wait()}")
