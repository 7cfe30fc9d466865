"""Which pages and actions are measured, and what they may cost (design targets R10 and R11)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from urllib.parse import urlencode

from django.test import Client

from benchmarks import budgets
from benchmarks.world import World
from benchmarks.world.copies import write
from benchmarks.world.groups import coordinator_of
from benchmarks.world.helping import add_tasks
from benchmarks.world.journal import Lines
from manyhands.apps.accounts.models import User
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need, NeedPart, RequestDraft
from manyhands.apps.people.models import Volunteer
from manyhands.storage.encryption import token_hash
from manyhands.storage.scope import group_scope
from tests.worlds import sign_in

TASKS_ON_A_PAGE = 20
CSRF = "c" * 32
ANSWERS = {
    "": {"for_whom": "self"},
    "what/": {"kinds": ["groceries", "prepared_meal"]},
    "when/": {"when_kind": "soon", "patience": "3"},
    "where/": {"place_kind": "address", "address": "214 Oak St", "zip_code": "48912"},
    "reach/": {"name": "Maria Lopez", "reach_by": "call", "phone": "517 555 0147", "language": "en"},
    "more/": {"details": "Milk, bread, rice, beans. No nuts.", "access_notes": "Side door"},
}

_addresses = count(1)


@dataclass(frozen=True)
class Request:
    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"

    @property
    def body(self) -> str:
        return urlencode(self.form) if self.form is not None else ""

    @property
    def headers(self) -> dict[str, str]:
        """Each as if from another address."""
        number = next(_addresses)
        return {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Content-Type": "application/x-www-form-urlencoded",
        }


@dataclass(frozen=True)
class Visit:
    """`make(n)` prepares n requests, outside of what is measured; a full page has `row` at least `rows` times."""

    name: str
    make: Callable[[int], list[Request]]
    status: int = 200
    row: str = ""
    rows: int = 0
    most_cpu_ms: float | None = None
    most_queries: int = budgets.QUERIES_READING
    view: budgets.View | None = budgets.PAGE
    """What looking at it may cost; None where there is nothing to look at."""


def visits_of(world: World) -> list[Visit]:
    group = world.large
    with group_scope(group.pk):
        volunteer = Volunteer.objects.filter(group=group).select_related("person").order_by("pk")[0]
        user = volunteer.membership.user
        parts = list(NeedPart.objects.filter(group=group, is_listed=True)[:TASKS_ON_A_PAGE])
        add_tasks(volunteer, parts, Lines(world.at))
        need = Need.objects.filter(group=group, state="assigned").order_by("pk")[0]
        part = NeedPart.objects.filter(group=group, is_listed=True).select_related("need").order_by("pk")[0]
    helping = {"sessionid": session_of(user)}
    staff = {"sessionid": session_of(User.objects.get_by_natural_key(coordinator_of(group.slug)))}

    def page(
        name: str, cookies: dict[str, str], query: str = "", **kwargs: object
    ) -> Callable[[int], list[Request]]:
        request = Request(group_path(group, name, **kwargs) + query, cookies)
        return lambda number: [request] * number

    return [
        Visit(
            "open list near a place",
            page("dispatch:open_list", helping, "?within=5&order=nearest"),
            row=f'href="{group_path(group, "dispatch:open_list")}',
            rows=20,
            most_cpu_ms=budgets.LIST_CPU_MS,
            view=budgets.MAP_PAGE,
        ),
        Visit(
            "send a request",
            lambda number: _ready_to_send(world, number),
            status=302,
            most_cpu_ms=budgets.SUBMIT_CPU_MS,
            most_queries=budgets.QUERIES_SUBMITTING,
            view=None,
        ),
        Visit(
            "board",
            page("dispatch:board", staff),
            row="data-item",
            rows=20,
            most_cpu_ms=budgets.BOARD_CPU_MS,
        ),
        Visit(
            "board: beside", page("dispatch:board_beside", staff, f"?need={part.need.reference}"), view=None
        ),
        Visit("board: news", page("dispatch:board_since", staff, "?cursor=0"), view=None),
        Visit("open map, its data", page("dispatch:open_map", helping), view=None),
        Visit("map, for staff", page("dispatch:staff_map", staff), view=budgets.MAP_PAGE),
        Visit("first question", page("needs:ask", {}), view=budgets.PUBLIC_REQUEST),
        Visit("requests, for staff", page("needs:list", staff, "?desk=open")),
        Visit("one request, for staff", page("needs:detail", staff, reference=need.reference)),
        Visit("my tasks", page("dispatch:my_tasks", helping)),
        Visit(
            "who can help",
            page("dispatch:who_can", staff, reference=part.need.reference, part_id=part.pk),
        ),
        Visit("people", page("people:list", staff)),
        Visit("messages", page("messaging:outbox", staff)),
        Visit("group, for anybody", page("groups:public", {})),
    ]


def session_of(user: User) -> str:
    client = Client()
    sign_in(client, user)
    return client.cookies["sessionid"].value


def _ready_to_send(world: World, number: int) -> list[Request]:
    """Requests with all questions answered, each in a draft of its own; what is left is to press Send."""
    first = _answer_all(world)
    check = group_path(world.large, "needs:ask_check")
    tokens = [secrets.token_urlsafe(24) for _ in range(number)]
    begun = first.began_at - timedelta(minutes=5)
    drafts = [
        RequestDraft(
            group=world.large,
            token_hash=token_hash(token),
            answers=first.answers,
            began_at=begun,
            updated_at=begun,
            expires_at=first.expires_at,
        )
        for token in tokens
    ]
    with group_scope(world.large.pk):
        write(drafts)
    form = {"csrfmiddlewaretoken": CSRF}
    return [Request(check, {"request": token, "csrftoken": CSRF}, form) for token in tokens]


def _answer_all(world: World) -> RequestDraft:
    """One visitor answers page by page, so that the answers are what the pages take."""
    client = Client(headers={"host": "localhost", "x-forwarded-for": f"192.0.2.{next(_addresses) % 250}"})
    start = group_path(world.large, "needs:ask")
    for step, answers in ANSWERS.items():
        response = client.post(start + step, answers)
        if response.status_code != 302:
            raise AssertionError(f"The question {step or 'who/'} did not take its answer.")
    with group_scope(world.large.pk):
        return RequestDraft.objects.get(token_hash=token_hash(client.cookies["request"].value))
