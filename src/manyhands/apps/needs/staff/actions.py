"""What staff do in one go: the move itself and who hears of it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation

from manyhands.apps.groups.models import Category, Group, Membership
from manyhands.apps.journal.actions import recorded_together
from manyhands.apps.messaging.actions import cancel_messages, tell
from manyhands.apps.needs.actions import (
    Asked,
    add_note,
    close_need,
    open_need,
    receive_need,
    set_parts,
    set_summary,
    set_when,
    undo_move,
)
from manyhands.apps.needs.actions.ask import TELL_STAFF, make_status_link, status_url
from manyhands.apps.needs.actions.moves import UNDO_FOR
from manyhands.apps.needs.models import Need, NeedMove
from manyhands.apps.needs.states import CloseReason
from manyhands.apps.needs.when import When
from manyhands.apps.people.models import ReachBy
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

# Whoever is asked twice is still being helped; whom we could not reach is not reached by this either.
UNTOLD = (CloseReason.DUPLICATE, CloseReason.CANNOT_REACH)


@transaction.atomic
def take_in(
    group: Group, asked: Asked, *, note: str, open_now: bool, author: Membership, by: Actor, at: datetime
) -> Need:
    """Take a request at the phone: stored, opened if staff say so, and confirmed to whoever can be written to."""
    with recorded_together():
        need = receive_need(group, asked, by=by, at=at)
        if note:
            add_note(need, note, author=author, by=by, at=at)
        if open_now:
            open_need(need, by=by, at=at)
        if need.person.reach_by != ReachBy.CALL:
            token = make_status_link(need, by=by, at=at)
            context = {"reference": need.reference, "status_url": status_url(token)}
            tell(need.person, "need_received", context=context, about=need, by=by, at=at)
    if not open_now:
        enqueue(TELL_STAFF, group.pk, need.pk)
    return need


@transaction.atomic
def close_and_tell(need: Need, *, reason: str, note: str, by: Actor, at: datetime) -> NeedMove:
    """Close it; the neighbour hears of it once it can no longer be undone."""
    move = close_need(need, reason=reason, note=note, by=by, at=at)
    if reason not in UNTOLD:
        with translation.override(need.person.language):
            context = {"reference": need.reference, "reason": str(CloseReason(reason).label)}
        tell(
            need.person,
            "need_closed",
            context=context,
            about=need,
            dedup=str(move.pk),
            not_before=at + UNDO_FOR,
            by=by,
            at=at,
        )
    return move


@transaction.atomic
def undo(move: NeedMove, *, by: Actor, at: datetime) -> Need:
    need = undo_move(move, by=by, at=at)
    cancel_messages(need, ["need_closed"], by=by, at=at)
    return need


@transaction.atomic
def change_request(
    need: Need,
    *,
    summary: str,
    people: dict[Category, int] | None,
    leads: Mapping[Category, int] | None = None,
    when: When | None,
    by: Actor,
    at: datetime,
) -> None:
    """Change what differs, all or nothing; `people` and `when` None: they stay, and so
    does how many have done it before where `leads` does not say. Raises PartInUseError."""
    if people is not None:
        set_parts(need, people, leads=leads, by=by, at=at)
    if summary != need.summary:
        set_summary(need, summary, by=by, at=at)
    if when is not None:
        set_when(need, when_kind=when.kind, starts_at=when.starts_at, due_at=when.due_at, by=by, at=at)
