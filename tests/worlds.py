"""Worlds to test in, made by the real actions: a group, its members, those who ask and those who help.

Plain functions. Each enters the scope it needs; a test that reads the group's rows enters its own.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from manyhands.apps.accounts.access import note_proof
from manyhands.apps.accounts.models import User
from manyhands.apps.accounts.policies import TWO_FACTORS
from manyhands.apps.groups.actions import NewGroup, add_member, create_group
from manyhands.apps.groups.models import Category, Group, Membership, Skill
from manyhands.apps.needs.actions import Asked, open_need, receive_need
from manyhands.apps.needs.models import Need
from manyhands.apps.people.actions import Contact, VolunteerDetails, sign_up_volunteer
from manyhands.apps.people.models import Volunteer
from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.apps.vetting.actions import decide, hand_in
from manyhands.apps.vetting.bridge import Subject, day_of
from manyhands.apps.vetting.models import Requirement
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from manyhands.web.forms.by_hand import begun

LANSING_ZIPS = ("48906", "48910", "48911", "48912", "48915", "48933")
BACKEND = "manyhands.apps.accounts.backends.CodeBackend"

_numbers = count(1)


def by_hand(**fields: str) -> dict[str, str]:
    """What a person sends with a form that anybody may send: they have looked at its page for a minute."""
    return {"begun": begun(timezone.now() - timedelta(minutes=1)), **fields}


def make_user(email: str = "", *, language: str = "en", at: datetime | None = None) -> User:
    address = email or f"person{next(_numbers)}@example.org"
    return User.objects.create_user(address, at=at or timezone.now(), language=language)


def make_group(
    name: str = "Eastside Neighbours",
    *,
    slug: str = "",
    organiser: User | None = None,
    at: datetime | None = None,
    **changes: Any,
) -> Group:
    """A group in Lansing, Michigan, with its roles, skills, kinds of help and one organiser."""
    organiser = organiser or make_user(at=at)
    new = NewGroup(
        name=name,
        slug=slug or f"eastside-{next(_numbers)}",
        **{"area": {"zips": list(LANSING_ZIPS), "cities": ["Lansing"]}, **changes},
    )
    return create_group(
        new,
        organiser=organiser,
        display_name="Olga R.",
        by=Actor.user(organiser.pk),
        at=at or timezone.now(),
    )


def make_member(
    group: Group,
    roles: tuple[str, ...] = ("coordinator",),
    *,
    user: User | None = None,
    name: str = "Rosa M.",
    state: str = "active",
    at: datetime | None = None,
) -> Membership:
    """A member with these roles besides that of a volunteer, which everybody has."""
    with group_scope(group.pk):
        return add_member(
            group,
            user or make_user(at=at),
            roles=roles,
            state=state,
            display_name=name,
            by=Actor.system("test"),
            at=at or timezone.now(),
        )


def sign_in(client: Client, user: User, *, factors: int = TWO_FACTORS) -> None:
    """As if they had just come in, with a passkey unless said otherwise."""
    client.force_login(user, backend=BACKEND)
    session = client.session
    note_proof(session, factors=factors, at=timezone.now())
    session.save()


def make_volunteer(
    group: Group,
    name: str = "Ana Ruiz",
    *,
    membership: Membership | None = None,
    skills: tuple[str, ...] = (),
    zip_code: str = "48912",
    language: str = "en",
    reach_by: str = "email",
    at: datetime | None = None,
    **details: Any,
) -> Volunteer:
    """Somebody who helps, reached by e-mail; without an account unless a membership is given."""
    number = next(_numbers)
    contact = Contact(
        name=name,
        phone=f"+1517555{number % 10_000:04}",
        email=f"helper{number}@example.org",
        reach_by=reach_by,
        language=language,
    )
    with group_scope(group.pk):
        told = VolunteerDetails(
            skills=list(Skill.objects.filter(key__in=skills)),
            place=ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code) if zip_code else None,
            **{"languages": ("en", "es"), "radius_m": 30_000, **details},
        )
        return sign_up_volunteer(
            group, contact, told, membership=membership, by=Actor.system("test"), at=at or timezone.now()
        )


def make_checked(volunteer: Volunteer, *, at: datetime | None = None) -> Volunteer:
    """Checked for everything that the group asks of people."""
    at, by = at or timezone.now(), Actor.system("test")
    subject = Subject(volunteer.person)
    with group_scope(volunteer.group_id):
        for requirement in Requirement.objects.filter(applies_to="person", is_active=True):
            check = hand_in(requirement, subject, by=by, at=at)
            decide(check, met=True, valid_from=day_of(volunteer.group, at), decided_by=None, by=by, at=at)
    return volunteer


def make_need(
    group: Group,
    kinds: tuple[str, ...] = ("groceries",),
    *,
    name: str = "Maria Lopez",
    address: str = "214 Oak St",
    zip_code: str = "48912",
    language: str = "en",
    is_open: bool = True,
    at: datetime | None = None,
    **asked: Any,
) -> Need:
    """A neighbour asks for these kinds of help; staff have begun to look for somebody unless `is_open` is false."""
    at = at or timezone.now()
    number = next(_numbers)
    contact = Contact(
        name=name,
        phone=f"+1517556{number % 10_000:04}",
        email=f"neighbour{number}@example.org",
        reach_by="email",
        language=language,
    )
    place = ToldPlace(
        kind=PlaceKind.ADDRESS, text=address, zip_code=zip_code, access_notes="Side door, ring twice"
    )
    with group_scope(group.pk):
        categories = list(Category.objects.filter(key__in=kinds))
        told = Asked(categories=categories, contact=contact, place=place, **asked)
        need = receive_need(group, told, by=Actor.system("test"), at=at)
        if is_open:
            open_need(need, by=Actor.system("test"), at=at)
        return Need.objects.select_related("group", "person", "place").get(pk=need.pk)


def reload(row: Any) -> None:
    """Read a row anew, as whoever may see its group."""
    with group_scope(row.group_id):
        row.refresh_from_db()
