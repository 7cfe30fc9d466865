"""A group in which everything has happened at least once, so that every page has something to show."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from manyhands.apps.accounts.actions import make_one_time_link
from manyhands.apps.dispatch.actions import (
    Report,
    accept,
    claim,
    complete,
    invite,
    report_problem,
    send_note,
    start,
)
from manyhands.apps.dispatch.actions.calendar import make_calendar_link
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, PartnerAsk, Proposal, Run, SavedView, UnmetPart, WhatIf
from manyhands.apps.dispatch.queries.people.helpers import find_helper_of
from manyhands.apps.groups.actions import invite_to_pool, join_pool, make_invite, make_token
from manyhands.apps.groups.models import Group, MeetingMode, Membership
from manyhands.apps.messaging.models import Message, MessageState
from manyhands.apps.needs.actions import (
    add_contact_attempt,
    add_note,
    close_need,
    mark_still_needed_asked,
)
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import CloseReason
from manyhands.apps.people.actions import Contact, OrganisationDetails, sign_up_organisation
from manyhands.apps.people.models import SafetyReport
from manyhands.apps.places.actions import add_landmark
from manyhands.apps.places.models import Place, PlacedBy
from manyhands.apps.privacy.actions import end_hold, give_consent, hold, make_link, note_reading
from manyhands.apps.vetting.actions import ask_for, decide, exempt, hand_in
from manyhands.apps.vetting.bridge import Subject, day_of
from manyhands.apps.vetting.evidence.actions import add_file
from manyhands.apps.vetting.models import Requirement
from manyhands.apps.vetting.queries import read_sheet
from manyhands.apps.vouching.actions.giving import give_proof
from manyhands.apps.vouching.models import IssuedProof
from manyhands.core.gazetteer import find_zip
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from manyhands.storage.uploads import Upload
from tests.worlds import make_group, make_member, make_need, make_user, make_volunteer

STAFF = ("intake", "coordinator", "vetter", "driver_lead", "organiser", "reader")
TEST = Actor.system("test")
LONG_NAME = "Maximiliano Alejandro Fernández de Córdoba-Villanueva y Ruiz"


@dataclass
class Town:
    group: Group
    at: datetime
    members: dict[str, Membership] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)
    parts: dict[str, NeedPart] = field(default_factory=dict)
    tasks: dict[str, Assignment] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)


def make_town(at: datetime) -> Town:
    group = make_group(
        "Town of Long Words Mutual Aid",
        meeting_mode=MeetingMode.CLAIM_WITH_APPROVAL,
        help_phone="(517) 555-0100",
        help_hours="weekdays 9 to 5",
        about="People who look after one another.",
        signpost="Call 211 at any hour.",
        at=at - timedelta(days=40),
    )
    town = Town(group, at)
    with group_scope(group.pk):
        _add_people(town)
        _add_checks(town)
        _add_needs(town)
        _let_things_happen(town)
        _add_ways_in(town)
        _add_the_rest(town)
        _add_a_plan(town)
    _add_a_partner(town)
    return town


def _add_people(town: Town) -> None:
    group, then = town.group, town.at - timedelta(days=30)
    town.members = {role: make_member(group, (role,), name=f"{role} M.", at=then) for role in STAFF}
    town.members["volunteer"] = make_member(group, (), name="Ana Ruiz", at=then)
    ana = make_volunteer(group, "Ana Ruiz", membership=town.members["volunteer"], at=then)
    town.ids["ana"] = ana
    town.ids["ben"] = make_volunteer(group, LONG_NAME, reach_by="call", language="es", at=then)
    applicant = make_member(group, (), name="Cora Applicant", state="applicant", at=then)
    make_volunteer(group, "Cora Applicant", membership=applicant, at=then)
    town.ids["applicant"] = applicant
    contact = Contact(name="Dee Pantry", phone="+15175550123", email="pantry@example.org")
    town.ids["organisation"] = sign_up_organisation(
        group,
        contact,
        OrganisationDetails(name="St. Therese pantry", about="Food on Tuesdays.", languages=["en", "es"]),
        membership=town.members["volunteer"],
        by=TEST,
        at=then,
    )


def _add_checks(town: Town) -> None:
    """Ana has handed one thing in, is spared another, and has been found to meet a third, which ends soon."""
    group, then = town.group, town.at - timedelta(days=20)
    asked = {one.key: one for one in Requirement.objects.filter(group=group)}
    ana, today = Subject(town.ids["ana"].person), day_of(group, town.at)
    town.ids["requirement"] = asked["references"]
    town.ids["check"] = hand_in(asked["references"], ana, by=TEST, at=then)
    town.ids["evidence"] = add_file(
        town.ids["check"], Upload("application/pdf", b"%PDF-1.7\n%%EOF\n"), file_name="reference.pdf",
        added_by=town.members["volunteer"], by=TEST, at=then,
    )  # fmt: skip
    met = ask_for(asked["identity"], ana, by=TEST, at=then)
    decide(met, met=True, valid_from=day_of(group, then), valid_until=today + timedelta(days=9), note="Seen.",
           decided_by=town.members["vetter"], by=TEST, at=then)  # fmt: skip
    town.ids["exemption"] = exempt(
        asked["training"],
        ana,
        reason="Taught it for years.",
        until=today + timedelta(days=90),
        given_by=town.members["vetter"],
        by=TEST,
        at=then,
    )
    ask_for(asked["visit"], Subject(town.ids["organisation"]), by=TEST, at=then)
    give_proof(ana.person, read_sheet(ana, at=town.at), by=TEST, at=town.at)
    town.ids["proof"] = IssuedProof.objects.get()


def _add_needs(town: Town) -> None:
    def need(key: str, /, *kinds: str, **asked: Any) -> None:
        town.needs[key] = make_need(town.group, kinds or ("groceries",), at=town.at, **asked)
        town.parts[key] = town.needs[key].parts.first()

    household = AskedHousehold(size=4, ages={"adult": 2, "2_to_17": 2}, diets="No nuts", access_needs="Ramp")
    need("new", "groceries", "ride", is_open=False, household=household, details="Milk and bread.")
    need("unplaced", is_open=False, zip_code="", address="behind the old mill")
    need("open", summary="A week of groceries", urgency=4, due_at=town.at + timedelta(hours=5))
    need("asked", "prepared_meal", name=LONG_NAME, language="es")
    need("claimed", "errand", due_at=town.at + timedelta(days=2))
    need("accepted", household=household, details="Ring twice.", due_at=town.at + timedelta(hours=3))
    need("under_way", "errand")
    need("done")
    need("closed", is_open=False)
    for number in range(3):
        need(f"more{number}", "talk" if number else "groceries", urgency=number + 1)


def _let_things_happen(town: Town) -> None:
    group, at = town.group, town.at
    ana, ben = Helper(town.ids["ana"]), Helper(town.ids["ben"])

    def ask(name: str, *helpers: Helper) -> Assignment:
        coordinator = town.members["coordinator"]
        return invite(town.parts[name], helpers, made_by=coordinator, by=Actor.member(coordinator.pk), at=at)[
            0
        ]

    town.tasks["asked"] = ask("asked", ana, ben)
    town.tasks["claimed"] = claim(town.parts["claimed"], ana, by=TEST, at=at)
    for name in ("accepted", "under_way", "done"):
        town.tasks[name] = accept(ask(name, ana), by=TEST, at=at)
    start(town.tasks["under_way"], by=TEST, at=at)
    complete(town.tasks["done"], Report(minutes_spent=40, note="All well."), by=TEST, at=at)
    close_need(town.needs["closed"], reason=CloseReason.CANNOT_REACH, by=TEST, at=at)
    send_note(town.tasks["accepted"], "I bring it at four.", from_helper=True, by=TEST, at=at)
    mark_still_needed_asked(town.needs["open"], by=TEST, at=at)
    intake = town.members["intake"]
    for need in (town.needs["new"], town.needs["accepted"]):
        add_note(need, "Called, the line was busy.", author=intake, by=TEST, at=at)
        add_contact_attempt(need, outcome="no_answer", note="After four.", member=intake, by=TEST, at=at)
    label = {"name": "Rosa M.", "role": "intake", "role_name": ""}
    subject = town.needs["accepted"].person
    note_reading(subject, label=label, fields=["name", "phone"], reason="request", by=TEST, at=at)
    task = Assignment.objects.select_related("part__need__person", "helper", "group").get(
        pk=town.tasks["accepted"].pk
    )
    report_problem(task, "He came very late.", reporter=subject, by=TEST, at=at)
    school = find_zip("48912").centre
    town.ids["landmark"] = add_landmark(group, "Eastern High School", school, by=TEST, at=at)


def _add_ways_in(town: Town) -> None:
    def link(purpose: str, thing: Any, person: Any) -> str:
        until = town.at + timedelta(days=9)
        return make_link(town.group, purpose, thing.pk, person, expires_at=until, by=TEST, at=town.at)

    for name in ("new", "open", "accepted", "done", "closed"):
        town.tokens[f"status {name}"] = link("need_status", town.needs[name], town.needs[name].person)
    for name, task in town.tasks.items():
        town.tokens[f"task {name}"] = link("invitation", task, task.helper)
    invited, token = make_invite(
        town.group,
        roles=["intake"],
        lives=timedelta(days=3),
        uses=5,
        made_by=town.members["organiser"],
        at=town.at,
    )
    town.ids["invite"], town.tokens["join"] = invited, token
    olga = town.members["organiser"]
    town.ids["token"], _secret = make_token(
        town.group,
        name="Our website",
        permissions=["needs.read"],
        lives=timedelta(days=30),
        made_by=olga,
        at=town.at,
    )
    town.ids["share"], town.tokens["share"] = invite_to_pool(town.group, made_by=olga, at=town.at)
    helping = town.members["volunteer"]
    own = find_helper_of(helping)
    town.tokens["calendar"] = make_calendar_link(helping, own.person, by=TEST, at=town.at)
    address = make_one_time_link(make_user(), at=town.at)
    town.tokens["one time"] = address.rstrip("/").rsplit("/", 1)[-1]


def _add_the_rest(town: Town) -> None:
    """Messages that did not arrive, and what is found by being looked for."""
    first, second = Message.objects.order_by("pk")[:2]
    first.state, first.last_error = MessageState.FAILED, "mailbox unavailable"
    second.state = MessageState.TO_CALL
    first.save()
    second.save()
    town.ids["message"] = first
    town.ids["report"] = SafetyReport.objects.get()
    held = hold(
        town.ids["ana"].person, reason="The police asked", until=None,
        made_by=town.members["coordinator"], by=TEST, at=town.at,
    )  # fmt: skip
    end_hold(held, ended_by=town.members["coordinator"], by=TEST, at=town.at)
    town.ids["hold"] = held
    town.ids["consent"] = give_consent(
        town.ids["ana"].person, purpose="request", version="1", text_shown="We keep it for a month.", language="en",
        by=TEST, at=town.at,
    )  # fmt: skip
    town.ids["place"] = Place.objects.filter(placed_by=PlacedBy.NOBODY).latest("pk")


def _add_a_plan(town: Town) -> None:
    """One that proposes somebody for one request and finds nobody for another."""
    plan = Run.objects.create(
        group=town.group, cause="nightly", state="done", requested_at=town.at, finished_at=town.at,
        certificate={"is_feasible": True, "is_optimal": True},
    )  # fmt: skip
    ben = town.ids["ben"]
    Proposal.objects.create(
        group=town.group, run=plan, part=town.parts["open"], helper=ben.person, volunteer=ben, distance_m=900
    )
    UnmetPart.objects.create(group=town.group, run=plan, part=town.parts["more0"], people_missing=1)
    town.ids["run"] = plan
    town.ids["question"] = WhatIf.objects.create(
        group=town.group, question={"ask": "one_more_task", "tasks": 1}, asked_at=town.at,
        asked_by=town.members["organiser"],
    )  # fmt: skip
    town.ids["view"] = SavedView.objects.create(
        group=town.group, member=town.members["organiser"], name="Urgent", query="urgency=4", made_at=town.at
    )


def _add_a_partner(town: Town) -> None:
    """Another group with which this one shares, and which asks for one of its people."""
    partner = make_group("Holt Helpers", at=town.at - timedelta(days=40))
    organiser = make_member(partner, ("organiser",), at=town.at)
    with group_scope(town.group.pk):
        shared, _token = invite_to_pool(town.group, made_by=town.members["organiser"], at=town.at)
    pool = join_pool(shared, partner, agreed_by=organiser, at=town.at)
    with group_scope(partner.pk):
        wanted = make_need(partner, at=town.at).parts.get()
    with group_scope(town.group.pk):
        ben = town.ids["ben"]
        ask = PartnerAsk.objects.create(
            group=town.group, pool=pool, asking_group=partner, part_number=wanted.pk, helper=ben.person,
            volunteer=ben, kind_names={"en": "Groceries", "es": "Compras"}, when_kind="soon", minutes=60,
            area="48906", proposed_at=town.at,
        )  # fmt: skip
        town.ids["partner ask"], town.tokens["partner ask"] = ask, make_link(
            town.group, "partner_ask", ask.pk, ben.person,
            expires_at=town.at + timedelta(days=9), by=TEST, at=town.at,
        )  # fmt: skip
