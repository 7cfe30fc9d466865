"""Several clients, each a process of its own, that do each of their calls in the same moment as all others."""

import http.client
import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

CSRF = "c" * 32
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Call:
    """One POST. A form unless headers name another type."""

    path: str
    body: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    number: int
    client: int
    status: int
    location: str
    body: bytes
    seconds: float


def form_call(path: str, answers: Sequence[tuple[str, str]] | dict[str, str], **cookies: str) -> Call:
    """A form as a browser sends it, with its token."""
    fields = list(answers.items()) if isinstance(answers, dict) else list(answers)
    body = urlencode([("csrfmiddlewaretoken", CSRF), *fields])
    return Call(path, body, {"csrftoken": CSRF, **cookies})


def post(port: int, call: Call, *, address: str = "10.0.0.1") -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": "localhost",
        "Cookie": "; ".join(f"{name}={value}" for name, value in call.cookies.items()),
        "X-Forwarded-For": address,
        **call.headers,
    }
    connection.request("POST", call.path, call.body, headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers.get("Location", ""), body


def all_at_once(port: int, calls: Sequence[Sequence[Call]]) -> list[Answer]:
    """`calls[n]` is what client n does, one after the other; all begin each of them together."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(calls), timeout=PATIENCE_SECONDS)
    answers = context.Queue()
    clients = [
        context.Process(target=_client, args=(port, number, list(own), start, answers))
        for number, own in enumerate(calls)
    ]
    for process in clients:
        process.start()
    collected = [answer for _ in clients for answer in answers.get(timeout=PATIENCE_SECONDS * 15)]
    for process in clients:
        process.join()
    return collected


def statuses_of(answers: Sequence[Answer]) -> str:
    counted = Counter(answer.status for answer in answers)
    return ", ".join(f"{status}: {count}" for status, count in sorted(counted.items()))


def _client(port: int, number: int, calls: list[Call], start: Any, answers: Any) -> None:
    found = []
    for place, call in enumerate(calls):
        start.wait()
        began = time.monotonic()
        status, location, body = post(port, call, address=f"10.0.{place % 250}.{number + 1}")
        found.append(Answer(place, number, status, location, body, time.monotonic() - began))
    answers.put(found)
