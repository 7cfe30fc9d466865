"""Every route, as everybody, made to answer in every way: what stands around each answer."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import cycle, product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch, URLPattern

from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.places.queries import find_pictures
from manyhands.config.api.assembly import list_operations
from manyhands.storage.scope import group_scope
from manyhands.web.api.problems import MEDIA_TYPE
from tests.apps.programs import PREFIX, Caller
from tests.headers.rules import list_problems
from tests.journeys.addresses import VISITOR, Address, AddressBook, list_routes
from tests.journeys.town import Town

HOST = "localhost"
NOBODYS_TOKEN = "mh_nobodys-token-at-all"
# How an answer is brought about: (method, what comes behind the path, what the view does instead of its work).
WAYS: dict[str, tuple[str, str, Callable[[], Exception] | None]] = {
    "looked at": ("GET", "", None),
    "sent": ("POST", "", None),
    "without the form's token": ("POST", "", None),
    "altered": ("PUT", "", None),
    "a method that is refused": ("PROPFIND", "", None),
    "nothing there": ("GET", "nothing/", None),
    "broken": ("GET", "", lambda: RuntimeError("broken on purpose")),
    "not now": ("GET", "", lambda: OperationalError("database is locked")),
}
LOOKED_AT = "looked at"
OTHER_WAYS = tuple(way for way in WAYS if way != LOOKED_AT)
# What the view has no part in: who asks matters little.
DEEP = ("without the form's token", "a method that is refused", "nothing there", "broken", "not now")


@dataclass(frozen=True)
class Ask:
    route: str
    path: str
    guest: str
    way: str
    cookies: tuple[tuple[str, str], ...] = ()
    token: str = ""

    def __str__(self) -> str:
        return f"{self.route} {self.way} as {self.guest}"


@dataclass
class Outcome:
    answers: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    guests: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


class Walk:
    """`everybody`: each address as each guest in each way. Otherwise each route as whoever it is for is looked at,
    and made to answer in one more way: each way, and each program, has its turn.
    """

    def __init__(self, town: Town, *, everybody: bool) -> None:
        self.everybody = everybody
        self.book = AddressBook(town, f"http://{HOST}")
        self.client = Client(raise_request_exception=False, headers={"host": HOST})
        self.strict = Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"host": HOST})
        self.programs = {
            "program": Caller(town.members["organiser"], *PERMISSIONS).secret,
            "a program that may little": Caller(town.members["organiser"], "needs.read").secret,
            "a program of nobody": NOBODYS_TOKEN,
        }
        with group_scope(town.group.pk):
            chosen = find_pictures(town.group)
        self.pictures = frozenset({chosen.host} if chosen else ())

    def walk(self) -> Outcome:
        outcome = Outcome()
        for ask in [*self._pages(), *self._programs()]:
            response = self._answer(ask)
            outcome.answers += 1
            outcome.statuses[response.status_code] += 1
            outcome.routes.add(ask.route)
            outcome.guests.add(ask.guest)
            outcome.ways.add(ask.way)
            found = list_problems(ask.route, response, host=HOST, pictures=self.pictures)
            if PREFIX in ask.path and response.status_code >= 400 and response.content:
                found += (
                    [] if response["Content-Type"] == MEDIA_TYPE else ["no problem details for a program"]
                )
            outcome.problems += [f"{ask} ({response.status_code}): {problem}" for problem in found]
        return outcome

    def _pages(self) -> Iterator[Ask]:
        ways = cycle(OTHER_WAYS)
        for route in list_routes():
            addresses = self.book.addresses(route)
            if self.everybody:
                asks = list(product(_by_path(addresses), self.book.cookies, WAYS))
            else:
                first, way = next(address for address in addresses if address.is_first), next(ways)
                asks = [
                    (first, first.guest, LOOKED_AT),
                    (first, VISITOR if way in DEEP else first.guest, way),
                ]
            for address, guest, way in asks:
                cookies = tuple(self.book.cookies[guest].items())
                yield Ask(route.name, address.path, guest, way, cookies)

    def _programs(self) -> Iterator[Ask]:
        own = {
            "reference": self.book.town.needs["open"].reference,
            "part_id": str(self.book.town.parts["open"].pk),
        }
        paths = {
            f"api:{one.operation_id}": PREFIX + one.path.format_map(_Ones(own)) for one in list_operations()
        }
        guests, ways = cycle(self.programs), cycle(OTHER_WAYS)
        for name, path in {**paths, **DOCUMENTS}.items():
            some = [("program", LOOKED_AT), (next(guests), next(ways))]
            asks = product(self.programs, WAYS) if self.everybody else some
            yield from (Ask(name, path, guest, way, token=self.programs[guest]) for guest, way in asks)

    def _answer(self, ask: Ask) -> HttpResponse:
        method, more, error = WAYS[ask.way]
        client = self.strict if ask.way.startswith("without") else self.client
        client.cookies.clear()
        client.cookies.load(dict(ask.cookies))
        path, _, query = ask.path.partition("?")
        headers = {"authorization": f"Bearer {ask.token}"} if ask.token else {}
        with (
            transaction.atomic(),
            patch.object(URLPattern, "resolve", _raising(error)) if error else nullcontext(),
        ):
            response: HttpResponse = client.generic(
                method, path + more, query_string=query, secure=True, headers=headers
            )
            if response.streaming:
                response.getvalue()
            transaction.set_rollback(True)
        return response


DOCUMENTS = {
    "api:docs": f"{PREFIX}/",
    "api:openapi": f"{PREFIX}/openapi.json",
    "api:drawing": f"{PREFIX}/drawing/swagger-ui.css",
    "no such page": "/nothing/of/that/name",
    "static": f"{settings.STATIC_URL}manyhands/favicon.svg",
}


class _Ones(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "1"


def _by_path(addresses: list[Address]) -> list[Address]:
    return list({one.path: one for one in addresses}.values())


def _raising(error: Callable[[], Exception]) -> Any:
    resolve = URLPattern.resolve

    def broken(pattern: URLPattern, path: str) -> ResolverMatch | None:
        match = resolve(pattern, path)
        if match is None:
            return None

        def view(*_args: Any, **_more: Any) -> HttpResponse:
            raise error()

        match.func = view
        return match

    return broken


def list_files() -> list[Path]:
    """Styles and scripts as browsers get them."""
    folder = Path(__file__).parents[2] / "src/manyhands/web/static/manyhands"
    return sorted([*folder.rglob("*.css"), *folder.rglob("*.js")])
