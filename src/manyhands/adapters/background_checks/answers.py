"""What every provider's answer comes down to, and what an HTTP answer means for a check."""

import json
import time
from dataclasses import dataclass, replace
from typing import Any

from manyhands.adapters.http import NoAnswerError, NotReachedError, Reply, exchange

_LATER = frozenset({408, 425, 429})
_SERVER_ERRORS = 500
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome`: done, later, or refused. `reason` is a code and never what was sent.

    After `start`: `person` is the provider's own number for them, `invitation` for this check, `url` where they go.
    After `read`: `status` is invited, running, finished, expired or stopped; `report` is what to read next; `result` of
    a finished one is clear, or consider.
    """

    outcome: str
    reason: str = ""
    wait_seconds: int = 0
    person: str = ""
    invitation: str = ""
    url: str = ""
    status: str = ""
    report: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What a delivery says: something has happened to this person's check. What, one reads for oneself."""

    person: str


def ask(method: str, url: str, **request: Any) -> dict[str, Any] | Answer:
    """The object that was answered, or what it means that there is none."""
    try:
        reply = exchange(method, url, **request)
    except NotReachedError:
        return Answer("later", "no_connection")
    except NoAnswerError:
        return Answer("later", "no_answer")
    if not reply.is_success:
        return _failure(reply)
    try:
        told = json.loads(reply.body)
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else Answer("later", "not_understood")


def text_in(told: dict[str, Any], name: str) -> str:
    """A short text, or nothing."""
    value = told.get(name)
    return value if isinstance(value, str) and len(value) <= _LONGEST * 10 else ""


def known_so_far(answer: Answer, *, person: str) -> Answer:
    """A failure half way keeps what there is, so that trying again does not begin anew."""
    return replace(answer, person=person)


def _failure(reply: Reply) -> Answer:
    reason = f"provider {reply.status}"
    if reply.status in _LATER or reply.status >= _SERVER_ERRORS:
        return Answer("later", reason, wait_seconds=reply.wait_seconds(now=time.time()))
    return Answer("refused", reason)
