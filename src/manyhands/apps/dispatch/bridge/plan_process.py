"""The engine in a process of its own: it ends, its memory goes back, and no worker ever loads a solver."""

import json
import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from manyhands.apps.dispatch.bridge.plan_question import Question, WhatIfQuestion
from manyhands.apps.dispatch.states import RunFailure

logger = logging.getLogger(__name__)

COMMAND = [sys.executable, "-m"]
PLAN_CHILD = "manyhands.apps.dispatch.bridge.plan_child"
WHAT_IF_CHILD = "manyhands.apps.dispatch.bridge.what_if_child"
# The child stops itself in time; this is for one that cannot.
_GRACE_SECONDS = 10


class PlanFailedError(Exception):
    """There is no answer. `failure` is the code that staff are told in words."""

    def __init__(self, failure: RunFailure, details: str = "") -> None:
        super().__init__(f"{failure.value} {details}".strip())
        self.failure = failure


def work_out(
    question: Question | WhatIfQuestion, *, on_progress: Callable[[int], None], module: str = PLAN_CHILD
) -> dict[str, Any]:
    """Ask the child that `module` is, and tell `on_progress` the percents that it tells."""
    with subprocess.Popen([*COMMAND, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own module
        is_over = threading.Event()
        overtime = threading.Timer(question.limit_seconds + _GRACE_SECONDS, _stop, [child, is_over])
        overtime.start()
        try:
            return _converse(child, question, on_progress)
        except PlanFailedError as error:
            if is_over.is_set():
                raise PlanFailedError(RunFailure.TOO_LONG, "did not stop by itself") from error
            raise
        finally:
            overtime.cancel()
            child.kill()


def _stop(child: "subprocess.Popen[bytes]", is_over: threading.Event) -> None:
    is_over.set()
    child.kill()


def _converse(
    child: "subprocess.Popen[bytes]", question: Question | WhatIfQuestion, on_progress: Callable[[int], None]
) -> dict[str, Any]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("A child without pipes.")
    try:
        child.stdin.write(pickle.dumps(question))
        child.stdin.close()
    except BrokenPipeError as error:
        raise PlanFailedError(RunFailure.ENGINE, "gone before it was asked") from error
    for line in child.stdout:
        said = json.loads(line)
        if "progress" in said:
            on_progress(int(said["progress"]))
        elif "failure" in said:
            logger.error("plan not worked out: %s", said["failure"])
            raise PlanFailedError(RunFailure(said["failure"]), said.get("details", ""))
        else:
            return dict(said["answer"])
    raise PlanFailedError(RunFailure.ENGINE, f"ended with {child.wait()}")
