"""Opens everything that somebody can open, and notes whose words stand in it."""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn
from unittest.mock import patch

from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, ResolverMatch, URLPattern, reverse

from manyhands.apps.messaging.actions.outbox import show_message
from manyhands.apps.messaging.models import Message
from manyhands.apps.privacy.models import Reading
from manyhands.config.api.assembly import list_operations
from manyhands.core.privacy.disclosure import DisclosedField
from manyhands.storage.scope import group_scope, system_scope
from manyhands.web.logging import JsonLines, RedactingFormatter
from tests.disclosure.world import HOST, NOBODYS_KIND, STATES, World, words_of, words_of_person
from tests.journeys.addresses import Route, list_routes

GET, POST = "get", "post"
OK, NOT_ALLOWED, SERVER_ERROR = 200, 405, 500
BROKEN = "page of a mistake"
PEOPLE = ("helper", "other helper", "organisation")
# Buttons that show something: what is sent to which page. Everything else that is posted changes something.
BUTTONS = {
    "needs:reveal": {},
    "people:reveal": {},
    "messaging:show": {},
    "dispatch:task": {"do": "look_again"},
    "dispatch:invitation": {"do": "look_again"},
}
LINKS = ("need_status", "invitation", "calendar", "partner_ask")
LINES = (RedactingFormatter("%(levelname)s %(name)s %(message)s"), JsonLines())
SEARCHED = ("needs:list", "people:list", "dispatch:board", "journal:list", "messaging:outbox")


@dataclass(frozen=True)
class Reader:
    """Who reads: with the cookies of a member, with private links, or with the token of a program."""

    name: str
    cookies: str = ""
    program: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Output:
    """One answer, and how many lines it left of who looked."""

    label: str
    kind: str
    text: str
    status: int
    readings: int = 0


Found = dict[tuple[str, str], set[str]]


