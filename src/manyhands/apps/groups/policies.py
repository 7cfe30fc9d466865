"""Who may: one table of named predicates for the whole platform; every app adds its own lines to it.

A predicate takes (membership or None, thing or None). `may` is the only way to ask. A role may need something of
whoever has it: what that is an app above knows (`register_role_checks`), and without it the role rests.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import rules
from django.db.models import Exists, OuterRef, QuerySet, Value

from manyhands.apps.groups.models import Membership, MembershipState, RestingRole
from manyhands.apps.groups.permissions import PERMISSIONS


def holds(permission: str) -> rules.Predicate:
    """True when the member's roles give `permission` in the group that the thing belongs to."""

    @rules.predicate(f"holds:{permission}")
    def predicate(membership: Membership | None, thing: Any = None) -> bool:
        if membership is None or permission not in membership.permissions:
            return False
        return thing is None or getattr(thing, "group_id", membership.group_id) == membership.group_id

    return predicate


for _name in PERMISSIONS:
    rules.add_rule(_name, holds(_name))


def may(membership: Membership | None, rule: str, thing: Any = None) -> bool:
    """Ask the table. An unknown rule is an error in the program, never a yes."""
    if not rules.rule_exists(rule):
        raise LookupError(f"No rule is called {rule!r}.")
    return bool(rules.test_rule(rule, membership, thing))


Missing = Mapping[tuple[int, int], Sequence[str]]
"""By the ids of a member and a role, the names of what they lack for it."""


class RoleChecks(NamedTuple):
    """`asking(role)`: rows, if the role needs anything. `list_missing(members, role_ids, at=)`: what they lack."""

    asking: Callable[[Any], QuerySet[Any]]
    list_missing: Callable[..., Missing]


_role_checks: list[RoleChecks] = []


def register_role_checks(checks: RoleChecks) -> None:
    _role_checks.append(checks)


def asks_anything(role: OuterRef) -> Exists | Value:
    """Part of the query that brings the roles, so that a group whose roles need nothing pays nothing."""
    return Exists(_role_checks[0].asking(role)) if _role_checks else Value(value=False)


def list_missing(members: Collection[Membership], role_ids: Collection[int], *, at: datetime) -> Missing:
    """What these members lack for these roles. As many queries for one as for all."""
    if not (members and role_ids and _role_checks):
        return {}
    return _role_checks[0].list_missing(list(members), list(role_ids), at=at)


def rest_roles(members: Iterable[Membership], *, at: datetime) -> None:
    """From now on these objects may only what the roles give whose needs they meet.

    No query where no role needs anything; else five for each group at most.
    """
    asked: dict[int, list[Membership]] = defaultdict(list)
    for member in members:
        if member.state == MembershipState.ACTIVE and any(role.asks for role in member.held_roles):
            asked[member.group_id].append(member)
    for group_id, of_group in asked.items():
        _rest_in_group(group_id, of_group, at=at)


def _rest_in_group(group_id: int, members: list[Membership], *, at: datetime) -> None:
    asking = {role.pk: role for member in members for role in member.held_roles if role.asks}
    missing = list_missing(members, asking, at=at)
    lacking = {role_id for _member, role_id in missing}
    kept = {
        role.pk
        for role in asking.values()
        if role.key == "organiser" and role.pk in lacking and not _stands(group_id, role.pk, at=at)
    }
    for member in members:
        member.rest(
            RestingRole(role, tuple(missing[member.pk, role.pk]), is_kept=role.pk in kept)
            for role in member.held_roles
            if (member.pk, role.pk) in missing
        )


def _stands(group_id: int, role_id: int, *, at: datetime) -> bool:
    """Whether anybody is left whose role does not rest: a group always has somebody in charge."""
    holders = list(
        Membership.objects.filter(group=group_id, state=MembershipState.ACTIVE, roles=role_id).select_related(
            "group"
        )
    )
    missing = list_missing(holders, [role_id], at=at)
    return any((holder.pk, role_id) not in missing for holder in holders)
