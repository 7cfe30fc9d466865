"""Putting back what was pressed by mistake."""

from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.dispatch.actions.hold import open_door, shut_door, take_hold, tell_own_group
from manyhands.apps.dispatch.actions.moving import lock_assignment, move
from manyhands.apps.dispatch.actions.plans.changes import note_change
from manyhands.apps.dispatch.actions.questions import ask_after_all, forget_asking
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import take_word_back
from manyhands.apps.dispatch.models import Assignment, Proposal
from manyhands.apps.dispatch.states import HOLDING, UNDO_FOR, AssignmentState, Began, ProposalState, Refusal
from manyhands.apps.journal.actions import record
from manyhands.apps.needs.actions import release_part, resume_part
from manyhands.apps.needs.states import PartState
from manyhands.apps.privacy.actions import revoke_links
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.storage.actors import Actor

_TOLD_BY_ASKING = ["invitation", "claim_approved", "helper_found", "task_reminder"]
State = AssignmentState


@transaction.atomic
def undo_asking(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """As if nobody had been asked, or nothing agreed on the telephone: nobody is told, and the row goes."""
    assignment = lock_assignment(assignment)
    is_untouched = assignment.state == State.INVITED or (
        assignment.state == State.ACCEPTED and assignment.began == Began.ASSIGNED
    )
    if not is_untouched or assignment.began == Began.CLAIM or at > assignment.made_at + UNDO_FOR:
        raise RefusedError(Refusal.TOO_LATE)
    take_word_back(assignment, _TOLD_BY_ASKING, by=by, at=at)
    revoke_links(assignment.group, LinkPurpose.INVITATION, assignment.pk, by=by, at=at)
    if assignment.state in HOLDING:
        shut_door(assignment, by=by, at=at)
        release_part(assignment.part, by=by, at=at)
    if assignment.began in (Began.INVITATION, Began.PLAN):
        forget_asking(assignment)
    _propose_again(assignment)
    record("assignment.undone", assignment, by=by, at=at, fields=["state"])
    note_change(assignment.group_id)
    assignment.delete()


def _propose_again(assignment: Assignment) -> None:
    """What the plan had proposed can be decided again; in a newer plan it is there anyway."""
    line = Proposal.objects.filter(assignment=assignment).first()
    if line is not None:
        newer = Proposal.objects.filter(group_id=line.group_id, run_id__gt=line.run_id).exists()
        line.state = ProposalState.REPLACED if newer else ProposalState.OPEN
        line.assignment = line.decided_at = line.decided_by = None
        line.save(update_fields=["state", "assignment", "decided_at", "decided_by"])


@transaction.atomic
def undo_complete(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """ "Done" came too early. Possible as long as the helper still sees where to go."""
    assignment = lock_assignment(assignment)
    if assignment.state != State.COMPLETED:
        raise RefusedError(Refusal.CHANGED)
    _check_in_time(assignment, timedelta(hours=assignment.group.grace_hours), at=at)
    move(assignment, State.ACCEPTED, "assignment.reopened", by=by, at=at, ended_at=None, outcome="")
    if assignment.part.state == PartState.DONE:
        resume_part(assignment.part, by=by, at=at)
    take_word_back(assignment, ["need_done"], by=by, at=at)
    open_door(assignment, by=by, at=at)
    return assignment


@transaction.atomic
def undo_ending(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """Put back what ended just now: handed back, taken back, did not come, claim not approved."""
    assignment = lock_assignment(assignment)
    if assignment.state == State.COMPLETED:
        raise RefusedError(Refusal.CHANGED)
    _check_in_time(assignment, UNDO_FOR, at=at)
    before = state_before_ending(assignment)
    never_heard = take_word_back(assignment, ["helper_changed"], by=by, at=at)
    take_word_back(assignment, ["claim_not_approved", "invitation_withdrawn", "task_cancelled"], by=by, at=at)
    if before == State.ACCEPTED:
        take_hold(
            assignment, "assignment.restored", even_over_limit=True, by=by, at=at, is_news=not never_heard
        )
        tell_own_group(assignment)
    else:
        move(assignment, before, "assignment.restored", by=by, at=at, ended_at=None)
        ask_after_all(assignment, by=by, at=at)
    return assignment


def state_before_ending(assignment: Assignment) -> str:
    """What somebody was before it ended, told by what the row remembers."""
    if assignment.answered_at:
        return State.ACCEPTED
    return State.AWAITING_APPROVAL if assignment.began == Began.CLAIM else State.INVITED


def _check_in_time(assignment: Assignment, limit: timedelta, *, at: datetime) -> None:
    if assignment.ended_at is None or at > assignment.ended_at + limit:
        raise RefusedError(Refusal.TOO_LATE)
