"""Members and what they may: the roles they have, without those that rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import (
    ApiToken,
    Group,
    HeldRole,
    Membership,
    MembershipState,
    Role,
    choosing_kinds,
)
from manyhands.apps.groups.policies import asks_anything, rest_roles
from manyhands.storage.prepared import Prepared
from manyhands.storage.scope import group_scope, opened_by_user


@dataclass(frozen=True, slots=True)
class MyGroup:
    membership: Membership
    applicants: int
    """Who wait for an answer that this member may give."""


def _membership(*, group: Any, user: Any) -> QuerySet[Any]:
    mine = Membership.objects.filter(group=group, user=user)
    return _with_roles(mine.select_related("user")).annotate(chooses=Exists(choosing_kinds(group)))


def _with_roles(rows: QuerySet[Any]) -> QuerySet[Any]:
    """A row for each role, with what it gives and whether it needs anything of whoever has it."""
    roles = {f"role_{name}": F(f"roles__{name}") for name in ("pk", "key", "name", "permissions")}
    return rows.annotate(**roles).annotate(role_asks=asks_anything(OuterRef("role_pk")))


def _folded(rows: Iterable[Any]) -> list[Membership]:
    """One for each member, in the order of the rows."""
    first: dict[int, Membership] = {}
    held: dict[int, list[HeldRole]] = defaultdict(list)
    for row in rows:
        first.setdefault(row.pk, row)
        if row.role_pk is not None:
            held[row.pk].append(
                HeldRole(row.role_pk, row.role_key, row.role_name, tuple(row.role_permissions), row.role_asks)
            )
    for member in first.values():
        member.know_roles(held[member.pk])
    return list(first.values())


def know_roles(memberships: list[Membership], *, at: datetime) -> None:
    """Of several groups at once, in their scope. One query, and those that `rest_roles` asks."""
    roles = Role.objects.annotate(asks=asks_anything(OuterRef("pk")))
    prefetch_related_objects(memberships, Prefetch("roles", roles))
    for member in memberships:
        held: Any = member.roles.all()
        member.know_roles(
            HeldRole(role.pk, role.key, role.name, tuple(role.permissions), role.asks) for role in held
        )
    rest_roles(memberships, at=at)


_MEMBERSHIP = Prepared(_membership, keeps_plan=True)


def find_membership(group: Group, user: User | int) -> Membership | None:
    """With it come whose it is, what its roles give, and whether there is anything to choose in the group.

    One query, which every page asks: a row for each role. Which of them rest today is for `rest_roles` to say.
    """
    rows = _MEMBERSHIP.list(group=group, user=user)
    if not rows:
        return None
    [membership] = _folded(rows)
    membership.group = group
    group.has_choosing_kind = rows[0].chooses
    return membership


def list_memberships_of(user: User) -> list[Membership]:
    """One person's own memberships, in whichever groups: asked for before any scope can be known."""
    mine = Membership.across_groups.filter(user=user).exclude(state=MembershipState.LEFT)
    with opened_by_user(user.pk):
        return list(mine.select_related("group").order_by("group__name"))


def find_own_name(user: User) -> str:
    """What somebody is called in the group they came to last; "" where no group knows them by a name."""
    mine = sorted(list_memberships_of(user), key=lambda one: (one.applied_at, one.pk))
    return next((one.display_name for one in reversed(mine) if one.display_name), "")


def list_my_groups(user: User, *, at: datetime) -> list[MyGroup]:
    """A person's own groups with the roles they have, and how many wait for their yes.

    Three queries for any number; four more for each group that keeps one of their roles to the checked.
    """
    memberships = list_memberships_of(user)
    if not memberships:
        return []
    with group_scope(*(membership.group_id for membership in memberships)):
        know_roles(memberships, at=at)
        answering = [m.group_id for m in memberships if "members.approve" in m.permissions]
        waiting = dict(
            Membership.objects.filter(group_id__in=answering, state=MembershipState.APPLICANT)
            .values("group_id")
            .annotate(count=Count("pk"))
            .values_list("group_id", "count")
        )
    return [MyGroup(membership, waiting.get(membership.group_id, 0)) for membership in memberships]


def list_applicants(group: Group) -> list[Membership]:
    """Those who wait for a yes, the longest first."""
    waiting = Membership.objects.filter(group=group, state=MembershipState.APPLICANT)
    return list(waiting.select_related("user").order_by("applied_at", "pk"))


def find_member(group: Group, membership_id: int) -> Membership | None:
    found = Membership.objects.filter(group=group, pk=membership_id).exclude(state=MembershipState.LEFT)
    return found.select_related("user", "group").prefetch_related("roles").first()


def list_members_with(group: Group, permission: str, *, at: datetime) -> list[Membership]:
    """Active members whose roles give `permission`, today: who is told when staff have to act.

    Only they are read, not the thousand who hold no such role.
    """
    roles = [role.pk for role in Role.objects.filter(group=group) if permission in role.permissions]
    return [member for member in list_holders(group, roles, at=at) if permission in member.permissions]


def list_holders(group: Group, role_ids: Collection[int], *, at: datetime) -> list[Membership]:
    """Active members with any of these roles, and which of their roles rest."""
    # Asked for by number: with the roles joined, whoever has two of them would be there with one.
    holders = Membership.roles.through.objects.filter(role__in=role_ids).values("membership")
    active = Membership.objects.filter(group=group, state=MembershipState.ACTIVE, pk__in=holders)
    members = _folded(_with_roles(active.select_related("user")).order_by("id"))
    for member in members:
        member.group = group
    rest_roles(members, at=at)
    return members


def find_maker(token: ApiToken) -> Membership | None:
    """Whoever made it, with what they may. One query: a row for each role."""
    rows = Membership.objects.filter(pk=token.made_by_id)
    maker = next(iter(_folded(_with_roles(rows))), None)
    if maker is not None:
        maker.group = token.group
    return maker


def list_groups_run_by(user: User, *, at: datetime) -> list[Membership]:
    """Where this person may change the group's settings."""
    memberships = list_memberships_of(user)
    if not memberships:
        return []
    with group_scope(*(membership.group_id for membership in memberships)):
        know_roles(memberships, at=at)
        return [membership for membership in memberships if "group.settings" in membership.permissions]
