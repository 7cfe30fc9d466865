from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.reoffer import seek_on
from manyhands.apps.dispatch.actions.moving import lock_assignment, move
from manyhands.apps.dispatch.actions.questions import forget_asking
from manyhands.apps.dispatch.actions.telling import take_word_back
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import AssignmentState
from manyhands.storage.actors import Actor


@transaction.atomic
def expire_invitation(assignment: Assignment, *, by: Actor, at: datetime) -> bool:
    """The time to answer has passed; False when it was answered, or prolonged, after all."""
    assignment = lock_assignment(assignment)
    is_over = assignment.expires_at is not None and assignment.expires_at <= at
    if assignment.state != AssignmentState.INVITED or not is_over:
        return False
    # Their message has not gone out, or nobody has called them: that is no silence of theirs.
    never_heard = take_word_back(assignment, ["invitation"], by=by, at=at)
    move(
        assignment,
        AssignmentState.EXPIRED,
        "assignment.expired",
        by=by,
        at=at,
        ended_at=at,
        never_heard=never_heard,
    )
    if never_heard:
        forget_asking(assignment)
    seek_on(assignment, by=by, at=at)
    return True
