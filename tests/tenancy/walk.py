"""The whole walk, and what came of it."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.http import HttpResponse

from manyhands.config.api.assembly import list_operations
from tests.journeys.addresses import list_routes
from tests.tenancy.asks import GET, POST, Ask
from tests.tenancy.cases import Cases
from tests.tenancy.forms_found import FoundForm, read_page
from tests.tenancy.tenants import GUESTS, Tenant
from tests.tenancy.watching import Watch

# Nothing is there to be answered, for a reason that has nothing to do with groups.
NEVER_REACHED = {
    "places:map_file": "a file of map pictures is not installed",
    "journal:metrics": "no monitor is set up",
    "accounts:by_text": "no gateway for texts is set up",
    "accounts:add_phone": "no gateway for texts is set up",
    "accounts:passkey": "it takes an authenticator",
    "accounts:passkey_options": "it takes an authenticator",
    "accounts:passkey_remove": "it takes an authenticator",
    "accounts:device_end": "it takes another browser of one's own",
    "accounts:lost": "only between the two steps of signing in",
    "accounts:lost_over": "only between the two steps of signing in",
    "vouching:background_news": "it takes a signature of a provider: make check-webhooks",
}
MULTIPLE_CHOICES, BAD_REQUEST, CONFLICT = 300, 400, 409
THEIRS, NOBODYS = "their things", "nobody's things"


@dataclass
class Outcome:
    requests: int = 0
    problems: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    answers: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    planted: int = 0

    @property
    def exempt(self) -> set[str]:
        return set(NEVER_REACHED)

    @property
    def routes(self) -> set[str]:
        pages = {route.name for route in list_routes() if not route.name.startswith("gallery")}
        return pages | {f"api:{one.operation_id}" for one in list_operations()}

    @property
    def unreached(self) -> set[str]:
        return self.routes - self.reached - set(NEVER_REACHED)

    def told_apart(self) -> list[str]:
        """Where somebody else's is answered differently from what does not exist."""
        return sorted(
            f"{method} {route} as {guest}: theirs {status}, nobody's {self.answers[route, guest, method, NOBODYS]}"
            for (route, guest, method, case), status in self.answers.items()
            if case == THEIRS and self.answers.get((route, guest, method, NOBODYS), status) != status
        )


class Walk:
    def __init__(self, tenants: list[Tenant]) -> None:
        self.tenants = tenants
        self.watch = Watch(tenants)
        self.outcome = Outcome(planted=sum(tenant.planted for tenant in tenants))
        self.forms: dict[int, list[FoundForm]] = defaultdict(list)
        self.links: dict[int, list[str]] = defaultdict(list)
        self._seen: set[object] = set()

    def walk(self, *, guests: tuple[str, ...] = GUESTS, requests: int = 0, seed: int = 1) -> Outcome:
        """Everything once; then at random, until there were so many requests."""
        began = time.process_time()
        mine, theirs, third = self.tenants
        for one in (mine, theirs):
            self._ask_all(Cases(one, third).of_samples())
        cases = Cases(mine, theirs)
        self._ask_all(cases.of_routes(guests))
        self._ask_all(cases.of_programs())
        self._ask_all(cases.of_links(self.links[mine.number], self.links[theirs.number]))
        self._ask_all(cases.of_forms(self.forms[mine.number], self.forms[theirs.number]))
        left = max(0, requests - self.outcome.requests)
        other = Cases(theirs, third)
        self._ask_all(islice(other.at_random(seed, self.forms[mine.number]), left))
        self.outcome.problems += self.watch.anything_stayed() + self.outcome.told_apart()
        self.outcome.cpu_seconds = time.process_time() - began
        return self.outcome

    def _ask_all(self, asks: Iterable[Ask]) -> None:
        for ask in asks:
            response, problems = self.watch.ask(ask)
            self._note(ask, response)
            self.outcome.problems += problems

    def _note(self, ask: Ask, response: HttpResponse) -> None:
        outcome, status = self.outcome, response.status_code
        outcome.requests += 1
        outcome.statuses[status] += 1
        if _is_reached(ask, response):
            outcome.reached.add(ask.route)
        if ask.case.startswith((THEIRS, NOBODYS)) and not ask.token_of:
            case = THEIRS if ask.case.startswith(THEIRS) else NOBODYS
            outcome.answers[ask.route, str(ask.guest), ask.method, case] = status
        is_page = status == 200 and response.get("Content-Type", "").startswith("text/html")
        if ask.case == "own" and ask.method == GET and is_page:
            self._read(ask, response.content.decode())

    def _read(self, ask: Ask, text: str) -> None:
        forms, links = read_page(ask.path, text)
        number = ask.guest.tenant.number
        for form in forms:
            key = (number, form.action, form.shape)
            if key not in self._seen:
                self._seen.add(key)
                self.forms[number].append(form)
        for link in links:
            if (number, link) not in self._seen:
                self._seen.add((number, link))
                self.links[number].append(link)


def _is_reached(ask: Ask, response: HttpResponse) -> bool:
    """Done, or refused by a rule of the thing itself: what came before has let it in."""
    if ask.guest.program:
        return response.status_code < BAD_REQUEST or response.status_code == CONFLICT
    is_elsewhere = response.status_code >= MULTIPLE_CHOICES
    is_sent_on = ask.method == POST and "/sign-in" not in response.get("Location", "")
    return response.status_code < BAD_REQUEST and (is_sent_on or not is_elsewhere)
