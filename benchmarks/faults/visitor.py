"""A browser without scripts: it keeps cookies, sends forms, and presses the button of the page it was given."""

import html
import http.client
import re
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.faults.clients import CSRF, PATIENCE_SECONDS

# Nobody reads their own answers faster: what comes sooner is taken for a program.
READING_SECONDS = 2
_BUTTON = re.compile(r'<form method="post" action="([^"]+)"')
_KEPT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    location: str
    seconds: float

    @property
    def is_taken(self) -> bool:
        return self.status == http.client.FOUND

    @property
    def is_not_now(self) -> bool:
        return self.status == http.client.SERVICE_UNAVAILABLE

    def gives_back(self, words: str) -> bool:
        """In the button that sends it again, and to be read and copied."""
        return self.is_not_now and bool(_BUTTON.search(self.text)) and self.text.count(html.escape(words)) > 1


@dataclass
class Visitor:
    port: int
    address: str
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": CSRF})

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Fields) -> Page:
        return self._ask("POST", path, urlencode([("csrfmiddlewaretoken", CSRF), *fields]))

    def press_again(self, page: Page) -> Page:
        """The button of the page that could not save anything."""
        action = html.unescape(_BUTTON.findall(page.text)[0])
        kept = [(name, html.unescape(value)) for name, value in _KEPT.findall(page.text)]
        return self.post(action, [one for one in kept if one[0] != "csrfmiddlewaretoken"])

    def _ask(self, method: str, path: str, body: str | None) -> Page:
        headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": self.address,
        }
        began = time.monotonic()
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        ) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        location = response.headers.get("Location", "")
        return Page(response.status, text, location, time.monotonic() - began)


@dataclass
class Neighbour:
    """Somebody who asks for help, question by question. `words` are what would hurt to type again."""

    visitor: Visitor
    group: str
    name: str
    reach: Fields

    @property
    def words(self) -> str:
        return f"Milk, bread and rice, says {self.name}"

    @property
    def answers(self) -> dict[str, Fields]:
        return {
            "": [("for_whom", "self")],
            "what/": [("kinds", "groceries")],
            "when/": [("when_kind", "soon"), ("patience", "3")],
            "where/": [("place_kind", "address"), ("address", "214 Oak St"), ("zip_code", "48912")],
            "reach/": [("name", self.name), ("language", "en"), *self.reach],
            "more/": [("details", self.words)],
        }

    def answer(self, step: str) -> Page:
        return self.visitor.post(f"/g/{self.group}/ask/{step}", self.answers[step])

    def answer_all_but_the_last(self) -> None:
        for step in list(self.answers)[:-1]:
            page = self.answer(step)
            if not page.is_taken:
                raise AssertionError(f"The question {step or 'who/'} answered {page.status}.")

    def send(self) -> bool:
        """Whether the request was acknowledged."""
        time.sleep(READING_SECONDS)
        page = self.visitor.post(f"/g/{self.group}/ask/check/", [])
        return page.is_taken and page.location.endswith("/ask/sent/")

    def ask(self) -> tuple[bool, float]:
        """Everything in one go: whether it was acknowledged, and the slowest answer."""
        slowest = 0.0
        for step in self.answers:
            page = self.answer(step)
            slowest = max(slowest, page.seconds)
            if not page.is_taken:
                return False, slowest
        return self.send(), slowest
