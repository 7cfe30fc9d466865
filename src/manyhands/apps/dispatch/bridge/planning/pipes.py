"""How a child process takes questions and gives its answers: by pipes, one line of JSON at a time, in time.

No Django here, and nothing of the database.
"""

import json
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, Protocol

from manyhands.core.dispatch.problem import ProblemError, TooManyPairsError


class TimedQuestion(Protocol):
    """Anything that says how long its answer may take."""

    @property
    def limit_seconds(self) -> int: ...


class TooLongError(Exception):
    """The time is up."""


def serve(answer: Callable[[Any], dict[str, Any]]) -> int:
    """Answer one question after another, until whoever asks has closed the pipe or is gone."""
    signal.signal(signal.SIGALRM, _stop)
    while (question := _next_question()) is not None:
        _answer_in_time(answer, question)
    return 0


def _next_question() -> TimedQuestion | None:
    try:
        question: TimedQuestion = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent, by a pipe
    except EOFError:
        return None
    return question


def _answer_in_time(answer: Callable[[Any], dict[str, Any]], question: TimedQuestion) -> None:
    """Say the answer, or why there is none, on standard output."""
    signal.alarm(question.limit_seconds)
    # From here on whoever asks knows that it was this question, and does not ask it of another one again.
    say(progress=1)
    try:
        found = answer(question)
        signal.alarm(0)
        say(answer=found)
    except TooLongError:
        say(failure="too_long")
    except TooManyPairsError as error:
        say(failure="too_many", details=str(error))
    except ProblemError as error:
        say(failure="problem", details=str(error))
    finally:
        signal.alarm(0)


def say(**words: Any) -> None:
    """One line of JSON for whoever waits on the other end."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def _stop(_signal: int, _frame: object) -> None:
    raise TooLongError
