from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.hold import let_go
from manyhands.apps.dispatch.actions.moving import lock_assignment, move
from manyhands.apps.dispatch.actions.telling import take_word_back, tell_neighbour, tell_those_who_assign
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import AssignmentState
from manyhands.storage.actors import Actor


@transaction.atomic
def hand_back(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """They cannot do it after all, and need not say why: it is offered again at once, staff and neighbour know."""
    assignment = lock_assignment(assignment)
    if assignment.state == AssignmentState.AWAITING_APPROVAL:
        move(assignment, AssignmentState.RELEASED, "assignment.released", by=by, at=at, ended_at=at)
        return assignment
    let_go(assignment, AssignmentState.RELEASED, "assignment.released", by=by, at=at)
    tell_all_of_release(assignment, by=by, at=at)
    return assignment


def tell_all_of_release(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    tell_those_who_assign(
        assignment.part, "handed_back", dedup=f"{assignment.pk} {at.isoformat()}", by=by, at=at
    )
    if not take_word_back(assignment, ["helper_found"], by=by, at=at):
        tell_neighbour(assignment, "helper_changed", by=by, at=at)
