"""One task as its helper may see it now: before a yes, while they help, and afterwards."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.disclosure import Disclosed, disclosed
from manyhands.apps.dispatch.bridge.records import NO_LOAD, Helper, Load
from manyhands.apps.dispatch.bridge.words.explanations import is_shared_evenly
from manyhands.apps.dispatch.bridge.words.reasons import why_you
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.how_many import pace_of
from manyhands.apps.dispatch.queries.assignments.notes import open_fields
from manyhands.apps.dispatch.queries.people.load import load_of
from manyhands.apps.dispatch.states import HOLDING, UNDO_FOR, AssignmentState, Began
from manyhands.apps.needs.states import is_time_over


class Stage(StrEnum):
    """What the page is for."""

    ASKED = "asked"
    TOO_LATE = "too_late"
    WAITING = "waiting"
    HELPING = "helping"
    DONE = "done"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class TaskView:
    assignment: Assignment
    stage: Stage
    fields: frozenset[str] = frozenset()
    shown: Disclosed = field(default_factory=Disclosed)
    load: Load = NO_LOAD
    why: list[str] = field(default_factory=list)
    is_just_over: bool = False
    is_in_grace: bool = False
    """Done, and what the neighbour told may be opened once more."""

    @property
    def is_urgent(self) -> bool:
        """Others are asked at the same time."""
        return pace_of(self.assignment.part).asks_several

    @property
    def is_over_limit(self) -> bool:
        return (
            self.stage == Stage.ASKED
            and self.load.this_week >= helper_of(self.assignment).card.tasks_per_week
        )


def helper_of(assignment: Assignment) -> Helper:
    card = assignment.volunteer or assignment.organisation
    if card is None:  # the database does not allow it
        raise LookupError("An assignment without a helper.")
    return Helper(card)


def view_task(
    assignment: Assignment, *, language: str, at: datetime, is_look_again: bool = False
) -> TaskView:
    """`assignment` as `find_assignment` loads it. Personal data is read only where a grant is open.

    What is done shows nothing any more, unless its helper asks for one more look while the grant has its grace.
    """
    stage = _stage_of(assignment, at=at)
    if stage == Stage.ASKED:
        load = load_of(assignment.helper_id, assignment.part, at=at)
        return TaskView(assignment, stage, load=load, why=_why(assignment, load, language))
    if stage not in (Stage.HELPING, Stage.DONE):
        ended_at = assignment.ended_at
        return TaskView(assignment, stage, is_just_over=ended_at is not None and at <= ended_at + UNDO_FOR)
    fields = open_fields(assignment, at=at)
    is_in_grace = stage == Stage.DONE and bool(fields)
    if is_in_grace and not is_look_again:
        return TaskView(assignment, stage, is_in_grace=True)
    shown = disclosed(assignment.part.need, fields)
    return TaskView(assignment, stage, fields, shown, is_in_grace=is_in_grace)


def _why(assignment: Assignment, load: Load, language: str) -> list[str]:
    """Whoever was asked reads why it was them; whoever came forward knows."""
    if assignment.began not in (Began.INVITATION, Began.PLAN):
        return []
    why = why_you(assignment.part, helper_of(assignment), load, language=language)
    if is_shared_evenly(assignment.why):
        why.append(_("Others who live nearer have more to do this week."))
    return why


def _stage_of(assignment: Assignment, *, at: datetime) -> Stage:
    if assignment.state in HOLDING:
        return Stage.HELPING
    if assignment.state == AssignmentState.COMPLETED:
        return Stage.DONE
    if assignment.state == AssignmentState.AWAITING_APPROVAL:
        return Stage.WAITING
    if assignment.state == AssignmentState.EXPIRED:
        return Stage.TOO_LATE
    if assignment.state != AssignmentState.INVITED:
        return Stage.OVER
    return Stage.TOO_LATE if is_too_late(assignment, at=at) else Stage.ASKED


def is_too_late(assignment: Assignment, *, at: datetime) -> bool:
    """To say yes: the time to answer has passed, or that for which they were asked, which may have been moved."""
    is_over = assignment.expires_at is not None and assignment.expires_at <= at
    return is_over or is_time_over(assignment.part, at=at)
