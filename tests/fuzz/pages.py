"""Every page and every form, as whoever may do most there, with what nobody would type."""

import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes

from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.journeys.addresses import Address, AddressBook, list_routes
from tests.journeys.town import Town
from tests.tenancy.forms_found import FoundForm, read_page

HOST = "localhost"
LONGEST_SECONDS = 1.0
SERVER_ERROR = 500
# What the pages read from the address, and what they do not.
NAMES = (
    "page", "q", "name", "show", "from", "state", "need", "part", "helper", "cursor", "signature", "moved", "asked",
    "ended", "shelf", "tab", "kind", "language", "urgency", "before", "order", "near", "within_m", "next", "day",
    "week", "view", "since", "to", "do", "sort", "lat", "lon", "zip_code", "reference", "person", "category", "size",
    "undo", "dismissed", "what", "csrfmiddlewaretoken", "once", "nobody_knows_this",
)  # fmt: skip
ODD: tuple[str | bytes, ...] = (
    "", " ", "\x00", "a\x00b", "0", "-1", "1", "2", "9" * 40, "9223372036854775808", "2147483648", "1e309",
    "NaN", "inf", "-0.0", "٣", "½", "１２", "0x10", "1_000", "true", "None", "null", "{}", "[1]", '{"a":', "'",
    '"><b>', "%", "%s", "%(a)s", "{0}", "../../etc/passwd", "a" * 5000, "é" * 300, "e\u0301" * 100,
    "\u202eabc", "\ufeff", "\u2028", "😀", "أهلا", "𝕏", "2026-02-30", "2026-11-22", "9999-12-31T23:59",
    "0001-01-01", "10000-01-01", "24:00", "02:30", "25:61", "2026-W01", "+15175550123", "+999", "00", "tel:1",
    "a@b", "a@b.c" + "c" * 300, "a@[127.0.0.1]", "x@é.example", "48912", "00000", "90,180", "91,181",
    "NaN,NaN", "-84.5", "v1", "p1", "o1", "v" + "9" * 30, "p-1", "A1-001", "Z9-999", "=1+1", "@x",
    "00000000-0000-4000-8000-000000000000", "0" * 32, "javascript:alert(1)", "//elsewhere.example",
    "/\\elsewhere.example", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\x80abc",
)  # fmt: skip
BODIES: tuple[tuple[str, bytes], ...] = (
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    ("application/json", b'{"a": 1}'),
    ("text/plain; charset=no-such", b"a=1"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=%00"),
    ("application/x-www-form-urlencoded", b"&&&===%%%%;;a[]=1&a[b]=%ff"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(900))),
    ("", b"a=1"),
)
LANGUAGES = (
    "", "*", "es", "ES-mx;q=0.5, en;q=x", "q=", ",,,;;;", "a" * 600, "zz-ZZ-x-" + "y" * 200, "en;q=" + "9" * 50, "\x00",
    "é", "-", "_", "en_US.UTF-8", "../../es",
)  # fmt: skip


@dataclass
class Outcome:
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    forms: int = 0
    slowest_seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


