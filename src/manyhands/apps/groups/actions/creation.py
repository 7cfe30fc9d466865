from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.defaults import DEFAULT_CATEGORIES, DEFAULT_SKILLS, DefaultCategory
from manyhands.apps.groups.models import (
    AreaKind,
    Category,
    DistanceUnit,
    Group,
    JoinMode,
    MeetingMode,
    Membership,
    MembershipState,
    Role,
    Skill,
)
from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.groups.queries import is_slug_free
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor
from manyhands.storage.rates import Limit, take
from manyhands.storage.scope import group_scope

STARTED_GROUPS = Limit("groups.start", burst=5, per_minute=0.01)
Created = Callable[..., object]
_created: list[Created] = []
USUAL_CATEGORIES = tuple(default.key for default in DEFAULT_CATEGORIES if default.is_usual)


def register_created(created: Created) -> None:
    """`created(group, by=, at=)` runs in the transaction that opens a group, in its scope: apps above add to it."""
    _created.append(created)


class SlugTakenError(Exception):
    """Another group has this address, or it is kept for the program's own pages."""


class TooManyGroupsError(Exception):
    """One person has started many groups in a short time."""


@dataclass(frozen=True, slots=True)
class NewGroup:
    """What an organiser has to say about a group; everything but the name and the slug has a sensible default."""

    name: str
    slug: str
    about: str = ""
    time_zone: str = "America/Detroit"
    languages: Sequence[str] = ("en", "es")
    area_kind: str = AreaKind.ZIPS
    area: Mapping[str, Any] = field(default_factory=dict)
    categories: Sequence[str] = USUAL_CATEGORIES
    meeting_mode: str = MeetingMode.DISPATCH
    join_mode: str = JoinMode.APPROVAL
    distance_unit: str = DistanceUnit.MILES
    phone_region: str = "US"
    emergency_number: str = "911"
    help_phone: str = ""
    help_hours: str = ""
    signpost: str = ""
    is_listed: bool = True


@transaction.atomic
def create_group(new: NewGroup, *, organiser: User, display_name: str = "", by: Actor, at: datetime) -> Group:
    """Open a group with its roles, skills and kinds of help. `organiser` becomes its first member."""
    group = _open(new, at=at)
    with group_scope(group.pk):
        roles = _add_roles(group)
        _add_categories(group, new.categories, _add_skills(group))
        membership = Membership.objects.create(
            group=group,
            user=organiser,
            state=MembershipState.ACTIVE,
            display_name=display_name,
            applied_at=at,
            answered_at=at,
        )
        membership.roles.set([roles["volunteer"], roles["organiser"]])
        record("group.created", group, by=by, at=at, fields=NewGroup.__slots__, group_id=group.pk)
        for created in _created:
            created(group, by=by, at=at)
    return group


def _open(new: NewGroup, *, at: datetime) -> Group:
    """Write the group's own row. The unique slug decides between two who choose the same at once."""
    if not is_slug_free(new.slug):
        raise SlugTakenError
    fields = {name: _stored(getattr(new, name)) for name in NewGroup.__slots__ if name != "categories"}
    try:
        with transaction.atomic():
            return Group.objects.create(**fields, created_at=at)
    except IntegrityError as error:
        raise SlugTakenError from error


def start_group(new: NewGroup, *, organiser: User, display_name: str, by: Actor, at: datetime) -> Group:
    """`create_group` for whoever comes by: a few groups a day for one person.

    Raises SlugTakenError and TooManyGroupsError.
    """
    if not take(STARTED_GROUPS, str(organiser.pk), at=at):
        raise TooManyGroupsError
    return create_group(new, organiser=organiser, display_name=display_name, by=by, at=at)


def _stored(value: Any) -> Any:
    """JSON columns keep plain lists and dicts."""
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple | list) else value


def _add_roles(group: Group) -> dict[str, Role]:
    roles = Role.objects.bulk_create(
        [
            Role(group=group, key=key, permissions=list(names))
            for key, (_label, names) in SHIPPED_ROLES.items()
        ]
    )
    return {role.key: role for role in roles}


def _add_skills(group: Group) -> dict[str, Skill]:
    skills = Skill.objects.bulk_create(
        [
            Skill(group=group, key=key, names=names, position=position)
            for position, (key, names) in enumerate(DEFAULT_SKILLS.items())
        ]
    )
    return {skill.key: skill for skill in skills}


def _add_categories(group: Group, chosen: Sequence[str], skills: dict[str, Skill]) -> None:
    """All kinds that ship are there; those not chosen are switched off, and so are one tick away later."""
    categories = Category.objects.bulk_create(
        [
            _category(group, default, position, is_active=default.key in chosen)
            for position, default in enumerate(DEFAULT_CATEGORIES)
        ]
    )
    requiring = Category.required_skills.through
    requiring.objects.bulk_create(
        [
            requiring(category=category, skill=skills[key])
            for category, default in zip(categories, DEFAULT_CATEGORIES, strict=True)
            for key in default.required_skills
        ]
    )


def _category(group: Group, default: DefaultCategory, position: int, *, is_active: bool) -> Category:
    return Category(
        group=group,
        key=default.key,
        names=default.names,
        hints=default.hints,
        icon=default.icon,
        position=position,
        is_active=is_active,
        is_sensitive=default.is_sensitive,
        disclosure=list(default.disclosure),
        asks_household=default.asks_household,
        needs_vehicle=default.needs_vehicle,
        happens_at_home=default.happens_at_home,
        usual_minutes=default.usual_minutes,
        meeting_mode=default.meeting_mode,
    )
