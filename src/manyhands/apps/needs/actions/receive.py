import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.journal.actions import record
from manyhands.apps.needs.actions.listing import keep_move, listed_copies
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import ForWhom, Source, Urgency, WhenKind
from manyhands.apps.people.actions import Contact, add_person
from manyhands.apps.people.models import Household, Organisation, Person
from manyhands.apps.places.actions import ToldPlace, add_place
from manyhands.storage.actors import Actor
from manyhands.storage.prepared import Prepared

# Letters and digits that are not taken for one another when read out on the phone.
_LETTERS = "ACDEFGHJKLMNPQRTUVWXY"
_DIGITS = "23456789"


@dataclass(frozen=True, slots=True)
class AskedHousehold:
    size: int = 1
    ages: dict[str, int] = field(default_factory=dict)
    diets: str = ""
    access_needs: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One ask as it came in, whichever way. `people` says how many helpers a category needs, where not one, and `leads`
    how many of them must have done it before, where that is not as the category has it.
    """

    categories: Sequence[Category]
    contact: Contact | Person
    place: ToldPlace | None
    source: str = Source.WEB
    for_whom: str = ForWhom.SELF
    asked_by: Contact | Person | None = None
    organisation: Organisation | None = None
    household: AskedHousehold | None = None
    details: str = ""
    summary: str = ""
    urgency: int = Urgency.WEEK
    when_kind: str = WhenKind.SOON
    starts_at: datetime | None = None
    due_at: datetime | None = None
    people: dict[str, int] = field(default_factory=dict)
    leads: dict[str, int] = field(default_factory=dict)
    asked_at: datetime | None = None


@transaction.atomic
def receive_need(group: Group, asked: Asked, *, by: Actor, at: datetime) -> Need:
    """Store an ask as a new need with its parts. Whoever calls tells the neighbour and staff."""
    person = _card(group, asked.contact, by=by, at=at)
    asked_by = _card(group, asked.asked_by, by=by, at=at) if asked.asked_by else None
    need = Need.objects.create(
        group=group,
        reference=_fresh_reference(group),
        source=asked.source,
        for_whom=asked.for_whom,
        person=person,
        asked_by=asked_by,
        organisation=asked.organisation,
        household=_household(group, person, asked.household),
        place=add_place(group, asked.place, by=by, at=at) if asked.place else None,
        language=person.language,
        summary=asked.summary,
        details=asked.details,
        urgency=asked.urgency,
        when_kind=asked.when_kind,
        starts_at=asked.starts_at,
        due_at=asked.due_at,
        asked_at=asked.asked_at or at,
        confirmed_at=asked.asked_at or at,
    )
    _add_parts(need, asked)
    keep_move(need, "", by=by, at=at)
    record("need.received", need, by=by, at=at, fields=["details", "place", "parts"])
    return need


def _card(group: Group, contact: Contact | Person, *, by: Actor, at: datetime) -> Person:
    return contact if isinstance(contact, Person) else add_person(group, contact, by=by, at=at)


def _household(group: Group, person: Person, told: AskedHousehold | None) -> Household | None:
    if told is None:
        return None
    return Household.objects.create(
        group=group,
        person=person,
        size=told.size,
        ages=told.ages,
        diets=told.diets,
        access_needs=told.access_needs,
    )


def _add_parts(need: Need, asked: Asked) -> None:
    NeedPart.objects.bulk_create(
        NeedPart(
            group_id=need.group_id,
            need=need,
            category=category,
            people_needed=asked.people.get(category.key, 1),
            leads_needed=asked.leads.get(category.key, category.leads_needed),
            minutes=category.usual_minutes,
            **listed_copies(need),
        )
        for category in asked.categories
    )


def _fresh_reference(group: Group) -> str:
    """Short enough to say on the phone, random so that nobody can count a group's requests: K7-204."""
    while True:
        head = secrets.choice(_LETTERS) + secrets.choice(_DIGITS)
        reference = f"{head}-{''.join(secrets.choice('0123456789') for _ in range(3))}"
        if not _TAKEN.list(group=group, reference=reference):
            return reference


def _taken(*, group: Any, reference: Any) -> QuerySet[Any, Any]:
    return Need.objects.filter(group=group, reference=reference).values_list("pk")


_TAKEN = Prepared(_taken, keeps_plan=True)
