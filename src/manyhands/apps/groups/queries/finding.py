"""Members by name, role or what they wait for. Names are encrypted: whoever looks through them reads all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce

from manyhands.apps.accounts.models import email_indexes
from manyhands.apps.accounts.queries import losses_count_from
from manyhands.apps.groups.models import Group, Membership, MembershipState, Role
from manyhands.apps.groups.policies import asks_anything
from manyhands.apps.groups.queries.known import MemberOrder, sorted_by_help
from manyhands.apps.groups.queries.memberships import know_roles, list_holders
from manyhands.core.values.names import sort_key


class Standing(StrEnum):
    """What somebody may have to look after."""

    ANY = ""
    RESTING = "resting"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """`text`: part of a name, or a whole e-mail address; `role`: its key."""

    text: str = ""
    role: str = ""
    standing: str = Standing.ANY

    def __bool__(self) -> bool:
        return bool(self.text or self.role or self.standing)


def list_member_ids(
    group: Group, wanted: MemberFilter, order: MemberOrder = MemberOrder.NAME, *, at: datetime
) -> list[int]:
    """Those who are in; by name, who has none comes last. One query; four more for roles that rest, at most."""
    rows = _sorted(_narrowed(group, wanted, at=at), order, group, at=at)
    words = sort_key(wanted.text).split()
    if "@" in wanted.text:
        rows, words = rows.filter(user__email_index__in=email_indexes(wanted.text)), []
    if order != MemberOrder.NAME and not words:
        return list(rows.values_list("pk", flat=True))
    named = ((sort_key(name), pk) for pk, name in rows.values_list("pk", "display_name"))
    found = [(key, pk) for key, pk in named if all(word in key for word in words)]
    if order == MemberOrder.NAME:
        found.sort(key=lambda one: (not one[0], *one))
    return [pk for _key, pk in found]


def list_members(ids: Sequence[int], *, at: datetime) -> list[Membership]:
    """These, in this order, with their roles and those that rest. Two queries, five more for roles that rest."""
    rows = Membership.objects.filter(pk__in=ids).select_related("user", "group")
    members = sorted(rows, key=lambda member: ids.index(member.pk))
    if members:
        know_roles(members, at=at)
    return members


def says_all_is_lost(member: Membership, *, at: datetime) -> bool:
    told_at = member.user.told_lost_at
    return told_at is not None and told_at > losses_count_from(at)


def _sorted(rows: QuerySet[Any], order: MemberOrder, group: Group, *, at: datetime) -> QuerySet[Any]:
    if order == MemberOrder.NAME:
        return rows
    by_help = () if order == MemberOrder.NEWEST else sorted_by_help(order, group, at=at)
    return rows.order_by(*by_help, Coalesce("answered_at", "applied_at").desc(), "-pk")


def _narrowed(group: Group, wanted: MemberFilter, *, at: datetime) -> QuerySet[Any]:
    rows = Membership.objects.filter(group=group, state=MembershipState.ACTIVE)
    if wanted.role:
        rows = rows.filter(roles__key=wanted.role)
    if wanted.standing == Standing.LOST:
        rows = rows.filter(user__told_lost_at__gt=losses_count_from(at))
    if wanted.standing == Standing.RESTING:
        roles = Role.objects.filter(group=group).annotate(asks=asks_anything(OuterRef("pk")))
        asking = [role.pk for role in roles if role.asks]
        resting = [member.pk for member in list_holders(group, asking, at=at) if member.resting]
        rows = rows.filter(pk__in=resting)
    return rows
