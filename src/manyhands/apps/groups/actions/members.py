from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Group, Membership, MembershipState, Role
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor


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
    """Make somebody a member, or take back one who had left or was not admitted; roles they have are kept."""
    membership, _created = Membership.objects.get_or_create(
        group=group, user=user, defaults={"applied_at": at, "state": MembershipState.LEFT}
    )
    if membership.state in (MembershipState.LEFT, MembershipState.NOT_ADMITTED):
        membership.applied_at, membership.left_at = at, None
        membership.roles.clear()
    membership.state = _best(membership.state, state)
    membership.answered_at = at if membership.state == MembershipState.ACTIVE else None
    membership.display_name = display_name or membership.display_name
    membership.save()
    membership.roles.add(*Role.objects.filter(group=group, key__in={"volunteer", *roles}))
    record("member.added", membership, by=by, at=at, fields=["state", "roles", "display_name"])
    return membership


def _best(now: str, asked: str) -> str:
    """Whoever is in already stays in when asking again."""
    return MembershipState.ACTIVE if now == MembershipState.ACTIVE else asked
