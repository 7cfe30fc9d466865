import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.actions.members import add_member
from manyhands.apps.groups.models import Group, Invite, Membership, MembershipState, Role
from manyhands.apps.groups.policies import asks_anything
from manyhands.apps.groups.queries import find_membership
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import token_hash

LONGEST = timedelta(days=90)
MOST_USES = 500
# A link that hands out more than helping is for a few people and a few days.
LONGEST_WITH_ROLES = timedelta(days=7)
MOST_USES_WITH_ROLES = 10


class InviteTooWideError(ValueError):
    """The link would hand out responsibilities to too many, or for too long."""


class RoleNotByLinkError(Exception):
    """`labels`: roles that need something of whoever has them, which a link cannot look at."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = list(labels)
        super().__init__(", ".join(self.labels))


class InviteEndedError(Exception):
    """The link is too old, used up or taken back."""


@transaction.atomic
def make_invite(
    group: Group,
    *,
    roles: Iterable[str] = (),
    lives: timedelta,
    uses: int,
    made_by: Membership,
    at: datetime,
) -> tuple[Invite, str]:
    """An invitation and its token. The token is shown now or never: only its hash is kept."""
    keys = {"volunteer", *roles}
    longest, most = (
        (LONGEST, MOST_USES) if keys == {"volunteer"} else (LONGEST_WITH_ROLES, MOST_USES_WITH_ROLES)
    )
    if lives > longest or uses > most:
        raise InviteTooWideError
    given = list(Role.objects.filter(group=group, key__in=keys).annotate(asks=asks_anything(OuterRef("pk"))))
    if any(role.asks for role in given):
        raise RoleNotByLinkError(role.label for role in given if role.asks)
    token = secrets.token_urlsafe(24)
    invite = Invite.objects.create(
        group=group,
        token_hash=token_hash(token),
        made_by=made_by,
        made_at=at,
        expires_at=at + lives,
        uses_left=uses,
    )
    invite.roles.set(given)
    by = Actor.member(made_by.pk)
    record("invite.made", invite, by=by, at=at, fields=["roles", "expires_at", "uses_left"])
    return invite, token


@transaction.atomic
def revoke_invite(invite: Invite, *, by: Actor, at: datetime) -> Invite:
    invite.revoked_at = invite.revoked_at or at
    invite.save(update_fields=["revoked_at"])
    record("invite.revoked", invite, by=by, at=at, fields=["revoked_at"])
    return invite


@transaction.atomic
def join_by_invite(invite: Invite, user: User, *, by: Actor, at: datetime) -> Membership:
    """Make `user` a member with the invitation's roles. Whoever has them all already uses nothing up.

    Raises InviteEndedError. One update takes the use, so the last one is given out once, however many ask.
    """
    roles = {role.key for role in invite.roles.all()}
    known = find_membership(invite.group, user)
    if known is not None and _has_all(known, roles):
        return known
    live = Invite.objects.filter(pk=invite.pk, revoked_at__isnull=True, expires_at__gt=at, uses_left__gt=0)
    if not live.update(uses_left=F("uses_left") - 1):
        raise InviteEndedError
    was_refused = known is not None and known.state == MembershipState.NOT_ADMITTED
    # A link passes from hand to hand: it does not let in somebody to whom the group has said no.
    state = MembershipState.APPLICANT if was_refused else MembershipState.ACTIVE
    return add_member(invite.group, user, roles=() if was_refused else roles, state=state, by=by, at=at)


def _has_all(known: Membership, roles: set[str]) -> bool:
    return known.state == MembershipState.ACTIVE and roles <= {role.key for role in known.roles.all()}
