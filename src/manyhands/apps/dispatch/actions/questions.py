"""The question itself: that somebody was asked, and that it is taken back, as far as they have heard of it."""

from datetime import datetime

from manyhands.apps.dispatch.actions.moving import move
from manyhands.apps.dispatch.actions.telling import take_word_back, tell_helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import UNDO_FOR, AssignmentState
from manyhands.apps.people.models import Volunteer
from manyhands.storage.actors import Actor


def tell_question(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """Somebody is asked, and told after the time for undoing."""
    asked = Volunteer.objects.filter(pk=assignment.volunteer_id)
    assignment.asked_before_at = asked.values_list("last_asked_at", flat=True).first()
    assignment.save(update_fields=["asked_before_at"])
    asked.update(last_asked_at=assignment.made_at)
    tell_helper(assignment, "invitation", by=by, at=at, not_before=at + UNDO_FOR)


def forget_asking(assignment: Assignment) -> None:
    """As if the volunteer had not been asked; an asking that came later keeps its own moment."""
    before, this = assignment.asked_before_at, assignment.made_at
    Volunteer.objects.filter(pk=assignment.volunteer_id, last_asked_at=this).update(last_asked_at=before)
    later = Assignment.objects.filter(volunteer_id=assignment.volunteer_id, asked_before_at=this)
    later.update(asked_before_at=before)


def take_question_back(
    assignment: Assignment, *, by: Actor, at: datetime, tell_at: datetime | None = None
) -> None:
    """Not needed any more. Whoever has heard is thanked; for whoever has not, it is as if nobody had asked them:
    neither their week nor the day they were asked last counts it. It is never held against anybody.
    """
    never_heard = take_word_back(assignment, ["invitation"], by=by, at=at)
    move(
        assignment, AssignmentState.WITHDRAWN, "assignment.withdrawn", by=by, at=at, ended_at=at,
        never_heard=never_heard,
    )  # fmt: skip
    if never_heard:
        forget_asking(assignment)
    else:
        tell_helper(assignment, "invitation_withdrawn", by=by, at=at, not_before=tell_at)


def ask_after_all(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """The taking back is undone: whoever had not heard is told the question once more."""
    if assignment.state == AssignmentState.INVITED and assignment.never_heard:
        assignment.never_heard = False
        assignment.save(update_fields=["never_heard"])
        tell_question(assignment, by=by, at=at)
