from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.invite import begin, check_may_be_asked
from manyhands.apps.dispatch.actions.hold import take_hold
from manyhands.apps.dispatch.actions.moving import lock_part
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import tell_helper
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import UNDO_FOR, AssignmentState, Began, Refusal
from manyhands.apps.groups.models import Membership
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.storage.actors import Actor


@transaction.atomic
def assign(
    part: NeedPart,
    helper: Helper,
    *,
    made_by: Membership | None,
    by: Actor,
    at: datetime,
    even_over_limit: bool = False,
) -> Assignment:
    """Somebody has said yes on the telephone: it is theirs now. Both sides are told after the time for undoing."""
    part = lock_part(part.pk)
    if part.state != PartState.OPEN:
        raise RefusedError(Refusal.NOT_OPEN)
    check_may_be_asked(part, helper, at=at)
    assignment = begin(part, helper, AssignmentState.INVITED, Began.ASSIGNED, made_by=made_by, at=at)
    later = at + UNDO_FOR
    try:
        take_hold(
            assignment,
            "assignment.assigned",
            even_over_limit=even_over_limit,
            by=by,
            at=at,
            tell_neighbour_at=later,
        )
    except RefusedError as error:
        if error.refusal == Refusal.OVER_LIMIT:
            raise RefusedError(Refusal.OVER_THEIR_LIMIT) from error
        raise
    tell_helper(assignment, "claim_approved", by=by, at=at, not_before=later)
    return assignment
