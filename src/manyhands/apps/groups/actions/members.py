from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef

from manyhands.apps.accounts.actions import end_loss, vouch_for_loss
from manyhands.apps.accounts.models import Loss, User
from manyhands.apps.groups.actions.answered import run_answered, run_asked, run_left
from manyhands.apps.groups.models import Group, JoinMode, Membership, MembershipState, Role
from manyhands.apps.groups.policies import asks_anything, list_missing
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor

_OUT = (MembershipState.LEFT, MembershipState.NOT_ADMITTED)


class LastOrganiserError(Exception):
    """A group is never left without somebody who may change its roles."""


class RoleNeedsChecksError(Exception):
    """A role needs something that they have not shown. `missing`: names by the role's label."""

    def __init__(self, missing: Mapping[str, Sequence[str]]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotOpenToAllError(Exception):
    """The group takes only people whom it has invited."""


class AlreadyAnsweredError(Exception):
    """Somebody else has said yes or no in the meantime."""


@transaction.atomic
def add_member(
    group: Group,
    user: User,
    *,
    roles: Iterable[str] = ("volunteer",),
    state: str = MembershipState.ACTIVE,
    display_name: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """Make somebody a member, or take back one who had left or was not admitted; roles they have are kept.

    A role that needs what they have not shown is left out: whoever gives roles gives it later.
    """
    membership, _created = Membership.objects.get_or_create(
        group=group, user=user, defaults={"applied_at": at, "state": MembershipState.LEFT}
    )
    was_waiting = membership.state == MembershipState.APPLICANT
    if membership.state in _OUT:
        membership.applied_at, membership.left_at = at, None
        membership.roles.clear()
    membership.state = _best(membership.state, state)
    membership.answered_at = at if membership.state == MembershipState.ACTIVE else None
    membership.display_name = display_name or membership.display_name
    membership.save()
    given = _roles_by_key(group.pk, {"volunteer", *roles})
    missing = list_missing([membership], [role.pk for role in given if role.asks], at=at)
    membership.roles.add(*(role for role in given if (membership.pk, role.pk) not in missing))
    record("member.added", membership, by=by, at=at, fields=["state", "roles", "display_name"])
    if was_waiting and membership.state == MembershipState.ACTIVE:
        # Who waits for a yes and is then invited has it.
        run_answered(membership, admitted=True, by=by, at=at)
    return membership


@transaction.atomic
def ask_to_join(group: Group, user: User, *, display_name: str = "", by: Actor, at: datetime) -> Membership:
    """Join as the group lets people join: at once, or waiting for a yes.

    Raises NotOpenToAllError where an invitation is needed and there is none.
    """
    known = Membership.objects.filter(group=group, user=user).exclude(state__in=_OUT).first()
    if known is not None:
        return known
    if group.join_mode == JoinMode.INVITATION:
        raise NotOpenToAllError
    state = MembershipState.ACTIVE if group.join_mode == JoinMode.OPEN else MembershipState.APPLICANT
    if Membership.objects.filter(group=group, user=user, state=MembershipState.NOT_ADMITTED).exists():
        # Whoever was told no may ask again, but never comes in without being looked at.
        state = MembershipState.APPLICANT
    membership = add_member(group, user, state=state, display_name=display_name, by=by, at=at)
    if state == MembershipState.APPLICANT:
        run_asked(membership, by=by, at=at)
    return membership


@transaction.atomic
def answer_applicant(membership: Membership, *, admitted: bool, by: Actor, at: datetime) -> Membership:
    """Say yes or no to somebody who asked to join; the apps above tell them."""
    state = MembershipState.ACTIVE if admitted else MembershipState.NOT_ADMITTED
    waiting = Membership.objects.filter(pk=membership.pk, state=MembershipState.APPLICANT)
    if not waiting.update(state=state, answered_at=at):
        raise AlreadyAnsweredError
    membership.state, membership.answered_at = state, at
    verb = "member.admitted" if admitted else "member.not_admitted"
    record(verb, membership, by=by, at=at, fields=["state"])
    run_answered(membership, admitted=admitted, by=by, at=at)
    return membership


@transaction.atomic
def set_member_roles(membership: Membership, roles: Iterable[str], *, by: Actor, at: datetime) -> Membership:
    """Give a member exactly these roles, besides that of a volunteer, which everybody has.

    Raises RoleNeedsChecksError for a new one that needs what they have not shown, LastOrganiserError.
    """
    keys = {"volunteer", *roles}
    if "organiser" not in keys:
        _keep_an_organiser(membership)
    given = _roles_by_key(membership.group_id, keys)
    _refuse_unchecked(membership, given, at=at)
    membership.roles.set(given)
    record("member.roles_set", membership, by=by, at=at, fields=["roles"])
    return membership


@transaction.atomic
def change_display_name(membership: Membership, display_name: str, *, by: Actor, at: datetime) -> Membership:
    membership.display_name = display_name
    membership.save(update_fields=["display_name"])
    record("member.renamed", membership, by=by, at=at, fields=["display_name"])
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Actor, at: datetime) -> Membership:
    """Somebody leaves, or is asked to. Their roles end at once."""
    _keep_an_organiser(membership)
    membership.state, membership.left_at = MembershipState.LEFT, at
    membership.save(update_fields=["state", "left_at"])
    membership.roles.clear()
    record("member.left", membership, by=by, at=at, fields=["state", "roles"])
    run_left(membership, by=by, at=at)
    return membership


@transaction.atomic
def vouch_for_member(membership: Membership, loss: Loss, *, by: Actor, at: datetime) -> bool:
    """Somebody of the group says that this member has lost every second step; False when somebody has already."""
    organiser = Membership.objects.select_related("user").get(pk=by.id)
    if not vouch_for_loss(loss, vouched_by=organiser.user, at=at):
        return False
    record("member.vouched_for", membership, by=by, at=at)
    return True


@transaction.atomic
def stop_loss_of(membership: Membership, *, by: Actor, at: datetime) -> None:
    """It was not this member who said that every second step is lost: nothing is let go."""
    end_loss(membership.user, at=at)
    record("member.loss_stopped", membership, by=by, at=at)


def _roles_by_key(group_id: int, keys: Iterable[str]) -> list[Any]:
    """With `asks`: whether it needs anything of whoever has it."""
    rows = Role.objects.filter(group_id=group_id, key__in=keys)
    return list(rows.annotate(asks=asks_anything(OuterRef("pk"))))


def _refuse_unchecked(membership: Membership, roles: list[Any], *, at: datetime) -> None:
    asking = {role.pk: role for role in roles if role.asks}
    if not asking:
        return
    had = set(membership.roles.values_list("pk", flat=True))
    new = {pk: role for pk, role in asking.items() if pk not in had}
    missing = list_missing([membership], new, at=at)
    if missing:
        raise RoleNeedsChecksError({new[role_id].label: names for (_pk, role_id), names in missing.items()})


def _keep_an_organiser(leaving: Membership) -> None:
    """Raise LastOrganiserError when nobody would be left. Two who leave at once take turns at the group's row."""
    Group.objects.select_for_update().get(pk=leaving.group_id)
    organisers = Membership.objects.filter(
        group_id=leaving.group_id, state=MembershipState.ACTIVE, roles__key="organiser"
    )
    ids = set(organisers.values_list("pk", flat=True))
    if ids == {leaving.pk}:
        raise LastOrganiserError


def _best(now: str, asked: str) -> str:
    """Whoever is in already stays in when asking again."""
    return MembershipState.ACTIVE if now == MembershipState.ACTIVE else asked
