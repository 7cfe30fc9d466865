"""One request beside a list of many: what a board shows of the one that was chosen."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.models import ContactOutcome, Need
from manyhands.apps.needs.queries.beside import priority_of_need
from manyhands.apps.needs.queries.log import read_log
from manyhands.apps.needs.staff.forms.moves import (
    SNOOZES,
    CallForm,
    CloseForm,
    FollowUpForm,
    NoteForm,
    ReopenForm,
)
from manyhands.apps.needs.states import NeedState, Urgency

_READINGS_SHOWN = 3
# What the address says about the press before: it is over with the next.
_SAID_ONCE = ("moved", "put_away", "asked", "ended", "approved", "dismissed")


def need_beside(request: HttpRequest, need: Need) -> dict[str, Any] | None:
    """Registered as the panel "board.need"; `need` comes from `find_need_beside`."""
    membership = request.membership  # type: ignore[attr-defined]
    if not may(membership, "needs.read", need):
        return None
    can_reveal = may(membership, "contact.reveal", need)
    at = timezone.now()
    return {
        "need": need,
        "back": _board(request, need),
        "is_revealed": False,
        "priority": None if need.state == NeedState.CLOSED else priority_of_need(need, at=at),
        "can_reveal": can_reveal,
        "urgencies": Urgency.choices,
        "outcomes": ContactOutcome.choices,
        "snoozes": SNOOZES,
        "note_form": NoteForm(),
        "call_form": CallForm(),
        "follow_up_form": FollowUpForm(today=at.astimezone(need.group.zone).date()),
        "close_form": CloseForm(need=need),
        "reopen_form": ReopenForm(),
        "log": read_log(need, readings=_READINGS_SHOWN if can_reveal else 0, with_moves=False),
    }


def _board(request: HttpRequest, need: Need) -> str:
    """The board with the filters it has now, and this request chosen."""
    kept = {name: value for name, value in request.GET.items() if name not in _SAID_ONCE}
    return f"{group_path(need.group, 'dispatch:board')}?{urlencode({**kept, 'need': need.reference})}"
