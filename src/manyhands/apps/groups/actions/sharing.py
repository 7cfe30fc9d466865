"""Groups that help each other out: each says yes for itself, and each can end it for itself."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from manyhands.apps.groups.models import Group, Membership, PoolInvite, PoolMembership, SharingPool
from manyhands.apps.journal.actions import record, record_about
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import token_hash
from manyhands.storage.scope import group_scope, opened_by_key
from manyhands.web.jobs import enqueue

LIVES = timedelta(days=7)
# Goes up when `groups/parts/what_is_shared.html` says that others see more of people than before: groups that agreed
# are told.
WORDS_VERSION = 2
TELL_PARTNERS = "manyhands.apps.groups.tasks.note_left_pool"


SharingEnd = Callable[[], None]
_sharing_ends: list[SharingEnd] = []


def register_sharing_end(sharing_end: SharingEnd) -> None:
    """`sharing_end()` runs when a group has ended its sharing: apps above end what hangs on it."""
    _sharing_ends.append(sharing_end)


class SharingEndedError(Exception):
    """The link is too old, used or taken back."""


class AlreadySharingError(Exception):
    """The group shares with others already, or would share with itself."""


@transaction.atomic
def invite_to_pool(group: Group, *, made_by: Membership, at: datetime) -> tuple[PoolInvite, str]:
    """A link for one other group, and its token: shown now or never, because only its hash is kept."""
    token = secrets.token_urlsafe(24)
    invite = PoolInvite.objects.create(
        group=group, token_hash=token_hash(token), made_by=made_by, made_at=at, expires_at=at + LIVES
    )
    record("pool.invited", invite, by=Actor.member(made_by.pk), at=at, fields=["expires_at"])
    return invite, token


@transaction.atomic
def end_pool_invite(invite: PoolInvite, *, by: Actor, at: datetime) -> PoolInvite:
    invite.ended_at = invite.ended_at or at
    invite.save(update_fields=["ended_at"])
    record("pool.invite_ended", invite, by=by, at=at, fields=["ended_at"])
    return invite


@transaction.atomic
def join_pool(invite: PoolInvite, group: Group, *, agreed_by: Membership, at: datetime) -> SharingPool:
    """The other group's yes. Outside any scope, because it writes into the journal of every group concerned.

    Raises AlreadySharingError, SharingEndedError. One update takes the link, so it lets in one group.
    """
    _lock(group.pk, invite.group_id)
    if group.pk == invite.group_id or _live().filter(group=group).exists():
        raise AlreadySharingError
    unused = PoolInvite.across_groups.filter(pk=invite.pk, ended_at__isnull=True, expires_at__gt=at)
    with opened_by_key(invite.token_hash):
        if not unused.update(ended_at=at):
            raise SharingEndedError
    theirs = _live().filter(group=invite.group_id).select_related("pool").first()
    pool = theirs.pool if theirs else SharingPool.objects.create(name=invite.group.name, made_at=at)
    joining = (
        [(group.pk, agreed_by.pk)]
        if theirs
        else [(group.pk, agreed_by.pk), (invite.group_id, invite.made_by_id)]
    )
    already = list(_live().filter(pool=pool).values_list("group_id", flat=True))
    everybody = sorted({group.pk, invite.group_id, *already})
    with group_scope(*everybody):
        PoolMembership.objects.bulk_create(
            PoolMembership(
                pool=pool,
                group_id=group_id,
                joined_at=at,
                agreed_by_id=member_id,
                words_version=WORDS_VERSION,
            )
            for group_id, member_id in joining
        )
        for group_id in everybody:
            by = Actor.member(agreed_by.pk) if group_id == group.pk else Actor.system("sharing")
            record_about(group_id, "pool.joined", "groups.sharingpool", pool.pk, by=by, at=at)
    return pool


@transaction.atomic
def leave_pool(membership: PoolMembership, *, by: Actor, at: datetime) -> PoolMembership:
    """At once. The other groups' journals hear of it by a job: they are none of this group's business."""
    membership.left_at = at
    membership.save(update_fields=["left_at"])
    record_about(
        membership.group_id,
        "pool.left",
        "groups.sharingpool",
        membership.pool_id,
        by=by,
        at=at,
        fields=["left_at"],
    )
    enqueue(TELL_PARTNERS, membership.pool_id)
    for sharing_end in _sharing_ends:
        sharing_end()
    return membership


def has_new_words(membership: PoolMembership | None) -> bool:
    """What sharing means is said otherwise than when the group agreed to it."""
    return membership is not None and membership.words_version < WORDS_VERSION


@transaction.atomic
def agree_to_words(membership: PoolMembership, *, by: Actor, at: datetime) -> PoolMembership:
    """The group has read what sharing means by now, and goes on."""
    membership.words_version = WORDS_VERSION
    membership.save(update_fields=["words_version"])
    record_about(
        membership.group_id,
        "pool.words_agreed",
        "groups.sharingpool",
        membership.pool_id,
        by=by,
        at=at,
        fields=["words_version"],
    )
    return membership


def note_partner_left(group_id: int, pool_id: int, *, by: Actor, at: datetime) -> None:
    """In the journal of a group that stays."""
    record_about(group_id, "pool.partner_left", "groups.sharingpool", pool_id, by=by, at=at)


def _live() -> QuerySet[PoolMembership]:
    return PoolMembership.across_groups.filter(left_at__isnull=True)


def _lock(*group_ids: int) -> None:
    """In the order of their ids, so that two groups that invite each other do not wait for one another."""
    list(Group.objects.select_for_update(no_key=True).filter(pk__in=group_ids).order_by("pk"))
