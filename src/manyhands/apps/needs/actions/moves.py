"""What staff do with a need as a whole: triage, open, close, reopen, and undo within ten seconds."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from manyhands.apps.journal.actions import record
from manyhands.apps.needs.actions.endings import run_changes, run_endings, run_returns
from manyhands.apps.needs.actions.listing import keep_move, refresh_listing
from manyhands.apps.needs.models import Need, NeedMove, NeedPart
from manyhands.apps.needs.states import NEED_MOVES, CloseReason, NeedState, PartState
from manyhands.storage.actors import Actor

UNDO_FOR = timedelta(seconds=10)
# The press may come at the last moment and travel for a while.
_UNDO_SLACK = timedelta(seconds=5)

_REMEMBERED = ("urgency", "close_reason", "opened_at", "closed_at", "confirmed_at", "still_needed_asked_at")


class MoveRefusedError(Exception):
    """The table of moves does not allow it: `from_state` and `to_state` say which was tried."""

    def __init__(self, from_state: str, to_state: str) -> None:
        super().__init__(f"{from_state} -> {to_state}")
        self.from_state = from_state
        self.to_state = to_state


class TooLateToUndoError(Exception):
    """Ten seconds have passed, or something else has happened since."""


@transaction.atomic
def triage_need(need: Need, *, urgency: int, by: Actor, at: datetime) -> NeedMove:
    """Somebody has looked at it and said how urgent it is; later, that it is more or less urgent than that."""
    need = _locked(need)
    if need.state in (NeedState.DRAFT, NeedState.CLOSED):
        raise MoveRefusedError(need.state, NeedState.TRIAGED)
    before = _snapshot(need)
    need.urgency = urgency
    if need.state == NeedState.NEW:
        need.state = NeedState.TRIAGED
    need.version += 1
    need.save()
    refresh_listing(need, at=at)
    return _moved(need, "need.triaged", before, by=by, at=at, fields=["urgency"])


@transaction.atomic
def open_need(need: Need, *, by: Actor, at: datetime) -> NeedMove:
    """From now on people may be asked and may come forward. What was closed is reopened, with a reason."""
    need = _locked(need)
    if need.state == NeedState.CLOSED:
        raise MoveRefusedError(need.state, NeedState.OPEN)
    _check_move(need, NeedState.OPEN)
    before = _snapshot(need)
    NeedPart.objects.filter(need=need, state=PartState.WAITING).update(state=PartState.OPEN)
    need.state, need.opened_at = NeedState.OPEN, at
    need.version += 1
    need.save()
    refresh_listing(need, at=at)
    return _moved(need, "need.opened", before, by=by, at=at)


@transaction.atomic
def close_need(need: Need, *, reason: str, by: Actor, at: datetime, note: str = "") -> NeedMove:
    """End it with a reason. The endings that higher apps have registered take back what they had begun."""
    need = _locked(need)
    _check_move(need, NeedState.CLOSED)
    before = _snapshot(need)
    done = reason == CloseReason.FULFILLED
    live = NeedPart.objects.filter(need=need).exclude(state__in=[PartState.DONE, PartState.CLOSED])
    live.update(state=PartState.DONE if done else PartState.CLOSED, is_listed=False, listed_at=None)
    need.state, need.closed_at, need.close_reason = NeedState.CLOSED, at, reason
    need.version += 1
    need.save()
    run_endings(need, by=by, at=at)
    run_changes(need.group_id)
    return _moved(need, "need.closed", before, by=by, at=at, fields=["close_reason"], reason=note)


@transaction.atomic
def reopen_need(need: Need, *, reason: str, by: Actor, at: datetime) -> NeedMove:
    """Closed too early. What was done stays done, unless everything was; what had been taken out stays out."""
    need = _locked(need)
    if need.state != NeedState.CLOSED:
        raise MoveRefusedError(need.state, NeedState.OPEN)
    before = _snapshot(need)
    NeedPart.objects.filter(pk__in=_ended_with(need)).update(state=PartState.OPEN, people_taken=0)
    need.state, need.closed_at, need.close_reason = NeedState.OPEN, None, ""
    need.opened_at, need.confirmed_at, need.still_needed_asked_at = at, at, None
    need.version += 1
    need.save()
    refresh_listing(need, at=at)
    return _moved(need, "need.reopened", before, by=by, at=at, reason=reason)


def _ended_with(need: Need) -> list[int]:
    """The parts that were not finished when the need was closed; where all were, those that had been done."""
    closing = NeedMove.objects.filter(need=need, to_state=NeedState.CLOSED).order_by("-id").first()
    before = closing.before.get("parts", {}) if closing else {}
    ended = (PartState.DONE, PartState.CLOSED)
    unfinished = [int(pk) for pk, (state, _taken) in before.items() if state not in ended]
    if unfinished:
        return unfinished
    parts = dict(NeedPart.objects.filter(need=need).values_list("pk", "state"))
    return [pk for pk, state in parts.items() if state == PartState.DONE] or list(parts)


@transaction.atomic
def undo_move(move: NeedMove, *, by: Actor, at: datetime) -> Need:
    """Put everything back as it was before `move`, while nothing else has happened to the need."""
    need = _locked(move.need)
    latest = NeedMove.objects.filter(need=need).order_by("-id").first()
    if latest != move or latest.undone_at or not move.before or at - move.at > UNDO_FOR + _UNDO_SLACK:
        raise TooLateToUndoError
    if move.before["version"] + 1 != need.version:
        raise TooLateToUndoError
    was_closed = need.state == NeedState.CLOSED
    _restore(need, move.before)
    if was_closed:
        run_returns(need, ended_at=move.at, by=by, at=at)
    refresh_listing(need, at=at)
    NeedMove.objects.filter(pk=move.pk).update(undone_at=at)
    record("need.undone", need, by=by, at=at, fields=["state"])
    return need


def _locked(need: Need) -> Need:
    rows = Need.objects.select_for_update(of=("self",)).select_related("place")
    locked: Need = rows.get(pk=need.pk)
    return locked


def _check_move(need: Need, to_state: str) -> None:
    """What only follows from the parts is nobody's to press."""
    if not NEED_MOVES.get((need.state, to_state)):
        raise MoveRefusedError(need.state, to_state)


def _snapshot(need: Need) -> dict[str, Any]:
    """What undo needs; no personal data."""
    parts = NeedPart.objects.filter(need=need).values_list("pk", "state", "people_taken")
    values = {name: getattr(need, name) for name in _REMEMBERED}
    kept = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
    return {
        **kept,
        "state": need.state,
        "version": need.version,
        "parts": {str(pk): [state, taken] for pk, state, taken in parts},
    }


def _restore(need: Need, before: dict[str, Any]) -> None:
    for name in _REMEMBERED:
        value = before[name]
        setattr(need, name, datetime.fromisoformat(value) if name.endswith("_at") and value else value)
    need.state = before["state"]
    need.version += 1
    need.save()
    for pk, (state, taken) in before["parts"].items():
        NeedPart.objects.filter(pk=int(pk)).update(state=state, people_taken=taken)


def _moved(
    need: Need,
    verb: str,
    before: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    fields: list[str] | None = None,
    reason: str = "",
) -> NeedMove:
    record(verb, need, by=by, at=at, fields=["state", *(fields or [])])
    return keep_move(need, before["state"], before=before, reason=reason, by=by, at=at)
