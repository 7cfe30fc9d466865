"""What somebody who was asked answers."""

from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.reoffer import seek_on
from manyhands.apps.dispatch.actions.hold import take_hold, why_not_available
from manyhands.apps.dispatch.actions.moving import check_move, lock_assignment, move
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import take_word_back
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.view_of_task import is_too_late
from manyhands.apps.dispatch.states import AssignmentState, Refusal
from manyhands.storage.actors import Actor


@transaction.atomic
def accept(assignment: Assignment, *, by: Actor, at: datetime, even_over_limit: bool = False) -> Assignment:
    """Yes. More than they planned for a week only if they say yes to that as well."""
    assignment = lock_assignment(assignment)
    if assignment.state != AssignmentState.INVITED:
        raise RefusedError(_why_too_late(assignment))
    if is_too_late(assignment, at=at):
        raise RefusedError(Refusal.EXPIRED)
    take_hold(assignment, "assignment.accepted", even_over_limit=even_over_limit, by=by, at=at)
    take_word_back(assignment, ["invitation"], by=by, at=at)
    return assignment


def _why_too_late(assignment: Assignment) -> Refusal:
    if assignment.state == AssignmentState.EXPIRED:
        return Refusal.EXPIRED
    if assignment.state == AssignmentState.WITHDRAWN:
        return why_not_available(assignment.part)
    return Refusal.CHANGED


@transaction.atomic
def decline(assignment: Assignment, *, by: Actor, at: datetime, note: str = "") -> Assignment:
    """Not this time. They are not asked for this request again."""
    assignment = lock_assignment(assignment)
    check_move(assignment, AssignmentState.DECLINED)
    move(
        assignment,
        AssignmentState.DECLINED,
        "assignment.declined",
        by=by,
        at=at,
        answered_at=at,
        ended_at=at,
        decline_note=note,
    )
    take_word_back(assignment, ["invitation"], by=by, at=at)
    seek_on(assignment, by=by, at=at)
    return assignment
