"""A group in which one helper stands to one request in every way there is; each field of each has words of its own."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions.calendar import make_calendar_link
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, PartnerAsk
from manyhands.apps.groups.actions import invite_to_pool, join_pool
from manyhands.apps.groups.models import Category, Group, MeetingMode, Membership
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.needs.actions import add_note, close_need
from manyhands.apps.needs.actions.listing import refresh_listing
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import CloseReason, WhenKind
from manyhands.apps.people.actions import Contact, OrganisationDetails, change_person, sign_up_organisation
from manyhands.apps.people.models import Person
from manyhands.apps.places.actions import locate_place
from manyhands.apps.places.models import PlacedBy
from manyhands.apps.privacy.actions import make_link
from manyhands.core.privacy.cells import cell_centre, search_cell, uncounted_cell
from manyhands.core.privacy.disclosure import DisclosedField as F
from manyhands.core.values.point import Point
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.programs import Caller
from tests.worlds import make_group, make_member, make_need, make_volunteer, sign_in

BY = Actor.system("test")
HOST = "localhost"
STAFF = ("intake", "coordinator", "vetter", "driver_lead", "organiser", "reader")
DOOR = (F.FIRST_NAME, F.PHONE, F.MASKED_CONTACT, F.ADDRESS, F.ACCESS_NOTES, F.DETAILS, F.HOUSEHOLD)
# How far it has come with the helper, by the name of the request: the state of the assignment and the kind of help.
STATES = {
    "nobody asked": (None, "groceries"),
    "not yet open": (None, "groceries"),
    "invited": ("invited", "groceries"),
    "awaiting approval": ("awaiting_approval", "groceries"),
    "accepted": ("accepted", "groceries"),
    "under way": ("under_way", "groceries"),
    "completed": ("completed", "groceries"),
    "completed long ago": ("completed", "groceries"),
    "declined": ("declined", "groceries"),
    "not approved": ("not_approved", "groceries"),
    "expired": ("expired", "groceries"),
    "withdrawn": ("withdrawn", "groceries"),
    "released": ("released", "groceries"),
    "no show": ("no_show", "groceries"),
    "closed": ("withdrawn", "groceries"),
    "dog walk": ("accepted", "errand"),
    "phone friend": ("accepted", "talk"),
    "full name": ("accepted", "prepared_meal"),
    "under a nickname": ("accepted", "other"),
}
IN_GRACE = "completed"
ANONYMOUS = "under a nickname"
# What the kinds of help open here. A dog is fetched at the door; a friend on the phone needs no door.
OPENS = {
    "groceries": DOOR,
    "errand": (F.FIRST_NAME, F.ADDRESS),
    "talk": (F.NICKNAME, F.MASKED_CONTACT),
    "prepared_meal": (F.NAME, F.EMAIL),
    "other": (F.FIRST_NAME, F.PHONE, F.ADDRESS),
}
# A kind of help that nobody has asked for: whatever names it names all kinds that the group has.
NOBODYS_KIND = "qkind99x"


@dataclass
class World:
    group: Group
    at: datetime
    members: dict[str, Membership] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    parts: dict[str, NeedPart] = field(default_factory=dict)
    tasks: dict[str, Assignment] = field(default_factory=dict)
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    programs: dict[str, Caller] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)


def words_of(name: str) -> dict[str, tuple[str, ...]]:
    """What gives each field of one request away, by the name of the field."""
    number, spot, day = number_of(name), spot_of(name), day_of(name)
    cell = uncounted_cell(search_cell(spot))
    middle = cell_centre(cell)
    return {
        F.FIRST_NAME: (f"Qfirst{number}x",),
        F.NAME: (f"Qlast{number}x",),
        F.PHONE: (f"557-03{number}", f"55703{number}"),
        F.EMAIL: (f"qmail{number}x",),
        F.ADDRESS: (f"Qstreet{number}x",),
        F.ACCESS_NOTES: (f"qdoor{number}x",),
        F.HOUSEHOLD: (f"qdiet{number}x", f"qramp{number}x"),
        F.DETAILS: (f"qdetail{number}x",),
        F.INTERNAL_NOTES: (f"qnote{number}x",),
        F.SUMMARY: (f"qsummary{number}x",),
        F.POSITION: (f"{spot.lat:.5f}", f"{spot.lon:.5f}"),
        F.KIND: (kind_of(name), kind_of(name).capitalize()),
        # On pages, in what programs read, and in calendars.
        F.WHEN: (f"{day.day} {day:%B %Y}", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}"),
        F.AREA: (f"Qarea{number}x", cell, f"{middle.lat:.6f}"[:-2], f"{middle.lon:.6f}"[:-2]),
        F.LANGUAGE: (f"qspeak{number}x",),
    }


def number_of(name: str) -> int:
    """Two digits, so that no word is the beginning of another."""
    return list(STATES).index(name) + 10


def kind_of(name: str) -> str:
    return f"qkind{number_of(name)}x"


def spot_of(name: str) -> Point:
    """Each in a public cell of its own."""
    away = 0.03 * (number_of(name) - 10)
    return Point(lon=round(-84.20047 - away, 5), lat=round(42.30013 + away, 5))


def day_of(name: str) -> datetime:
    """So late that nothing else is on that day, and that pages say the year."""
    return datetime(datetime.now(UTC).year + 2, 3, number_of(name), 17, 0, tzinfo=UTC)


def words_of_person(name: str) -> dict[str, tuple[str, ...]]:
    """The same of somebody who helps."""
    number = {"helper": 70, "other helper": 71, "organisation": 72}[name]
    words = {
        "first_name": (f"Hfirst{number}x",),
        "last_name": (f"Hlast{number}x",),
        "phone": (f"557-09{number}", f"55709{number}"),
        "email": (f"hmail{number}x",),
        "reach_note": (f"hreach{number}x",),
        "address": (f"Hstreet{number}x",),
    }
    return (
        words if name != "organisation" else {**words, "about": ("habout72x",), "own_name": ("Hpantry72x",)}
    )


def make_world(at: datetime) -> World:
    group = make_group("Disclosed", meeting_mode=MeetingMode.CLAIM_WITH_APPROVAL, at=at - timedelta(days=40))
    world = World(group, at)
    with group_scope(group.pk):
        for key, opened in OPENS.items():
            Category.objects.filter(key=key).update(
                disclosure=[one.value for one in opened], is_sensitive=False, meeting_mode=""
            )
            for category in Category.objects.filter(key=key):
                category.required_skills.clear()
        _add_kinds(group)
        _add_people(world)
        for name in STATES:
            _add_need(world, name)
        for name in STATES:
            _bring_to_its_state(world, name)
        _add_ways_in(world)
    _add_partner(world)
    return world


def _add_kinds(group: Group) -> None:
    """For each request a kind of its own, which opens what the one that it is made after opens."""
    for key, like in ((NOBODYS_KIND, "groceries"), *((kind_of(name), STATES[name][1]) for name in STATES)):
        kind = Category.objects.get(group=group, key=like)
        kind.pk, kind._state.adding = None, True
        kind.key, kind.names = key, {"en": key.capitalize(), "es": key.capitalize()}
        kind.save()


def _add_people(world: World) -> None:
    group, then = world.group, world.at - timedelta(days=30)
    world.members = {role: make_member(group, (role,), name=f"{role} M.", at=then) for role in STAFF}
    for name in ("helper", "other helper"):
        words = words_of_person(name)
        full = f"{words['first_name'][0]} {words['last_name'][0]}"
        member = make_member(group, (), name=words["first_name"][0], at=then)
        volunteer = make_volunteer(
            group, full, membership=member, at=then, tasks_per_week=20, radius_m=100_000, vehicle="car"
        )
        world.members[name], world.ids[name] = member, volunteer
        world.people[name] = volunteer.person
        _mark_card(volunteer.person, words, full, then)
        volunteer.start_place.text = words["address"][0]
        volunteer.start_place.save()
    _add_organisation(world, then)


def _mark_card(person: Person, words: dict[str, tuple[str, ...]], full: str, at: datetime) -> None:
    known = Contact.of(person)
    changed = replace(
        known,
        name=full,
        phone="+1517" + words["phone"][1],
        email=f"{words['email'][0]}@example.org",
        reach_note=words["reach_note"][0],
        reach_by="email",
    )
    change_person(person, changed, by=BY, at=at)


def _add_organisation(world: World, then: datetime) -> None:
    words = words_of_person("organisation")
    contact = Contact(
        name=f"{words['first_name'][0]} {words['last_name'][0]}",
        phone="+1517" + words["phone"][1],
        email=f"{words['email'][0]}@example.org",
        reach_note=words["reach_note"][0],
    )
    about = OrganisationDetails(name=words["own_name"][0], about=words["about"][0], languages=["en"])
    owner = make_member(world.group, (), name="Owner", at=then)
    world.members["organisation"] = owner
    world.ids["organisation"] = sign_up_organisation(
        world.group, contact, about, membership=owner, by=BY, at=then
    )
    world.people["organisation"] = world.ids["organisation"].contact


def _add_need(world: World, name: str) -> None:
    words = words_of(name)
    number, day = number_of(name), day_of(name)
    household = AskedHousehold(size=3, diets=words[F.HOUSEHOLD][0], access_needs=words[F.HOUSEHOLD][1])
    need = make_need(
        world.group,
        (kind_of(name),),
        name=f"{words[F.FIRST_NAME][0]} {words[F.NAME][0]}",
        address=words[F.ADDRESS][0],
        household=household,
        details=words[F.DETAILS][0],
        summary=words["summary"][0],
        is_open=name != "not yet open",
        when_kind=WhenKind.AT_TIME,
        starts_at=day,
        due_at=day,
        at=world.at - timedelta(days=6 if name == "completed long ago" else 0, hours=3),
    )
    contact = replace(
        Contact.of(need.person),
        phone=f"+151755703{number}",
        email=f"{words[F.EMAIL][0]}@example.org",
    )
    change_person(need.person, contact, by=BY, at=world.at)
    Person.objects.filter(pk=need.person_id).update(is_nickname=name == ANONYMOUS)
    need.place.access_notes = words[F.ACCESS_NOTES][0]
    need.place.save()
    locate_place(need.place, spot_of(name), placed_by=PlacedBy.STAFF, by=BY, at=world.at)
    need.place.area_name = words[F.AREA][0]
    need.place.save()
    need.language = words[F.LANGUAGE][0]
    need.save()
    refresh_listing(need, at=world.at)
    add_note(need, words[F.INTERNAL_NOTES][0], author=world.members["intake"], by=BY, at=world.at)
    world.needs[name] = Need.objects.select_related("group", "person", "place").get(pk=need.pk)
    world.parts[name] = NeedPart.objects.get(need=need)


def _bring_to_its_state(world: World, name: str) -> None:
    state, _kind = STATES[name]
    if state is None:
        return
    long_ago = timedelta(days=5) if name == "completed long ago" else timedelta(hours=2)
    at, helper = world.at - long_ago, Helper(world.ids["helper"])
    part = world.parts[name]
    if state in ("awaiting_approval", "not_approved"):
        task = actions.claim(part, helper, by=BY, at=at, even_over_limit=True)
    else:
        [task] = actions.invite(part, [helper], made_by=world.members["coordinator"], by=BY, at=at)
    if state in ("accepted", "under_way", "completed", "released", "no_show"):
        task = actions.accept(task, by=BY, at=at, even_over_limit=True)
    steps: dict[str, Any] = {
        "under_way": lambda: actions.start(task, by=BY, at=at),
        "completed": lambda: actions.complete(task, actions.Report(), by=BY, at=at),
        "declined": lambda: actions.decline(task, by=BY, at=at),
        "not_approved": lambda: actions.refuse_claim(task, by=BY, at=at),
        "expired": lambda: actions.expire_invitation(task, by=BY, at=task.expires_at + timedelta(minutes=1)),
        "withdrawn": lambda: actions.withdraw(task, by=BY, at=at),
        "released": lambda: actions.hand_back(task, by=BY, at=at),
        "no_show": lambda: actions.mark_no_show(task, by=BY, at=at),
    }
    steps.get(state, lambda: None)()
    if name == "closed":
        close_need(world.needs[name], reason=CloseReason.CANNOT_REACH, by=BY, at=at)
    world.tasks[name] = Assignment.objects.get(pk=task.pk)
    assert world.tasks[name].state == state, f"{name}: {world.tasks[name].state}"


def _add_ways_in(world: World) -> None:
    until = world.at + timedelta(days=9)

    def link(purpose: str, thing: Any, person: Any) -> str:
        return make_link(world.group, purpose, thing.pk, person, expires_at=until, by=BY, at=world.at)

    for name, need in world.needs.items():
        world.tokens["need_status", name] = link("need_status", need, need.person)
    for name, task in world.tasks.items():
        world.tokens["invitation", name] = link("invitation", task, world.people["helper"])
    helping = world.members["helper"]
    world.tokens["calendar", ""] = make_calendar_link(helping, world.people["helper"], by=BY, at=world.at)
    for role, member in world.members.items():
        client = Client(headers={"host": HOST})
        sign_in(client, member.user)
        world.cookies[role] = {name: morsel.value for name, morsel in client.cookies.items()}
    organiser = world.members["organiser"]
    for name, permissions in PROGRAMS.items():
        caller = Caller(organiser if name != "tasks" else helping, *permissions, at=world.at)
        caller.client = Client(headers={"host": HOST})
        world.programs[name] = caller


PROGRAMS = {
    "all": tuple(PERMISSIONS),
    "requests": ("needs.read",),
    "reveals": ("needs.read", "contact.reveal"),
    "tasks": ("tasks.take",),
}


def _add_partner(world: World) -> None:
    """Another group that shares, which has asked for one of our helpers."""
    partner = make_group("Partner", at=world.at - timedelta(days=40))
    organiser = make_member(partner, ("organiser",), at=world.at)
    with group_scope(world.group.pk):
        shared, _token = invite_to_pool(world.group, made_by=world.members["organiser"], at=world.at)
    pool = join_pool(shared, partner, agreed_by=organiser, at=world.at)
    with group_scope(partner.pk):
        wanted = make_need(partner, at=world.at).parts.get()
    with group_scope(world.group.pk):
        other = world.ids["other helper"]
        ask = PartnerAsk.objects.create(
            group=world.group, pool=pool, asking_group=partner, part_number=wanted.pk, helper=other.person,
            volunteer=other, kind_names={"en": "Groceries"}, when_kind="soon", minutes=60, area="48906",
            proposed_at=world.at,
        )  # fmt: skip
        until = world.at + timedelta(days=9)
        world.tokens["partner_ask", ""] = make_link(
            world.group, "partner_ask", ask.pk, other.person, expires_at=until, by=BY, at=world.at
        )
    world.ids |= {"partner": partner, "ask": ask}
    client = Client(headers={"host": HOST})
    sign_in(client, organiser.user)
    world.cookies["partner"] = {name: morsel.value for name, morsel in client.cookies.items()}