class Fuzz:
    """`seed` tells what is tried; the same seed tries the same."""

    def __init__(self, town: Town, *, seed: int) -> None:
        self.random = Random(seed)
        self.book = AddressBook(town, f"http://{HOST}")
        self.client = Client(raise_request_exception=False, headers={"host": HOST})
        self.outcome = Outcome()
        self._errors: list[str] = []

    def run(self, *, each: int, one_of: int = 1) -> Outcome:
        """Every address (or one of so many) `each` times with odd questions; every form found there as often."""
        got_request_exception.connect(self._note_error)
        try:
            addresses = [one for route in list_routes() for one in self.book.addresses(route) if one.is_first]
            known: set[Any] = set()
            for address in addresses[::one_of]:
                for _number in range(each):
                    self._ask(address, "GET", query=self._query())
                for form in self._forms_of(address, known):
                    self.outcome.forms += 1
                    for _number in range(each):
                        self._send(address, form)
                self._send_bodies(address, each)
        finally:
            got_request_exception.disconnect(self._note_error)
        return self.outcome

    def _forms_of(self, address: Address, known: set[Any]) -> Iterator[FoundForm]:
        response = self._ask(address, "GET")
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            return
        for form in read_page(address.path, response.content.decode())[0]:
            try:
                match = resolve(form.action.partition("?")[0])
            except Resolver404:
                continue
            key = (match.view_name, form.shape)
            if key not in known:
                known.add(key)
                yield form

    def _send(self, address: Address, form: FoundForm) -> None:
        """As a browser would send it, with some answers, or all, replaced."""
        fields = dict(form.fields)
        names = [name for name in fields if self.random.random() < self.random.choice((0.2, 0.5, 1.0))]
        for name in [*names, *self.random.sample(NAMES, self.random.choice((0, 0, 2)))]:
            value = self.random.choice(ODD)
            many = self.random.random() < 0.1
            fields[name] = [value, self.random.choice(ODD)] if many else value
        for name in self.random.sample(sorted(fields), min(len(fields), self.random.choice((0, 0, 1)))):
            del fields[name]
        body = "&".join(
            f"{_encoded(name)}={_encoded(one)}" for name, value in fields.items() for one in _all(value)
        )
        self._ask(address, "POST", path=form.action, body=body.encode())

    def _send_bodies(self, address: Address, each: int) -> None:
        for kind, body in self.random.sample(BODIES, min(each, len(BODIES))):
            self._ask(address, "POST", body=body, kind=kind)

    def _query(self) -> str:
        names = self.random.sample(NAMES, self.random.choice((1, 2, 4)))
        return "&".join(f"{_encoded(name)}={_encoded(self.random.choice(ODD))}" for name in names)

    def _ask(
        self, address: Address, method: str, *, path: str = "", query: str = "", body: bytes = b"",
        kind: str = "application/x-www-form-urlencoded",
    ) -> Any:  # fmt: skip
        self.client.cookies.clear()
        self.client.cookies.load(self.book.cookies[address.guest])
        path, _, own = (path or address.path).partition("?")
        query = "&".join(part for part in (own, query) if part)
        self._errors.clear()
        headers = {"accept-language": self.random.choice(LANGUAGES)}
        if self.random.random() < 0.2:
            headers |= {"hx-request": "true", "hx-current-url": self.random.choice(("", "http://[", "/x"))}

        def send() -> tuple[Any, float]:
            with transaction.atomic():
                began = time.thread_time()
                response = self.client.generic(
                    method, path, body, content_type=kind, query_string=query, headers=headers
                )
                if response.streaming:
                    response.getvalue()
                seconds = time.thread_time() - began
                transaction.set_rollback(True)
            return response, seconds

        response, seconds = send()
        if seconds > LONGEST_SECONDS:
            # Whoever asks first pays for what is loaded only then: what is typed is slow when it is so twice.
            response, seconds = send()
        self._judge(address, f"{method} {path}?{query} {body[:600]!r} {kind} {headers}", response, seconds)
        return response

    def _judge(self, address: Address, asked: str, response: Any, seconds: float) -> None:
        outcome = self.outcome
        outcome.requests += 1
        outcome.statuses[response.status_code] += 1
        outcome.routes.add(address.route)
        outcome.slowest_seconds = max(outcome.slowest_seconds, seconds)
        if response.status_code >= SERVER_ERROR:
            outcome.problems.append(f"{response.status_code} {self._errors[-1:]} {asked} as {address.guest}")
        if seconds > LONGEST_SECONDS:
            outcome.problems.append(f"{seconds:.1f} s: {asked} as {address.guest}")

    def _note_error(self, **_more: Any) -> None:
        error = sys.exc_info()[1]
        where = traceback.extract_tb(error.__traceback__)[-1] if error else None
        self._errors.append(
            f"{type(error).__name__}: {error} at {where and where.filename}:{where and where.lineno}"
        )


def _encoded(text: Any) -> str:
    return quote_from_bytes(text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogatepass"))


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
