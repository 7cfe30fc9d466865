"""Asking people whether they would do it, and taking the question back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from manyhands.apps.dispatch.actions.hold import let_go
from manyhands.apps.dispatch.actions.moving import lock_assignment, lock_part
from manyhands.apps.dispatch.actions.plans.changes import note_change
from manyhands.apps.dispatch.actions.questions import take_question_back, tell_question
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import take_word_back, tell_helper, tell_neighbour
from manyhands.apps.dispatch.bridge.records import Helper, public_distance_m
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.how_many import answer_until
from manyhands.apps.dispatch.queries.asking.pairs import live_on
from manyhands.apps.dispatch.queries.asking.who_can import BINDING_WHEN_ASKED, judge_helper
from manyhands.apps.dispatch.states import HOLDING, UNDO_FOR, AssignmentState, Began, Refusal
from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState, is_time_over
from manyhands.storage.actors import Actor


@transaction.atomic
def invite(
    part: NeedPart,
    helpers: Sequence[Helper],
    *,
    began: str = Began.INVITATION,
    made_by: Membership | None,
    by: Actor,
    at: datetime,
) -> list[Assignment]:
    """Ask several people at once; whoever says yes first has it. They are told after the time for undoing.

    One who cannot be asked is refused together with all: staff see it and choose again.
    """
    if not helpers:
        raise RefusedError(Refusal.NOBODY)
    part = lock_part(part.pk)
    if part.state != PartState.OPEN:
        raise RefusedError(Refusal.NOT_OPEN)
    check_time(part, at=at)
    return [_invite_one(part, helper, began, made_by=made_by, by=by, at=at) for helper in helpers]


def _invite_one(
    part: NeedPart, helper: Helper, began: str, *, made_by: Membership | None, by: Actor, at: datetime
) -> Assignment:
    check_may_be_asked(part, helper, at=at)
    return send_invitation(part, helper, began, made_by=made_by, by=by, at=at)


def send_invitation(
    part: NeedPart,
    helper: Helper,
    began: str,
    *,
    made_by: Membership | None,
    by: Actor,
    at: datetime,
    why: Mapping[str, Any] | None = None,
) -> Assignment:
    """Somebody who may be asked is asked. `why` is what the engine said of them, with ids only."""
    assignment = begin(
        part, helper, AssignmentState.INVITED, began, made_by=made_by, at=at,
        expires_at=answer_until(part, at=at), why=why,
    )  # fmt: skip
    record("assignment.invited", assignment, by=by, at=at, fields=["state"])
    tell_question(assignment, by=by, at=at)
    return assignment


def check_time(part: NeedPart, *, at: datetime) -> None:
    """Nobody is asked to be somewhere yesterday."""
    if is_time_over(part, at=at):
        raise RefusedError(Refusal.TIME_OVER)


def check_may_be_asked(part: NeedPart, helper: Helper, *, at: datetime) -> None:
    if live_on(part).filter(helper=helper.person).exists():
        raise RefusedError(Refusal.ALREADY)
    candidate = judge_helper(part, helper, at=at)
    if BINDING_WHEN_ASKED & candidate.failures.keys():
        raise RefusedError(Refusal.NOT_FOR_THEM)


def begin(
    part: NeedPart,
    helper: Helper,
    state: str,
    began: str,
    *,
    made_by: Membership | None,
    at: datetime,
    expires_at: datetime | None = None,
    why: Mapping[str, Any] | None = None,
) -> Assignment:
    """A new row. The distance kept on it is the one between public cells: a helper may read it."""
    assignment: Assignment = Assignment.objects.create(
        group_id=part.group_id,
        part=part,
        helper=helper.person,
        volunteer=helper.volunteer,
        organisation=helper.organisation,
        state=state,
        began=began,
        made_at=at,
        made_by=made_by,
        expires_at=expires_at,
        distance_m=public_distance_m(helper.start_place, part),
        why=dict(why or {}),
    )
    if began != Began.PLAN:
        # What the plan has proposed it need not propose anew.
        note_change(part.group_id)
    return assignment


@transaction.atomic
def withdraw(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """Staff take an invitation back, or call off a task that somebody had said yes to."""
    assignment = lock_assignment(assignment)
    later = at + UNDO_FOR
    if assignment.state in HOLDING:
        let_go(assignment, AssignmentState.WITHDRAWN, "assignment.withdrawn", by=by, at=at)
        tell_helper(assignment, "task_cancelled", by=by, at=at, not_before=later)
        if not take_word_back(assignment, ["helper_found"], by=by, at=at):
            tell_neighbour(assignment, "helper_changed", by=by, at=at, not_before=later)
        return assignment
    take_question_back(assignment, by=by, at=at, tell_at=later)
    return assignment
