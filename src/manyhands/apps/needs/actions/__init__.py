"""Writes about needs: the only place where the state of a need or a part changes."""

from manyhands.apps.needs.actions.moves import close_need, open_need, reopen_need, triage_need, undo_move
from manyhands.apps.needs.actions.parts import PartNotAvailableError, finish_part, release_part, start_part, take_part
from manyhands.apps.needs.actions.receive import Asked, receive_need

__all__ = [
    "Asked",
    "PartNotAvailableError",
    "close_need",
    "finish_part",
    "open_need",
    "receive_need",
    "release_part",
    "reopen_need",
    "start_part",
    "take_part",
    "triage_need",
    "undo_move",
]
