"""What every verb does first and last: take the locks in one order, ask the table of moves, write it down."""

from datetime import datetime
from typing import Any

from manyhands.apps.dispatch.actions.plans.changes import note_change
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import MOVES, AssignmentState, Refusal
from manyhands.apps.journal.actions import record
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import Person
from manyhands.storage.actors import Actor

# Whoever has set out, or is done, has the task as before.
_AS_BEFORE = (AssignmentState.UNDER_WAY, AssignmentState.COMPLETED)


def lock_part(part_id: int) -> NeedPart:
    """The part with all that deciding about it takes. Need first, then part: the order of `needs.actions`.

    Everybody who writes about one need takes turns here, so that no two of them can wait for each other.
    """
    need_id = NeedPart.objects.values_list("need_id", flat=True).get(pk=part_id)
    Need.objects.select_for_update(no_key=True).get(pk=need_id)
    NeedPart.objects.select_for_update(no_key=True).get(pk=part_id)
    related = ("group", "category", "need__person", "need__place", "need__group")
    return (
        NeedPart.objects.select_related(*related)
        .prefetch_related("category__required_skills")
        .get(pk=part_id)
    )


def lock_assignment(assignment: Assignment) -> Assignment:
    """The assignment as it is now, with its part locked before it."""
    part = lock_part(assignment.part_id)
    related = ("group", "helper", "volunteer__person", "volunteer__start_place", "organisation__contact")
    fresh: Assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=assignment.pk)
    )
    fresh.part = part
    return fresh


def lock_helper(person_id: int) -> None:
    """Two tasks taken by one person at the same moment are counted one after the other."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person_id)


def check_move(assignment: Assignment, to_state: str) -> None:
    if to_state not in MOVES[assignment.state]:
        raise RefusedError(Refusal.CHANGED)


def move(
    assignment: Assignment, to_state: str, verb: str, *, by: Actor, at: datetime, **changes: Any
) -> None:
    """Change the state as the table allows, with whatever else changes, and write one line in the journal.

    Whatever somebody has answered, the plan for the others may be another now.
    """
    check_move(assignment, to_state)
    assignment.state = to_state
    for name, value in changes.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=["state", *changes])
    record(verb, assignment, by=by, at=at, fields=["state", *changes])
    if to_state not in _AS_BEFORE:
        note_change(assignment.group_id)
