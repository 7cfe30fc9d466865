"""Setting out, done, and how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.dispatch.actions.helping.release import tell_all_of_release
from manyhands.apps.dispatch.actions.hold import let_go, mark_part_under_way, shut_door
from manyhands.apps.dispatch.actions.moving import check_move, lock_assignment, move
from manyhands.apps.dispatch.actions.telling import take_word_back, tell_neighbour
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, IN_VAIN, UNDO_FOR, AssignmentState, Outcome
from manyhands.apps.needs.actions import finish_part
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import NeedState, PartState
from manyhands.storage.actors import Actor

State = AssignmentState


@dataclass(frozen=True, slots=True)
class Report:
    """How it went, as the helper tells it."""

    outcome: str = Outcome.DONE
    minutes_spent: int | None = None
    note: str = ""


@transaction.atomic
def start(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """On the way."""
    assignment = lock_assignment(assignment)
    move(assignment, State.UNDER_WAY, "assignment.started", by=by, at=at)
    mark_part_under_way(assignment.part, by=by, at=at)
    return assignment


@transaction.atomic
def complete(assignment: Assignment, report: Report, *, by: Actor, at: datetime) -> Assignment:
    """Done. Where nobody was there, or it was not possible, the part is offered again instead."""
    assignment = lock_assignment(assignment)
    told = {"outcome": report.outcome, "minutes_spent": report.minutes_spent, "note": report.note}
    if report.outcome in IN_VAIN:
        # Nothing was completed, but only what could be completed can have been tried.
        check_move(assignment, State.COMPLETED)
        let_go(assignment, State.RELEASED, "assignment.tried_in_vain", by=by, at=at, **told)
        tell_all_of_release(assignment, by=by, at=at)
        return assignment
    move(assignment, State.COMPLETED, "assignment.completed", by=by, at=at, ended_at=at, **told)
    take_word_back(assignment, ["task_reminder"], by=by, at=at)
    shut_door(assignment, by=by, at=at, grace=timedelta(hours=assignment.group.grace_hours))
    _finish_part_of(assignment, by=by, at=at)
    return assignment


def _finish_part_of(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """The part is done when everybody who held it is, and nobody is being looked for any more."""
    part: NeedPart = assignment.part
    if part.state == PartState.OPEN or Assignment.objects.filter(part=part, state__in=HOLDING).exists():
        return
    if finish_part(part, by=by, at=at).need.state == NeedState.CLOSED:
        tell_neighbour(assignment, "need_done", by=by, at=at, not_before=at + UNDO_FOR)


@transaction.atomic
def mark_no_show(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    """They did not come. Said by staff, without blame: the part is offered again."""
    assignment = lock_assignment(assignment)
    let_go(assignment, State.NO_SHOW, "assignment.no_show", by=by, at=at)
    tell_neighbour(assignment, "helper_changed", by=by, at=at, not_before=at + UNDO_FOR)
    return assignment
