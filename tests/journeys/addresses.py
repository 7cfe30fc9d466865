"""Every named route of the program with addresses to look at, and who may look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from manyhands.apps.groups.models import Invite
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.storage.scope import group_scope
from tests.apps.needs.asking import Asker
from tests.journeys.town import Town
from tests.worlds import by_hand, sign_in

NOT_FOUND, NOT_ALLOWED, SERVER_ERROR = 404, 405, 500
VISITOR = "visitor"
# Among the values of a sample: what the address asks for behind its path.
QUERY = "?"
# Whoever may do most comes first: on their page there is most to see.
MEMBERS = ("organiser", "coordinator", "intake", "vetter", "driver_lead", "reader", "volunteer")
# Pages of one's own tasks and details belong to one member.
OWN = (
    "dispatch:task", "dispatch:task_note", "dispatch:task_problem", "people:organisation", "people:organisation_leave",
    "people:pause", "people:leave", "vetting:evidence_hand_in", "vouching:mine",
)  # fmt: skip
# There only where whoever runs it has set up a gateway for texts, or a monitor.
NOT_SET_UP = ("accounts:by_text", "journal:metrics")


class Kind(Enum):
    """What an address answers to GET."""

    PAGE = "page"
    PART = "part of a page"
    FILE = "file"
    POSTS_ONLY = "posts only"
    NOT_SET_UP = "not set up"
    BROKEN = "broken"


@dataclass(frozen=True)
class Address:
    """One page as one guest opens it. `is_first`: nobody who may do more opens this one."""

    route: str
    path: str
    guest: str
    is_first: bool


@dataclass(frozen=True)
class Route:
    name: str
    pattern: URLPattern
    access: str

    @property
    def parameters(self) -> set[str]:
        return {name for _text, names in get_resolver_entry(self.name) for name in names}


def get_resolver_entry(name: str) -> list[tuple[str, list[str]]]:
    *spaces, last = name.split(":")
    resolver: Any = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return [possibility for entry in resolver.reverse_dict.getlist(last) for possibility in entry[0]]


def list_routes() -> list[Route]:
    return list(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[Any], spaces: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield Route(spaces + pattern.name, pattern, getattr(pattern.callback, "access", ""))


class AddressBook:
    """Addresses in a town, and the cookies of each guest: guests are roles, and people in the middle of something."""

    def __init__(self, town: Town, site: str) -> None:
        self.town = town
        self.host = site.removeprefix("http://")
        self.cookies: dict[str, dict[str, str]] = {VISITOR: {}}
        self._kinds: dict[Address, Kind] = {}
        self._menus: dict[Address, list[str]] = {}
        for role, member in town.members.items():
            client = self._client()
            sign_in(client, member.user)
            self.cookies[role] = _cookies(client)
        self._begin_things()
        self.samples = self._samples()

    def addresses(self, route: Route) -> list[Address]:
        samples = self.samples.get(route.name) or [(None, {})]
        found = []
        for guest, values in samples:
            path = reverse(route.name, kwargs=self._fill(route, values))
            path += f"?{values[QUERY]}" if QUERY in values else ""
            guests = [guest] if guest else self._guests(route)
            found += [Address(route.name, path, one, one == guests[0]) for one in guests]
        return found

    def kind_of(self, address: Address) -> Kind:
        if address not in self._kinds:
            self._kinds[address] = self._ask_for_kind(address)
        return self._kinds[address]

    def menu_of(self, address: Address) -> list[str]:
        """Where the menu in the head of a page leads, in its order."""
        self.kind_of(address)
        return self._menus[address]

    def _ask_for_kind(self, address: Address) -> Kind:
        client = self._client()
        for name, value in self.cookies[address.guest].items():
            client.cookies[name] = value
        answer = client.get(address.path)
        self._menus[address] = _menu_in(answer)
        if answer.status_code == NOT_ALLOWED:
            return Kind.POSTS_ONLY
        if answer.status_code == NOT_FOUND and address.route in NOT_SET_UP:
            return Kind.NOT_SET_UP
        if answer.status_code >= SERVER_ERROR:
            return Kind.BROKEN
        is_html = answer.get("Content-Type", "").startswith("text/html")
        if is_html and b"<html" not in answer.content:
            return Kind.PART
        return Kind.PAGE if is_html and not answer.get("Content-Disposition") else Kind.FILE

    def _client(self) -> Client:
        return Client(headers={"host": self.host})

    def _guests(self, route: Route) -> list[str]:
        if route.access in ("", "public") or route.access.startswith("link:"):
            return [VISITOR]
        if route.name in OWN:
            return ["volunteer"]
        if route.access == "member":
            return list(MEMBERS)
        allowed = {role for role, (_label, names) in SHIPPED_ROLES.items() if route.access in names}
        everybody = route.access in SHIPPED_ROLES["volunteer"][1]
        return [role for role in MEMBERS if role in allowed or everybody] or ["organiser"]

    def _fill(self, route: Route, values: dict[str, Any]) -> dict[str, Any]:
        usual = self._usual()
        return {name: values.get(name, usual.get(name)) for name in route.parameters}

    def _usual(self) -> dict[str, Any]:
        town = self.town
        return {
            "group_slug": town.group.slug,
            "reference": town.needs["open"].reference,
            "part_id": town.parts["open"].pk,
            "assignment_id": town.tasks["accepted"].pk,
            "person_id": town.ids["ana"].person_id,
            "organisation_id": town.ids["organisation"].pk,
            "membership_id": town.members["intake"].pk,
            "invite_id": town.ids["invite"].pk,
            "token_id": town.ids["token"].pk,
            "message_id": town.ids["message"].pk,
            "place_id": town.ids["place"].pk,
            "landmark_id": town.ids["landmark"].pk,
            "view_id": town.ids["view"].pk,
            "report_id": town.ids["report"].pk,
            "run_id": town.ids["run"].pk,
            "hold_id": town.ids["hold"].pk,
            "consent_id": town.ids["consent"].pk,
            "asked_id": town.ids["question"].pk,
            "ask_id": town.ids["partner ask"].pk,
            "who": f"p{town.ids['ana'].person_id}",
            "requirement_id": town.ids["requirement"].pk,
            "check_id": town.ids["check"].pk,
            "evidence_id": town.ids["evidence"].pk,
            "proof_id": town.ids["proof"].pk,
            "exemption_id": town.ids["exemption"].pk,
            # Of whoever is signed in: nobody has any here, and asking for another's is as asking for none.
            "passkey_id": 1,
            "device_id": 1,
            "key": "groceries",
            "token": town.tokens["status accepted"],
        }

    def _begin_things(self) -> None:
        """What a visitor has begun: pages that open only after others."""
        group = self.town.group
        for guest, upto in (("asking", "more"), ("asking outside", "where")):
            places = {"where": {"place_kind": "zip", "zip_code": "90210"}} if upto == "where" else {}
            asker = Asker(group, **places)
            asker.fill_in(upto)
            self.cookies[guest] = {"request": asker.cookie}
        sent = Asker(group)
        sent.ask(at=self.town.at)
        self.cookies["sent"] = {"request": sent.cookie}
        self._begin_to_sign_in()
        self._begin_a_group()
        self._invite()

    def _begin_to_sign_in(self) -> None:
        newcomer = self._client()
        newcomer.post(reverse("accounts:sign_in"), by_hand(email="new@example.org"))
        self.cookies["signing in"] = _cookies(newcomer)
        moving = self._client()
        sign_in(moving, self.town.members["volunteer"].user)
        moving.post(reverse("accounts:change_email"), {"email": "moved@example.org"})
        self.cookies["changing e-mail"] = _cookies(moving)

    def _invite(self) -> None:
        """The drawing of a link exists only for whoever has just made it."""
        inviting = self._client()
        sign_in(inviting, self.town.members["organiser"].user)
        inviting.post(group_path(self.town.group, "groups:invites"), {"days": "7", "uses": "5"})
        self.cookies["inviting"] = _cookies(inviting)
        with group_scope(self.town.group.pk):
            self.shown_invite_id = Invite.objects.latest("pk").pk

    def _begin_a_group(self) -> None:
        starting = self._client()
        for step, answers in NEW_GROUP.items():
            response = starting.post(reverse("groups:create_step", kwargs={"step": step}), answers)
            assert response.status_code == 302, f"{step} did not take its answer"
        self.cookies["starting a group"] = _cookies(starting)

    def _samples(self) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
        town = self.town
        return {
            **self._of_asking(),
            **self._of_helping(),
            "accounts:code": [("signing in", {})],
            "accounts:link": [(VISITOR, {"token": town.tokens["one time"]}), (VISITOR, {"token": "altered"})],
            "accounts:me": [("volunteer", {})],
            "accounts:change_email": [("volunteer", {})],
            "accounts:change_email_code": [("changing e-mail", {})],
            "gallery-problem": [(VISITOR, {"status": 404})],
            "groups:home": [(VISITOR, {}), ("organiser", {})],
            "groups:public": [(VISITOR, {}), ("volunteer", {})],
            "groups:invite_qr": [("inviting", {"invite_id": self.shown_invite_id})],
            "groups:join": [(VISITOR, {"token": town.tokens["join"]}), ("volunteer", {"token": "altered"})],
            "groups:share": [
                (VISITOR, {"token": town.tokens["share"]}),
                ("organiser", {"token": town.tokens["share"]}),
                (VISITOR, {"token": "altered"}),
            ],
            "groups:create_check": [("starting a group", {})],
            "groups:create_step": [("starting a group", {"step": step}) for step in NEW_GROUP],
            "groups:settings_section": [
                ("organiser", {"section": one}) for one in ("languages", "meeting", "map", "keeping")
            ],
            "groups:role": [("organiser", {"key": "coordinator"})],
            "people:volunteer_join": [(VISITOR, {}), ("reader", {})],
            "people:organisation_join": [(VISITOR, {}), ("reader", {})],
            "people:waiting": [(VISITOR, {})],
            "vetting:evidence": [("volunteer", {}), ("vetter", {})],
            "vouching:take_back": [("volunteer", {})],
        }

    def _of_asking(self) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
        town = self.town
        steps = ("what", "when", "where", "reach", "more")
        own = [
            (VISITOR, {"token": town.tokens[f"status {name}"]})
            for name in ("new", "open", "accepted", "done", "closed")
        ]
        live, over = (
            (VISITOR, {"token": town.tokens["status open"]}),
            (VISITOR, {"token": town.tokens["status closed"]}),
        )
        return {
            "needs:ask": [(VISITOR, {}), ("asking", {}), ("sent", {})],
            "needs:ask_step": [("asking", {"step": step}) for step in steps],
            "needs:ask_check": [("asking", {})],
            "needs:ask_outside": [("asking outside", {})],
            "needs:asked": [("sent", {})],
            "needs:status": [*own, (VISITOR, {"token": "altered"})],
            "needs:own_change": [live],
            "needs:own_change_one": [
                (VISITOR, {"token": live[1]["token"], "what": what})
                for what in ("when", "where", "reach", "words")
            ],
            "needs:own_done": [live],
            "needs:own_stop": [live],
            "needs:own_again": [over],
            "needs:detail": [
                (None, {"reference": town.needs[name].reference}) for name in town.needs if "more" not in name
            ],
            "needs:change": [(None, {"reference": town.needs["new"].reference})],
        }

    def _of_helping(self) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
        town = self.town
        return {
            "dispatch:calendar": [("volunteer", {})],
            "dispatch:calendar_feed": [
                (VISITOR, {"token": town.tokens["calendar"]}),
                (VISITOR, {"token": "altered"}),
            ],
            "dispatch:task": [("volunteer", {"assignment_id": task.pk}) for task in town.tasks.values()],
            "dispatch:invitation": [
                *((VISITOR, {"token": town.tokens[f"task {name}"]}) for name in town.tasks),
                (VISITOR, {"token": "altered"}),
            ],
            "dispatch:invitation_calendar": [
                (VISITOR, {"token": town.tokens["task accepted"]}),
                (VISITOR, {"token": "altered"}),
            ],
            "dispatch:partner_ask": [
                (VISITOR, {"token": town.tokens["partner ask"]}),
                (VISITOR, {"token": "altered"}),
            ],
            "dispatch:invitation_note": [(VISITOR, {"token": town.tokens["task accepted"]})],
            "dispatch:invitation_problem": [(VISITOR, {"token": town.tokens["task accepted"]})],
            **self._of_the_board(),
            "dispatch:who_can": [
                (None, {"reference": town.needs[name].reference, "part_id": town.parts[name].pk})
                for name in ("open", "asked", "done")
            ],
        }

    def _of_the_board(self) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
        need, part, ana = self.town.needs["open"], self.town.parts["open"], self.town.ids["ana"]
        chosen = {QUERY: f"need={need.reference}"}
        return {
            "dispatch:board": [(None, {}), (None, chosen), ("coordinator", {QUERY: "show=unmet"})],
            "dispatch:board_beside": [(None, chosen)],
            "dispatch:board_why": [(None, {QUERY: f"part={part.pk}&helper=v{ana.pk}"})],
        }


# Answers to the questions about a new group, by the word in the address.
NEW_GROUP: dict[str, dict[str, Any]] = {
    "name": {"name": "North Side", "slug": "north-side", "about": ""},
    "area": {"middle_zip": "48906", "miles": "3", "zips": ""},
    "languages": {"languages": ["en", "es"], "time_zone": "America/Detroit"},
    "help": {"categories": ["groceries", "ride"]},
    "meeting": {"meeting_mode": "dispatch"},
    "joining": {"join_mode": "approval", "display_name": "Olga", "help_phone": ""},
}


def _menu_in(answer: Any) -> list[str]:
    if answer.streaming:
        return []
    menu = re.search(rb'<nav class="bar-nav".*?</nav>', answer.content, re.DOTALL)
    return [found.decode() for found in re.findall(rb'href="([^"]+)"', menu.group())] if menu else []


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items() if name != "csrftoken"}
