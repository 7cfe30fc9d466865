"""Writes about assignments and plans, one file per group of verbs; beside the folders, what all of them build on."""

from manyhands.apps.dispatch.actions.beginning.answer import accept, decline
from manyhands.apps.dispatch.actions.beginning.approve import (
    Approval,
    approve_proposals,
    ask_automatically,
    dismiss_proposal,
    undo_approval,
    undo_dismissal,
)
from manyhands.apps.dispatch.actions.beginning.assign import assign
from manyhands.apps.dispatch.actions.beginning.claim import approve_claim, claim, refuse_claim
from manyhands.apps.dispatch.actions.beginning.expire import expire_invitation
from manyhands.apps.dispatch.actions.beginning.invite import invite, withdraw
from manyhands.apps.dispatch.actions.beginning.reoffer import ask_next_best
from manyhands.apps.dispatch.actions.beginning.together import ask_together
from manyhands.apps.dispatch.actions.endings import end_with_need, return_with_need
from manyhands.apps.dispatch.actions.helping.finish import Report, complete, mark_no_show, start
from manyhands.apps.dispatch.actions.helping.notes import send_note
from manyhands.apps.dispatch.actions.helping.reading import note_look
from manyhands.apps.dispatch.actions.helping.release import hand_back
from manyhands.apps.dispatch.actions.helping.safety import (
    handle_report,
    keep_apart,
    note_report_read,
    report_problem,
)
from manyhands.apps.dispatch.actions.helping.undo import undo_asking, undo_complete, undo_ending
from manyhands.apps.dispatch.actions.helping.wishes import say_of_helper, say_of_neighbour
from manyhands.apps.dispatch.actions.leaving import end_with_helper, forget_words_of
from manyhands.apps.dispatch.actions.plans.history import drop_inputs_of
from manyhands.apps.dispatch.actions.plans.run import request_run
from manyhands.apps.dispatch.actions.plans.wanted import ask_for_plan
from manyhands.apps.dispatch.actions.refused import RefusedError

__all__ = [
    "Approval",
    "RefusedError",
    "Report",
    "accept",
    "approve_claim",
    "approve_proposals",
    "ask_automatically",
    "ask_for_plan",
    "ask_next_best",
    "ask_together",
    "assign",
    "claim",
    "complete",
    "decline",
    "dismiss_proposal",
    "drop_inputs_of",
    "end_with_helper",
    "end_with_need",
    "expire_invitation",
    "forget_words_of",
    "hand_back",
    "handle_report",
    "invite",
    "keep_apart",
    "mark_no_show",
    "note_look",
    "note_report_read",
    "refuse_claim",
    "report_problem",
    "request_run",
    "return_with_need",
    "say_of_helper",
    "say_of_neighbour",
    "send_note",
    "start",
    "undo_approval",
    "undo_asking",
    "undo_complete",
    "undo_dismissal",
    "undo_ending",
    "withdraw",
]
