"""What a request's page holds."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.actions.moves import UNDO_FOR
from manyhands.apps.needs.models import ContactOutcome, Need
from manyhands.apps.needs.queries.log import Log, LogLine, read_log
from manyhands.apps.needs.staff.forms.moves import (
    SNOOZES,
    CallForm,
    CloseForm,
    FollowUpForm,
    NoteForm,
    ReopenForm,
)
from manyhands.apps.needs.states import NeedState, Urgency
from manyhands.web.parts import TimelineEntry
from manyhands.web.words import moment_in_words

_READINGS_SHOWN = 8


def present(need: Need, request: MemberRequest, *, at: datetime, is_revealed: bool = False) -> dict[str, Any]:
    can_reveal = may(request.membership, "contact.reveal", need)
    log = read_log(need, readings=_READINGS_SHOWN if can_reveal else 0)
    undoable = _find_undoable(log, request, at)
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
        "log": log,
        "is_put_away": "put_away" in request.GET and need.follow_up_at is not None,
        "undoable": undoable,
        "undo_seconds": round((undoable.at + UNDO_FOR - at).total_seconds()) if undoable else 0,
        "timeline": [_entry(move, request, at) for move in log.moves if move.undone_at is None],
    }


def _find_undoable(log: Log, request: MemberRequest, at: datetime) -> LogLine | None:
    wanted = request.GET.get("moved", "")
    for move in log.moves:
        if (
            str(move.pk) == wanted
            and move.undone_at is None
            and move.can_be_undone
            and at - move.at < UNDO_FOR
        ):
            return move
    return None


def _entry(move: LogLine, request: MemberRequest, at: datetime) -> TimelineEntry:
    title = str(dict(NeedState.choices).get(move.code, move.code))
    if move.from_code == move.code:
        title = _("Another urgency")
    when = moment_in_words(move.at, at=at, zone=request.group.zone)
    return TimelineEntry(title, f"{when} · {move.text}" if move.text else when)
