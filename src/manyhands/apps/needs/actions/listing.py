"""What follows from a change of a need: the copies on its parts that the open list filters by, its state, its moves."""

from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Q, Value, When
from django.db.models.functions import Coalesce

from manyhands.apps.needs.actions.endings import run_changes
from manyhands.apps.needs.models import Need, NeedMove, NeedPart
from manyhands.apps.needs.states import CloseReason, NeedState, PartState, derive_need_state
from manyhands.apps.places.models import Place
from manyhands.storage.actors import Actor


def refresh_listing(need: Need, *, at: datetime) -> None:
    """Bring the parts' copies of where, when, how urgent and in which language up to date."""
    is_open = Q(state=PartState.OPEN)
    NeedPart.objects.filter(need=need).update(
        is_listed=Case(When(is_open, then=Value(True)), default=Value(False)),
        listed_at=Case(When(is_open, then=Coalesce("listed_at", Value(at, DateTimeField()))), default=None),
        **listed_copies(need),
    )
    if need.state not in (NeedState.DRAFT, NeedState.NEW, NeedState.TRIAGED):
        run_changes(need.group_id)


def relist_place(place: Place, at: datetime) -> None:
    """Registered with `places`: what is needed there moves in the open list when the place is found or corrected."""
    for need in Need.objects.filter(place=place).exclude(state=NeedState.CLOSED).select_related("place"):
        refresh_listing(need, at=at)


def listed_copies(need: Need) -> dict[str, Any]:
    """What a part repeats of its need."""
    return {
        "public_cell": need.place.public_cell if need.place else "",
        "language": need.language,
        "urgency": need.urgency,
        "starts_at": need.starts_at,
        "due_at": need.due_at,
    }


def settle_need_state(need: Need, *, by: Actor, at: datetime) -> None:
    """Work out the need's state from its parts, store it, and keep that it has moved."""
    before = need.state
    states = list(NeedPart.objects.filter(need=need).values_list("state", flat=True))
    need.state = derive_need_state(need.state, states)
    if need.state == NeedState.CLOSED and before != NeedState.CLOSED:
        all_done = all(state == PartState.DONE for state in states)
        need.closed_at = at
        need.close_reason = CloseReason.FULFILLED if all_done else CloseReason.PARTLY_FULFILLED
    elif need.state != NeedState.CLOSED:
        need.closed_at, need.close_reason = None, ""
    need.version += 1
    need.save(update_fields=["state", "closed_at", "close_reason", "version"])
    if before != need.state:
        keep_move(need, before, by=by, at=at)


def keep_move(
    need: Need,
    from_state: str,
    *,
    before: dict[str, Any] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> NeedMove:
    """`before` is what undoing puts back; what follows from the parts is not undone by itself."""
    return NeedMove.objects.create(
        group_id=need.group_id,
        need=need,
        at=at,
        by_kind=by.kind.value,
        by_id=by.id,
        from_state=from_state,
        to_state=need.state,
        before=before or {},
        reason=reason,
    )
