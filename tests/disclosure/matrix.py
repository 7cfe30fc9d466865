"""The table of who sees what, held against everything that everybody can open."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from manyhands.core.privacy.disclosure import (
    STAGE_OF_STATE,
    WHO_SEES,
    WITH_ADDRESS,
    DisclosedField,
    DisclosureStage,
    Sight,
    ViewerRole,
)
from manyhands.core.privacy.disclosure_of_people import (
    WHO_SEES_HELPERS,
    WHO_SEES_ORGANISATIONS,
    PersonField,
    PersonReader,
)
from tests.disclosure.walk import Reader, Seen, Walk
from tests.disclosure.world import ANONYMOUS, IN_GRACE, OPENS, STATES, World, words_of, words_of_person
from tests.journeys.addresses import Route

F, Stage, Role, Of = DisclosedField, DisclosureStage, ViewerRole, PersonReader
ALL = tuple(STATES)
# Nobody is tied to it any more, so it is offered again: to the same helper too, as to others.
OFFERED_AGAIN = ("not approved", "expired", "withdrawn", "released", "no show")
# A way to write to somebody, and a name that stands where another would: they are told by the words of others.
WITHOUT_WORDS = {F.NICKNAME, F.MASKED_CONTACT}
# What lists of requests say of each. They need not say all of it of every one.
SAID_IN_LISTS = {F.KIND, F.WHEN, F.AREA, F.LANGUAGE}

READERS: tuple[tuple[Reader, ViewerRole, PersonReader], ...] = (
    (Reader("visitor"), Role.PUBLIC_VISITOR, Of.VISITOR),
    (Reader("neighbour", links=tuple(("need_status", name) for name in ALL)), Role.NEIGHBOUR, Of.HELPED),
    (Reader("helper", cookies="helper"), Role.VOLUNTEER, Of.SELF),
    (
        Reader("helper by link", links=(*(("invitation", name) for name in ALL[2:]), ("calendar", ""))),
        Role.VOLUNTEER,
        Of.SELF,
    ),
    (Reader("helper's program", program="tasks"), Role.VOLUNTEER, Of.SELF),
    (Reader("other helper", cookies="other helper"), Role.VOLUNTEER, Of.OTHER),
    (Reader("organisation", cookies="organisation"), Role.VOLUNTEER, Of.OTHER),
    (Reader("intake", cookies="intake"), Role.INTAKE, Of.INTAKE),
    (Reader("coordinator", cookies="coordinator"), Role.COORDINATOR, Of.COORDINATOR),
    (Reader("vetter", cookies="vetter"), Role.VETTER, Of.VETTER),
    (Reader("driver lead", cookies="driver_lead"), Role.DRIVER_LEAD, Of.DRIVER_LEAD),
    (Reader("organiser", cookies="organiser"), Role.ORGANISER, Of.ORGANISER),
    (Reader("reader", cookies="reader"), Role.READER, Of.READER),
    (Reader("partner's staff", cookies="partner"), Role.PARTNER_STAFF, Of.PARTNER_STAFF),
    (Reader("lent helper", links=(("partner_ask", ""),)), Role.LENT_HELPER, Of.VISITOR),
    (Reader("reading program", program="requests"), Role.READING_PROGRAM, Of.PROGRAM),
    (Reader("revealing program", program="reveals"), Role.REVEALING_PROGRAM, Of.PROGRAM),
    (Reader("program that may all", program="all"), Role.REVEALING_PROGRAM, Of.ASSIGNING_PROGRAM),
)
# What whoever may see something is shown it on.
SHOWING = {
    "needs:detail", "needs:reveal", "needs:status", "dispatch:task", "dispatch:invitation", "people:detail",
    "people:reveal",
}  # fmt: skip
# One page of so many is opened by each reader of a sample.
TURNS = 6
# Whoever they are, of themselves they may see everything.
OWN = {"helper": "helper", "helper by link": "helper", "helper's program": "helper",
       "other helper": "other helper", "organisation": "organisation"}  # fmt: skip


@dataclass
class Outcome:
    cells: int = 0
    shown: int = 0
    outputs: int = 0
    reveals: int = 0
    kinds: set[str] = field(default_factory=set)
    exceptions: list[str] = field(default_factory=list)


def check(world: World, *, sample: bool = False) -> Outcome:
    """Every reader, every request and every page.

    Of a sample each reader has some requests, the pages that are there to show something, and some of the others: all
    requests and all pages have their turn.
    """
    walk, outcome = Walk(world), Outcome()
    for number, (reader, role, of_people) in enumerate(READERS):
        states = _share(number, reader) if sample else ALL
        routes = _pages(number, walk.routes) if sample else walk.routes
        broken = frozenset(route.name for route in routes[:: TURNS if sample else 1])
        seen = walk.read_as(reader, states, searches=1 if sample else 24, routes=routes, broken=broken)
        outcome.outputs += seen.outputs
        outcome.reveals += seen.reveals
        outcome.kinds |= seen.kinds
        outcome.exceptions += [f"{reader.name}: {label}" for label in seen.errors]
        outcome.exceptions += [f"{reader.name}: the log tells {owner} {name}" for owner, name in seen.logged]
        of_requests = _of_requests(reader, role, seen, states, outcome)
        problems = [*of_requests, *_of_people(reader, of_people, seen, outcome)]
        outcome.exceptions += [f"{reader.name}: {problem}" for problem in problems]
    outcome.exceptions += _of_messages(walk)
    return outcome


def _share(number: int, reader: Reader) -> tuple[str, ...]:
    if reader.name in ("helper", "helper by link"):
        return (IN_GRACE, ALL[2 + number], "accepted", ANONYMOUS)
    return (ALL[number % len(ALL)],)


def _pages(number: int, routes: list[Route]) -> list[Route]:
    return [
        route
        for place, route in enumerate(routes)
        if route.name in SHOWING or "token" in route.parameters or place % TURNS == number % TURNS
    ]


def stages_of(name: str, reader: Reader) -> set[DisclosureStage]:
    """How far it has come for a volunteer: for one, or for all others."""
    state, _kind = STATES[name]
    if OWN.get(reader.name) != "helper":
        return {Stage.BEFORE}
    if name == IN_GRACE:
        return {Stage.GRACE}
    return {STAGE_OF_STATE[state]} | ({Stage.BEFORE} if name in OFFERED_AGAIN else set())


def sights(name: str, one: DisclosedField, reader: Reader, role: ViewerRole) -> set[Sight]:
    """The ways in which this reader may see this field of this request."""
    opened = set(OPENS[STATES[name][1]])
    if F.ADDRESS in opened:
        opened |= WITH_ADDRESS
    if name == ANONYMOUS:
        # The name that is written down is the nickname.
        opened = (opened - {F.PHONE, F.EMAIL}) | {F.FIRST_NAME, F.NAME}
    if F.NAME in opened:
        opened |= {F.FIRST_NAME}
    # An address names the town that it is in.
    seen_with = {one, F.ADDRESS} if one is F.AREA else {one}
    depending = {Sight.AS_THE_KIND_SAYS, Sight.AGAIN}
    found = {(WHO_SEES[its, role, stage], its) for its in seen_with for stage in stages_of(name, reader)}
    return {sight for sight, its in found if sight != Sight.NO and (sight not in depending or its in opened)}


def _of_requests(
    reader: Reader, role: ViewerRole, seen: Seen, states: tuple[str, ...], outcome: Outcome
) -> Iterator[str]:
    for name in ALL:
        for one in set(F) - WITHOUT_WORDS:
            outcome.cells += 1
            openly, noted = seen.openly.get((name, one), set()), seen.noted.get((name, one), set())
            outcome.shown += bool(openly or noted)
            may = sights(name, one, reader, role)
            if (openly or noted) and not may:
                yield f"{one} of “{name}” is shown by {sorted(openly | noted)[:3]}"
            elif openly and Sight.OPENLY not in may:
                yield f"{one} of “{name}” is shown without a note by {sorted(openly)[:3]}"
            if role is Role.NEIGHBOUR and any(not label.endswith(f"link {name}") for label in openly | noted):
                yield f"{one} of “{name}” is shown to another neighbour"
            if may and not (openly or noted) and name in states and _must_show(one, name, reader):
                yield f"{one} of “{name}” is shown nowhere"


def _must_show(one: DisclosedField, name: str, reader: Reader) -> bool:
    """What a page is there for. A program is told less of it, and of what is offered again not all see everything."""
    if one in SAID_IN_LISTS:
        return reader.name in ("intake", "coordinator", "organiser")
    if reader.program:
        return name != IN_GRACE and one not in (F.HOUSEHOLD, F.POSITION, F.SUMMARY)
    if one is F.SUMMARY:
        return reader.name in ("intake", "coordinator", "organiser", "driver lead", "neighbour")
    return reader.name != "helper by link" or (name, one) != (IN_GRACE, F.EMAIL)


def _of_people(reader: Reader, role: PersonReader, seen: Seen, outcome: Outcome) -> Iterator[str]:
    for name in ("helper", "other helper", "organisation"):
        table = WHO_SEES_ORGANISATIONS if name == "organisation" else WHO_SEES_HELPERS
        for one in words_of_person(name):
            outcome.cells += 1
            openly, noted = seen.openly.get((name, one), set()), seen.noted.get((name, one), set())
            outcome.shown += bool(openly or noted)
            if OWN.get(reader.name) == name:
                continue
            of = Of.OTHER if role is Of.SELF else role
            sight = table.get((PersonField(one), of), Sight.NO)
            if (openly or noted) and sight is Sight.NO:
                yield f"{one} of {name} is shown by {sorted(openly | noted)[:3]}"
            elif openly and sight is Sight.NOTED:
                yield f"{one} of {name} is shown without a note by {sorted(openly)[:3]}"


def _of_messages(walk: Walk) -> Iterator[str]:
    """Nothing of a neighbour goes out to a helper but the words for volunteers; of a helper the first name alone."""
    for to, told in walk.messages().items():
        may = {
            "helper": {F.SUMMARY, *SAID_IN_LISTS},
            "other helper": {F.SUMMARY, *SAID_IN_LISTS},
            "organisation": {F.SUMMARY, *SAID_IN_LISTS},
            "staff": SAID_IN_LISTS,
        }
        allowed = may.get(to, {"first_name"})
        for event, found in told:
            for owner, one in found:
                is_own = owner == to
                if one not in allowed and not is_own:
                    yield f"the message {event} to {to} tells {one} of “{owner}”"


_WORDS = [word for name in ALL for its in words_of(name).values() for word in its]
assert all(words_of(name).keys() == set(F) - WITHOUT_WORDS for name in ALL), "a field has no words of its own"
assert not any(one != other and one in other for one in _WORDS for other in _WORDS), (
    "a word is in another word"
)
