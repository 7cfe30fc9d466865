"""After a task each of the two may say whether they would like to meet again. Neither hears what the other said."""

from datetime import datetime

from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import AssignmentState, Refusal
from manyhands.apps.people.actions import say_wish
from manyhands.apps.people.models import SaidBy, WishKind
from manyhands.storage.actors import Actor


def say_of_neighbour(assignment: Assignment, kind: str, *, by: Actor, at: datetime) -> None:
    """The helper's word."""
    _say(assignment, SaidBy.HELPER, kind, by=by, at=at)


def say_of_helper(assignment: Assignment, kind: str, *, by: Actor, at: datetime) -> None:
    """The neighbour's word."""
    _say(assignment, SaidBy.NEIGHBOUR, kind, by=by, at=at)


def _say(assignment: Assignment, said_by: SaidBy, kind: str, *, by: Actor, at: datetime) -> None:
    if assignment.state != AssignmentState.COMPLETED:
        raise RefusedError(Refusal.CHANGED)
    say_wish(
        neighbour=assignment.part.need.person,
        helper=assignment.helper,
        said_by=said_by,
        kind=kind if kind in WishKind.values else "",
        by=by,
        at=at,
    )