@dataclass
class Seen:
    """What a reader found: for each owner and field the outputs that show it, with a note of it and without."""

    openly: Found = field(default_factory=lambda: defaultdict(set))
    noted: Found = field(default_factory=lambda: defaultdict(set))
    logged: set[tuple[str, str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    outputs: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def reveals(self) -> int:
        """Outputs that showed something and left a line of it."""
        return len({label for labels in self.noted.values() for label in labels})


class Walk:
    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client(headers={"host": HOST}, raise_request_exception=False)
        self.routes = [route for route in list_routes() if not route.name.startswith("gallery")]
        self.marks = {("request", name): words_of(name) for name in STATES}
        self.marks |= {("person", name): words_of_person(name) for name in PEOPLE}
        self._found = re.compile(
            "|".join(
                re.escape(word) for words in self.marks.values() for its in words.values() for word in its
            )
        )
        self._owner = {
            word: (owner[1], str(getattr(name, "value", name)))
            for owner, words in self.marks.items()
            for name, its in words.items()
            for word in its
        }
        self._only_posted: set[str] = set()
        self.lines: list[str] = []
        handler = logging.Handler()
        handler.emit = lambda record: self.lines.extend(  # type: ignore[method-assign]
            line.format(record) for line in LINES
        )
        logging.getLogger().handlers = [handler]

    def read_as(
        self,
        reader: Reader,
        states: tuple[str, ...] = tuple(STATES),
        *,
        searches: int = 12,
        routes: Sequence[Route] | None = None,
        broken: frozenset[str] | None = None,
    ) -> Seen:
        """Everything that this reader can open, with the things of these requests in the addresses.

        `broken` are the routes that are also opened while they break down; None is all.
        """
        seen, routes = Seen(), self.routes if routes is None else routes
        broken = frozenset(route.name for route in routes) if broken is None else broken
        for output in self._outputs(reader, states, searches, routes, broken):
            seen.outputs += 1
            seen.kinds.add(output.kind)
            if output.kind == "error":
                seen.errors.append(output.label)
            found = seen.noted if output.readings else seen.openly
            for owner in self._owners_in(output.text):
                found[owner].add(output.label)
        seen.logged = {self._owner[word] for word in self._found.findall("\n".join(self.lines))}
        self.lines.clear()
        return seen

    def _owners_in(self, text: str) -> set[tuple[str, str]]:
        """Whose words of which fields stand in it. What names all kinds of help, as often as they, names nobody's."""
        times = Counter(self._found.findall(text))
        of_all = max(text.count(NOBODYS_KIND), text.count(NOBODYS_KIND.capitalize()))
        return {
            self._owner[word]
            for word, count in times.items()
            if self._owner[word][1] != DisclosedField.KIND or count > of_all
        }

    def messages(self) -> dict[str, list[tuple[str, set[tuple[str, str]]]]]:
        """(event, what it tells) of every message, by whom it goes to."""
        told = defaultdict(list)
        with group_scope(self.world.group.pk):
            helpers = {person.pk: name for name, person in self.world.people.items()}
            askers = {need.person_id: name for name, need in self.world.needs.items()}
            for message in Message.objects.select_related("recipient", "member", "group"):
                shown = show_message(message, language="en", with_links=True)
                words = f"{shown.subject} {shown.text}"
                to = helpers.get(message.recipient_id) or askers.get(message.recipient_id) or "staff"
                told[to].append((message.event, self._owners_in(words)))
        return told

    def _outputs(
        self,
        reader: Reader,
        states: tuple[str, ...],
        searches: int,
        routes: Sequence[Route],
        broken: frozenset[str],
    ) -> Iterator[Output]:
        if reader.program:
            yield from self._answers_of_programs(reader, states)
            return
        for route in routes:
            paths = [(label, _path(route, values)) for label, values in self._values(route, reader, states)]
            for label, path in paths:
                if path and route.name not in self._only_posted:
                    yield from self._ways_in(
                        reader, route, label, path, tuple(_queries(route, states, searches))
                    )
            if route.name in broken:
                yield from (self._open_broken(reader, route.name, path) for _label, path in paths[:1] if path)

    def _open_broken(self, reader: Reader, name: str, path: str) -> Output:
        """The same page when it breaks over what somebody wrote: neither it nor the log may quote them."""
        resolve = URLPattern.resolve

        def break_down(*_args: Any, **_more: Any) -> NoReturn:
            quoted = [word for words in self.marks.values() for its in words.values() for word in its]
            raise ValueError(" ".join(quoted)) from KeyError(*quoted)

        def to_broken(pattern: URLPattern, rest: str) -> ResolverMatch | None:
            match = resolve(pattern, rest)
            if match is not None:
                match.func = break_down
            return match

        with patch.object(URLPattern, "resolve", to_broken):
            output = self._open(reader, f"{name} broken", GET, path)
        assert output.status != OK, f"{name} does not break"
        return replace(output, kind=BROKEN) if output.kind == "error" else output

    def _ways_in(
        self, reader: Reader, route: Route, label: str, path: str, queries: tuple[str, ...]
    ) -> Iterator[Output]:
        """Opened, searched, and by the button that shows something."""
        opened = self._open(reader, f"{route.name} {label}", GET, path)
        yield opened
        if opened.status == NOT_ALLOWED and route.name not in BUTTONS:
            self._only_posted.add(route.name)
            return
        if route.name in BUTTONS:
            yield self._open(reader, f"{route.name} {label}", POST, path, BUTTONS[route.name])
        for query in queries:
            yield self._open(reader, f"{route.name} {query} {label}", GET, f"{path}?{query}")

    def _values(
        self, route: Route, reader: Reader, states: tuple[str, ...]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        names, usual = route.parameters, self._usual()
        if "token" in names:
            yield from self._by_links(route, reader, states)
        elif names & {"reference", "part_id", "assignment_id"}:
            for name in states:
                yield name, {**usual, **self._ids_of(name)}
        elif "person_id" in names:
            for name in ("helper", "other helper"):
                yield name, {**usual, "person_id": self.world.people[name].pk}
        elif "message_id" in names:
            yield from (("", {**usual, "message_id": number}) for number in self._message_ids(len(states)))
        else:
            yield "", usual

    def _by_links(
        self, route: Route, reader: Reader, states: tuple[str, ...]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        purpose = route.access.removeprefix("link:")
        for link_purpose, name in reader.links:
            if link_purpose == purpose and (not name or name in states):
                ids = self._ids_of(name) if name else {}
                yield f"link {name}", {**self._usual(), **ids, "token": self.world.tokens[link_purpose, name]}

    def _ids_of(self, name: str) -> dict[str, Any]:
        world, task = self.world, self.world.tasks.get(name)
        return {
            "reference": world.needs[name].reference,
            "part_id": world.parts[name].pk,
            "assignment_id": task.pk if task else 0,
        }

    def _usual(self) -> dict[str, Any]:
        world = self.world
        return {
            "group_slug": world.group.slug,
            "organisation_id": world.ids["organisation"].pk,
            "membership_id": world.members["helper"].pk,
            "place_id": world.needs["accepted"].place_id,
            "ask_id": world.ids["ask"].pk,
            "key": "groceries",
            "step": "where",
            "what": "where",
            "section": "languages",
        }

    def _message_ids(self, at_most: int) -> list[int]:
        with group_scope(self.world.group.pk):
            return list(Message.objects.order_by("event", "pk").values_list("pk", flat=True)[: at_most * 2])

    def _open(
        self, reader: Reader, label: str, method: str, path: str, body: dict[str, str] | None = None
    ) -> Output:
        self.client.cookies.clear()
        if reader.cookies:
            self.client.cookies.load(self.world.cookies[reader.cookies])
        return self._ask(label, method, lambda: getattr(self.client, method)(path, body or {}))

    def _answers_of_programs(self, reader: Reader, states: tuple[str, ...]) -> Iterator[Output]:
        for operation in list_operations():
            method = operation.methods[0].lower()
            if method == POST and operation.operation_id != "reveal_need":
                continue
            for name in states if "{" in operation.path else ("",):
                task = self.world.tasks.get(name)
                path = operation.path.format(
                    reference=self.world.needs[name].reference if name else "",
                    part_id=self.world.parts[name].pk if name else 0,
                    task_id=task.pk if task else 0,
                    run_id=1,
                    proposal_id=1,
                )
                caller = self.world.programs[reader.program]
                call = caller.get if method == GET else caller.post
                label = f"api {operation.operation_id} {name}"
                yield self._ask(label, method, lambda call=call, path=path: call(path))

    def _ask(self, label: str, method: str, send: Any) -> Output:
        with transaction.atomic():
            before = self._readings()
            response = send()
            body = response.getvalue() if response.streaming else response.content
            readings = self._readings() - before
            transaction.set_rollback(True)
        kind = _kind_of(response)
        if response.status_code >= SERVER_ERROR:
            kind, label = "error", f"{label} answers {response.status_code}"
        text = f"{body.decode(errors='replace')} {response.items()!r} {response.cookies!r}"
        return Output(label, kind, text, response.status_code, readings)

    def _readings(self) -> int:
        with system_scope("check disclosure"):
            return Reading.objects.count()


def _kind_of(response: Any) -> str:
    if response.status_code >= 400:
        return "refusal"
    name = response.get("Content-Type", "").split(";")[0]
    if "attachment" in response.get("Content-Disposition", ""):
        return f"file {name}"
    return name if b"<html" in response.getvalue()[:200] or name != "text/html" else "part of a page"


def _queries(route: Route, states: tuple[str, ...], searches: int) -> Iterator[str]:
    """What is searched for is sent in capitals: what the page repeats of it is not what it found."""
    if route.name not in SEARCHED:
        return
    words = [its[0].upper() for name in states for its in words_of(name).values() if its[0].isalnum()]
    yield from (f"q={word}" for word in words[:searches])
    if route.name == "dispatch:board":
        yield from ("show=unmet", "show=all")


def _path(route: Route, values: dict[str, Any]) -> str:
    try:
        return reverse(route.name, kwargs={name: values[name] for name in route.parameters})
    except (NoReverseMatch, KeyError):
        return ""
