"""A need ends or comes back, and with it what people had begun for it. Called by `needs`, which knows no helpers."""

from datetime import datetime, timedelta

from manyhands.apps.dispatch.actions.helping.undo import state_before_ending
from manyhands.apps.dispatch.actions.hold import open_door, shut_door
from manyhands.apps.dispatch.actions.moving import move
from manyhands.apps.dispatch.actions.questions import ask_after_all, take_question_back
from manyhands.apps.dispatch.actions.telling import take_word_back, tell_helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, LIVE, UNDO_FOR, AssignmentState
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import CloseReason
from manyhands.storage.actors import Actor

State = AssignmentState
_RELATED = (
    "group", "helper", "volunteer", "organisation", "part__group", "part__category", "part__need__person",
    "part__need__place",
)  # fmt: skip


def end_with_need(need: Need, *, by: Actor, at: datetime) -> None:
    """The need is closed: those who were asked are not needed, those who had said yes are done, or called off."""
    live = Assignment.objects.filter(part__need=need, state__in=LIVE)
    for assignment in live.select_related(*_RELATED).order_by("pk"):
        if assignment.state not in HOLDING:
            take_question_back(assignment, by=by, at=at, tell_at=at + UNDO_FOR)
        elif need.close_reason == CloseReason.FULFILLED:
            move(assignment, State.COMPLETED, "assignment.completed", by=by, at=at, ended_at=at)
            shut_door(assignment, by=by, at=at, grace=timedelta(hours=assignment.group.grace_hours))
        else:
            shut_door(assignment, by=by, at=at)
            _call_off(assignment, by=by, at=at)


def _call_off(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """Told after the time for undoing, and only to those who have heard of it at all."""
    had_heard = not take_word_back(assignment, ["invitation", "claim_approved"], by=by, at=at)
    take_word_back(assignment, ["helper_found", "task_reminder"], by=by, at=at)
    move(assignment, State.WITHDRAWN, "assignment.withdrawn", by=by, at=at, ended_at=at)
    if had_heard:
        tell_helper(assignment, "task_cancelled", by=by, at=at, not_before=at + UNDO_FOR)


def return_with_need(need: Need, *, ended_at: datetime, by: Actor, at: datetime) -> None:
    """Closing is undone: whatever ended in that moment goes on as before, and nobody hears of it."""
    ended = Assignment.objects.filter(
        part__need=need, ended_at=ended_at, state__in=[State.WITHDRAWN, State.COMPLETED]
    )
    for assignment in ended.select_related(*_RELATED).order_by("pk"):
        take_word_back(assignment, ["invitation_withdrawn", "task_cancelled"], by=by, at=at)
        move(assignment, state_before_ending(assignment), "assignment.restored", by=by, at=at, ended_at=None)
        ask_after_all(assignment, by=by, at=at)
        if assignment.state in HOLDING:
            open_door(assignment, by=by, at=at)
