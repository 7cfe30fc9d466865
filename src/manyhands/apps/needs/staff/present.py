"""What a request's page holds."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.actions.moves import UNDO_FOR
from manyhands.apps.needs.models import ContactOutcome, Need, NeedMove
from manyhands.apps.needs.staff.forms.moves import (
    SNOOZES,
    CallForm,
    CloseForm,
    FollowUpForm,
    NoteForm,
    ReopenForm,
)
from manyhands.apps.needs.states import NeedState, Urgency
from manyhands.apps.privacy.queries import list_readings_of
from manyhands.web.parts import TimelineEntry
from manyhands.web.words import moment_in_words


def present(need: Need, request: MemberRequest, *, at: datetime, is_revealed: bool = False) -> dict[str, Any]:
    can_reveal = may(request.membership, "contact.reveal", need)
    undoable = _find_undoable(need, request, at)
    return {
        "need": need,
        "is_revealed": is_revealed,
        "can_reveal": can_reveal,
        "urgencies": Urgency.choices,
        "outcomes": ContactOutcome.choices,
        "snoozes": SNOOZES,
        "note_form": NoteForm(),
        "call_form": CallForm(),
        "follow_up_form": FollowUpForm(today=at.date()),
        "close_form": CloseForm(need=need),
        "reopen_form": ReopenForm(),
        "readings": list_readings_of(need.person, at_most=8) if can_reveal else [],
        "is_put_away": "put_away" in request.GET and need.follow_up_at is not None,
        "undoable": undoable,
        "undo_seconds": round((undoable.at + UNDO_FOR - at).total_seconds()) if undoable else 0,
        "timeline": [_entry(move, request, at) for move in need.moves.all() if move.undone_at is None],
    }


def _find_undoable(need: Need, request: MemberRequest, at: datetime) -> NeedMove | None:
    wanted = request.GET.get("moved", "")
    for move in need.moves.all():
        if str(move.pk) == wanted and move.undone_at is None and move.before and at - move.at < UNDO_FOR:
            return move
    return None


def _entry(move: NeedMove, request: MemberRequest, at: datetime) -> TimelineEntry:
    title = str(dict(NeedState.choices).get(move.to_state, move.to_state))
    if move.from_state == move.to_state:
        title = _("Another urgency")
    when = moment_in_words(move.at, at=at, zone=request.group.zone)
    return TimelineEntry(title, f"{when} · {move.reason}" if move.reason else when)
