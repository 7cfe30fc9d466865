"""Volunteers take tasks by themselves, as far as the group lets them."""

from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.answer import accept
from manyhands.apps.dispatch.actions.beginning.invite import begin, check_time
from manyhands.apps.dispatch.actions.hold import check_may_take, take_hold, why_not_available
from manyhands.apps.dispatch.actions.moving import lock_assignment, lock_part, move
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import tell_helper
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.policies import ClaimMode, claim_mode
from manyhands.apps.dispatch.queries.asking.pairs import live_on
from manyhands.apps.dispatch.queries.asking.who_can import judge_helper
from manyhands.apps.dispatch.states import UNDO_FOR, AssignmentState, Began, Refusal
from manyhands.apps.journal.actions import record
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState
from manyhands.storage.actors import Actor

# How far, at what hour and in which language is for the volunteer to judge; these are not.
BINDING_RULES = frozenset({"same_pool", "not_blocked", "requirements", "skills"})
State = AssignmentState


@transaction.atomic
def claim(
    part: NeedPart, helper: Helper, *, by: Actor, at: datetime, even_over_limit: bool = False
) -> Assignment:
    """Take it at once, or after a yes from staff, as the group wants it for this kind of help."""
    part = lock_part(part.pk)
    mine = live_on(part).filter(helper=helper.person).first()
    if mine is not None and mine.state == State.INVITED:
        return accept(mine, by=by, at=at, even_over_limit=even_over_limit)
    if mine is not None:
        raise RefusedError(Refusal.ALREADY_YOURS)
    mode = _check_may_claim(part, helper, at=at)
    if mode == ClaimMode.OPEN:
        assignment = begin(part, helper, State.INVITED, Began.CLAIM, made_by=None, at=at)
        take_hold(assignment, "assignment.claimed", even_over_limit=even_over_limit, by=by, at=at)
        return assignment
    assignment = begin(part, helper, State.AWAITING_APPROVAL, Began.CLAIM, made_by=None, at=at)
    check_may_take(assignment, even_over_limit=even_over_limit, at=at)
    record("assignment.claimed", assignment, by=by, at=at, fields=["state"])
    return assignment


def _check_may_claim(part: NeedPart, helper: Helper, *, at: datetime) -> ClaimMode:
    mode = claim_mode(part.category, part.group)
    if mode == ClaimMode.NONE:
        raise RefusedError(Refusal.STAFF_CHOOSE)
    if part.state != PartState.OPEN:
        raise RefusedError(why_not_available(part))
    check_time(part, at=at)
    failures = judge_helper(part, helper, at=at).failures.keys()
    if "requirements" in failures:
        raise RefusedError(Refusal.NOT_CHECKED)
    if BINDING_RULES & failures:
        raise RefusedError(Refusal.NOT_FOR_YOU)
    if "leads" in failures:
        raise RefusedError(Refusal.LEAD_NEEDED)
    return mode


@transaction.atomic
def approve_claim(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """Staff say yes to somebody who came forward. Their own limit they judged when they did."""
    assignment = lock_assignment(assignment)
    if assignment.state != State.AWAITING_APPROVAL:
        raise RefusedError(Refusal.CHANGED)
    later = at + UNDO_FOR
    take_hold(assignment, "assignment.approved", even_over_limit=True, by=by, at=at, tell_neighbour_at=later)
    tell_helper(assignment, "claim_approved", by=by, at=at, not_before=later)
    return assignment


@transaction.atomic
def refuse_claim(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """It goes to somebody else; a kind message, after the time for undoing."""
    assignment = lock_assignment(assignment)
    move(assignment, State.NOT_APPROVED, "assignment.not_approved", by=by, at=at, ended_at=at)
    tell_helper(assignment, "claim_not_approved", by=by, at=at, not_before=at + UNDO_FOR)
    return assignment
