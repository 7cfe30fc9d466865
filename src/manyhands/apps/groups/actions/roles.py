from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from manyhands.apps.groups.models import Group, Membership, Role
from manyhands.apps.groups.permissions import NEVER_FOR_EVERYBODY, PERMISSIONS, SHIPPED_ROLES
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor


class RoleOutOfBoundsError(ValueError):
    """The change would hand what protects people to everybody, or leave nobody in charge."""


class RoleInUseError(Exception):
    """Members have this role."""


@transaction.atomic
def add_role(group: Group, name: str, permissions: Iterable[str], *, by: Actor, at: datetime) -> Role:
    role = Role(group=group, key=_free_key(group, name), name=name, permissions=_known(permissions))
    role.save()
    record("role.added", role, by=by, at=at, fields=["name", "permissions"])
    return role


@transaction.atomic
def change_role(role: Role, *, name: str, permissions: Iterable[str], by: Actor, at: datetime) -> Role:
    """Change what a role may do, within the bounds that protect people."""
    wanted = _known(permissions)
    if role.key == "volunteer" and NEVER_FOR_EVERYBODY.intersection(wanted):
        raise RoleOutOfBoundsError
    if role.key == "organiser" and set(wanted) != set(PERMISSIONS):
        raise RoleOutOfBoundsError
    role.name, role.permissions = name, wanted
    role.save(update_fields=["name", "permissions"])
    record("role.changed", role, by=by, at=at, fields=["name", "permissions"])
    return role


@transaction.atomic
def remove_role(role: Role, *, by: Actor, at: datetime) -> None:
    """Take away a role that the group added and nobody has; those that ship stay."""
    if role.key in SHIPPED_ROLES:
        raise RoleOutOfBoundsError
    if Membership.objects.filter(roles=role).exists():
        raise RoleInUseError
    record("role.removed", role, by=by, at=at)
    role.delete()


def _known(permissions: Iterable[str]) -> list[str]:
    """In the order of the table; what it does not have is not a permission."""
    wanted = set(permissions)
    return [name for name in PERMISSIONS if name in wanted]


def _free_key(group: Group, name: str) -> str:
    base = slugify(name)[:30] or "role"
    taken = set(Role.objects.filter(group=group).values_list("key", flat=True)) | set(SHIPPED_ROLES)
    numbers = range(2, len(taken) + 3)
    return next(key for key in [base, *(f"{base}-{number}" for number in numbers)] if key not in taken)
