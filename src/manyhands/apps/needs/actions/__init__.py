"""Writes about needs: the only place where the state of a need or a part changes."""

from manyhands.apps.needs.actions.care import (
    PartInUseError,
    add_contact_attempt,
    add_note,
    confirm_still_needed,
    mark_still_needed_asked,
    set_details,
    set_follow_up,
    set_owner,
    set_parts,
    set_summary,
    set_when,
)
from manyhands.apps.needs.actions.endings import register_change, register_ending, register_return
from manyhands.apps.needs.actions.moves import (
    MoveRefusedError,
    TooLateToUndoError,
    close_need,
    open_need,
    reopen_need,
    triage_need,
    undo_move,
)
from manyhands.apps.needs.actions.parts import (
    PartNotAvailableError,
    finish_part,
    release_part,
    resume_part,
    start_part,
    take_part,
)
from manyhands.apps.needs.actions.receive import Asked, receive_need

__all__ = [
    "Asked",
    "MoveRefusedError",
    "PartInUseError",
    "PartNotAvailableError",
    "TooLateToUndoError",
    "add_contact_attempt",
    "add_note",
    "close_need",
    "confirm_still_needed",
    "finish_part",
    "mark_still_needed_asked",
    "open_need",
    "receive_need",
    "register_change",
    "register_ending",
    "register_return",
    "release_part",
    "reopen_need",
    "resume_part",
    "set_details",
    "set_follow_up",
    "set_owner",
    "set_parts",
    "set_summary",
    "set_when",
    "start_part",
    "take_part",
    "triage_need",
    "undo_move",
]
