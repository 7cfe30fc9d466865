"""Worlds to test in, made by the real actions: a group, its members, those who ask and those who help.

Plain functions. Each enters the scope it needs; a test that reads the group's rows enters its own.
"""

from datetime import datetime
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.actions import NewGroup, add_member, create_group
from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

LANSING_ZIPS = ("48906", "48910", "48911", "48912", "48915", "48933")
BACKEND = "manyhands.apps.accounts.backends.CodeBackend"

_numbers = count(1)


def make_user(email: str = "", *, language: str = "en") -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", language=language)


def make_group(
    name: str = "Eastside Neighbours",
    *,
    slug: str = "",
    organiser: User | None = None,
    at: datetime | None = None,
    **changes: Any,
) -> Group:
    """A group in Lansing, Michigan, with its roles, skills, kinds of help and one organiser."""
    organiser = organiser or make_user()
    new = NewGroup(
        name=name,
        slug=slug or f"eastside-{next(_numbers)}",
        **{"area": {"zips": list(LANSING_ZIPS)}, **changes},
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
            user or make_user(),
            roles=roles,
            state=state,
            display_name=name,
            by=Actor.system("test"),
            at=at or timezone.now(),
        )


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend=BACKEND)
