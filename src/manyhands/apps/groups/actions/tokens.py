"""Tokens that let other programs in."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.groups.models import ApiToken, Group, Membership
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import token_hash

LONGEST = timedelta(days=365)
# Says in a log, a code search or a mail what somebody has found there.
PREFIX = "mh_"
_NOTED_EVERY = timedelta(minutes=5)


class TokenTooWideError(ValueError):
    """Nobody hands on what they do not hold themselves."""


@transaction.atomic
def make_token(
    group: Group,
    *,
    name: str,
    permissions: Iterable[str],
    lives: timedelta,
    made_by: Membership,
    at: datetime,
) -> tuple[ApiToken, str]:
    """A token and its secret, which is shown now or never: only its hash is kept. Raises TokenTooWideError."""
    wanted = set(permissions)
    if not wanted <= made_by.permissions & set(PERMISSIONS) or lives > LONGEST:
        raise TokenTooWideError
    secret = PREFIX + secrets.token_urlsafe(24)
    token = ApiToken.objects.create(
        group=group,
        name=name,
        token_hash=token_hash(secret),
        permissions=sorted(wanted),
        made_by=made_by,
        made_at=at,
        expires_at=at + lives,
    )
    record("token.made", token, by=Actor.member(made_by.pk), at=at, fields=["permissions", "expires_at"])
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    token.revoked_at = token.revoked_at or at
    token.save(update_fields=["revoked_at"])
    record("token.revoked", token, by=by, at=at, fields=["revoked_at"])
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """When it was used last, to within minutes: one write for many calls, and no line in the journal for any."""
    if token.last_used_at is None or at - token.last_used_at >= _NOTED_EVERY:
        token.last_used_at = at
        token.save(update_fields=["last_used_at"])
