"""How a child process takes a question and gives its answer: by pipes, one line of JSON at a time, in time.

No Django here, and nothing of the database.
"""

import json
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, Protocol

from manyhands.core.dispatch.problem import ProblemError


class TimedQuestion(Protocol):
    """Anything that says how long its answer may take."""

    @property
    def limit_seconds(self) -> int: ...


class TooLongError(Exception):
    """The time is up."""


def serve(answer: Callable[[Any], dict[str, Any]]) -> int:
    """Read one question from standard input, and say the answer, or why there is none, on standard output."""
    question: TimedQuestion = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent, by a pipe
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(question.limit_seconds)
    try:
        say(answer=answer(question))
    except TooLongError:
        say(failure="too_long")
    except ProblemError as error:
        say(failure="problem", details=str(error))
    return 0


def say(**words: Any) -> None:
    """One line of JSON for whoever waits on the other end."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _stop(_signal: int, _frame: object) -> None:
    raise TooLongError
