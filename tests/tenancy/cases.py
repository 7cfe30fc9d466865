"""Every route, as everybody, with one's own and with somebody else's things in every place."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from manyhands.config.api.assembly import list_operations
from tests.apps.programs import PREFIX
from tests.journeys.addresses import VISITOR, Route, list_routes
from tests.tenancy.asks import GET, POST, Ask, Guest
from tests.tenancy.forms_found import FoundForm, ids_in
from tests.tenancy.tenants import BOTH, GUESTS, PROGRAMS, Tenant

SLUG, TOKEN = "group_slug", "token"
# Words of our own in an address, the same for every group.
WORDS = {"section", "step", "what", "status"}
NOBODYS = {"reference": "Z9-999", "token": "nobodys-token-at-all-0123456789ab", "key": "nobodys-key"}
ABSENT = 987_654
# Who sends the forms of others, besides whoever has no account.
SENDERS = ("organiser", "volunteer", BOTH, VISITOR)
DOORS = {"groups:join": "join", "groups:share": "share", "accounts:link": "one time"}
PURPOSES = {
    "link:need_status": ["status open", "status accepted", "status done"],
    "link:invitation": ["task asked", "task accepted", "task done"],
    "link:calendar": ["calendar"],
    "link:partner_ask": ["partner ask"],
}


class Cases:
    """All for one group and another: `mine` asks, `theirs` is where it does not belong."""

    def __init__(self, mine: Tenant, theirs: Tenant) -> None:
        self.mine, self.theirs = mine, theirs
        self.routes = [route for route in list_routes() if not route.name.startswith("gallery")]

    def of_routes(self, guests: tuple[str, ...] = GUESTS) -> Iterator[Ask]:
        for route in self.routes:
            for case, values, token_of in self._values(route):
                path = _path(route, values)
                for name in guests if path else ():
                    guest = Guest(self.mine, name)
                    slug_of = self._owner(values.get(SLUG))
                    for method, body in ((GET, {}), (POST, self._everything(self.theirs))):
                        yield Ask(
                            route.name, route.access, method, path, guest, case, body, slug_of, token_of
                        )

    def _values(self, route: Route) -> Iterator[tuple[str, dict[str, Any], int]]:
        """(what is done, what stands in the address, whose token): from all one's own to all of the other's."""
        names = route.parameters
        for token, owner in self._tokens(route):
            mine = {name: self.mine.values.get(name) for name in names} | (
                {TOKEN: token} if TOKEN in names else {}
            )
            theirs = {name: self.theirs.values.get(name) for name in names - {TOKEN}}
            absent = {name: NOBODYS.get(name, ABSENT) for name in names - {SLUG, TOKEN}}
            yield "own", mine, owner
            if SLUG in names:
                yield "their group, my things", {**mine, SLUG: self.theirs.slug}, owner
                yield "all theirs", {**mine, **theirs}, owner
            things = sorted(names - {SLUG, TOKEN} - WORDS)
            if things:
                yield (
                    "their things",
                    {**mine, **theirs, **({SLUG: mine[SLUG]} if SLUG in names else {})},
                    owner,
                )
                yield "nobody's things", {**mine, **absent}, owner
            if len(things) > 1:
                yield from ((f"their {name}", {**mine, name: theirs[name]}, owner) for name in things)

    def _tokens(self, route: Route) -> list[tuple[str, int]]:
        """Those that open it, of both groups; one for something else; and nobody's."""
        if TOKEN not in route.parameters:
            return [("", 0)]
        fitting = [DOORS[route.name]] if route.name in DOORS else PURPOSES[route.access]
        both = [(one.tokens[name], one.number) for one in (self.mine, self.theirs) for name in fitting]
        other = "calendar" if "calendar" not in fitting else "status open"
        return [*both, (self.theirs.tokens[other], 0), (NOBODYS["token"], 0)]

    def _owner(self, slug: Any) -> int:
        return {self.mine.slug: self.mine.number, self.theirs.slug: self.theirs.number}.get(slug, 0)

    def of_samples(self) -> Iterator[Ask]:
        """What the address book of the journeys opens, each by whoever may: so that every page is truly reached."""
        for route in self.routes:
            for address in self.mine.book.addresses(route):
                if address.guest not in self.mine.book.cookies or "None" in address.path:
                    continue
                owner = self.mine.number
                slug_of = owner if SLUG in route.parameters else 0
                token_of = owner if TOKEN in route.parameters else 0
                guest = Guest(self.mine, address.guest)
                for method in (GET, POST):
                    yield Ask(
                        route.name, route.access, method, address.path, guest, "own", {}, slug_of, token_of
                    )

    def of_forms(self, own: list[FoundForm], others: list[FoundForm]) -> Iterator[Ask]:
        """One's own forms; theirs as they are; theirs sent to one's own address; one's own with one thing of theirs."""
        twins = {(_route_of(form.action), form.shape): form for form in others}
        for form in own:
            twin = twins.get((_route_of(form.action), form.shape))
            for name in SENDERS:
                yield from self._sent(form.action, form.fields, name, "own form")
                if twin is None:
                    continue
                yield from self._sent(twin.action, twin.fields, name, "their form")
                yield from self._sent(form.action, twin.fields, name, "their answers in my form")
                others_own = [one for one in ids_in(twin.fields) if twin.fields[one] != form.fields.get(one)]
                for field in others_own:
                    mixed = {**form.fields, field: twin.fields[field]}
                    yield from self._sent(form.action, mixed, name, f"my form with their {field}")

    def of_links(self, own: list[str], others: list[str]) -> Iterator[Ask]:
        """What pages lead to with a question in the address: theirs, asked of one's own group."""
        for links, case in ((own, "own link"), (others, "their link"), (others, "their question")):
            for link in links:
                path = link.replace(f"/g/{self.theirs.slug}/", f"/g/{self.mine.slug}/")
                for name in SENDERS:
                    yield from self._sent(path if case == "their question" else link, {}, name, case, GET)

    def _sent(self, path: str, fields: Any, name: str, case: str, method: str = POST) -> Iterator[Ask]:
        found = _resolve(path)
        if found is None:
            return
        route, kwargs, access = found
        token_of = next(
            (one.number for one in (self.mine, self.theirs) if kwargs.get(TOKEN) in one.tokens.values()), 0
        )
        slug_of = self._owner(kwargs.get(SLUG))
        yield Ask(
            route,
            access,
            method,
            path,
            Guest(self.mine, name),
            case,
            fields,
            slug_of=slug_of,
            token_of=token_of,
        )

    def of_programs(self) -> Iterator[Ask]:
        for operation in list_operations():
            method, name = operation.methods[0], f"api:{operation.operation_id}"
            places = re.findall(r"{(\w+)}", operation.path)
            fillings = [("own", self.mine.values), ("their things", self.theirs.values)]
            if places:
                fillings.append(("nobody's things", {one: NOBODYS.get(one, ABSENT) for one in places}))
            for case, values in fillings:
                path = PREFIX + operation.path.format(**{one: values[one] for one in places})
                for program in PROGRAMS:
                    guest = Guest(self.mine, "", program)
                    for whose in (self.mine, self.theirs):
                        body = _call(operation.operation_id, whose) if method == POST else {}
                        told = f"{case}, helpers of {whose.number}"
                        yield Ask(name, "program", method, path, guest, told if body else case, body)

    def _everything(self, whose: Tenant) -> dict[str, Any]:
        """Each name that a form of ours uses for a thing, with one of theirs in it."""
        values, ids = whose.values, whose.town.ids
        part, volunteer = values["part_id"], ids["ana"].pk
        return {
            "part": part, "helper": f"v{volunteer}", "helpers": [f"v{volunteer}", f"o{ids['organisation'].pk}"],
            "person": values["person_id"], "member": values["membership_id"], "owner": values["membership_id"],
            "assignment": values["assignment_id"], "task": values["assignment_id"], "tasks": [values["assignment_id"]],
            "proposal": values["proposal_id"], "proposals": [values["proposal_id"]], "all": values["run_id"],
            "need": values["reference"], "reference": values["reference"], "place": values["place_id"],
            "category": values["key"], "categories": [values["key"]], "kinds": [values["key"]], "do": "ask",
            "organisation": ids["organisation"].pk, "group": whose.group.pk, "pool": 1, "roles": ["coordinator"],
            "duplicate_of": values["reference"], "view": values["view_id"], "next": f"/g/{whose.slug}/requests/",
        }  # fmt: skip

    def at_random(self, seed: int, forms: list[FoundForm]) -> Iterator[Ask]:
        """Endlessly: any route, anybody, and in each place anybody's."""
        dice = Random(seed)
        pair = (self.mine, self.theirs)
        while True:
            route = dice.choice(self.routes)
            token, token_of = dice.choice(self._tokens(route))
            values = {name: dice.choice(pair).values.get(name) for name in sorted(route.parameters)}
            values |= {TOKEN: token} if TOKEN in values else {}
            path = _path(route, values)
            if not path:
                continue
            guest = Guest(self.mine, dice.choice(GUESTS))
            fields = dict(dice.choice(forms).fields) if forms and dice.random() < 0.5 else {}
            for name, value in self._everything(dice.choice(pair)).items():
                if dice.random() < 0.3:
                    fields[name] = value
            yield Ask(
                route.name, route.access, dice.choice((GET, POST, POST)), path, guest, "at random", fields,
                self._owner(values.get(SLUG)), token_of,
            )  # fmt: skip


def _call(operation: str, whose: Tenant) -> dict[str, Any]:
    helper = f"v{whose.town.ids['ana'].pk}"
    if operation == "take_in_need":
        return {"categories": [whose.values["key"]], "name": "Wil Smith", "zip_code": "48912"}
    anyway = {"even_over_limit": True}
    bodies = {"invite": {"helpers": [helper]}, "assign": {"helper": helper, **anyway}, "claim": anyway}
    return bodies.get(operation, {})


def _path(route: Route, values: dict[str, Any]) -> str:
    try:
        return reverse(route.name, kwargs={name: values[name] for name in route.parameters})
    except NoReverseMatch:
        return ""


def _resolve(path: str) -> tuple[str, dict[str, Any], str] | None:
    try:
        match = resolve(path.split("?", maxsplit=1)[0])
    except Resolver404:
        return None
    return match.view_name, match.kwargs, getattr(match.func, "access", "")


def _route_of(path: str) -> str:
    found = _resolve(path)
    return found[0] if found else ""
