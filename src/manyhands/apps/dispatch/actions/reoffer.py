"""Somebody has said no, or nothing: the next best person is asked at once, or staff hear that nobody is left."""

from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.changes import note_change
from manyhands.apps.dispatch.actions.invite import send_invitation
from manyhands.apps.dispatch.actions.moving import lock_part
from manyhands.apps.dispatch.actions.telling import tell_those_who_assign
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.next_best import list_next_best
from manyhands.apps.dispatch.queries.pairs import count_unanswered, has_anybody_left_to_answer
from manyhands.apps.dispatch.states import Began
from manyhands.apps.groups.models import Group, MeetingMode
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState, Urgency
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

NEXT = "manyhands.apps.dispatch.tasks.ask_next"
# What is wanted today cannot wait for one answer after the other: one more is asked than it takes.
SPARE_WHEN_TODAY = 1


def seek_on(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    """Where the plan asks, it asks on: in a job of this transaction, because it looks at everybody in the group and
    whoever has just pressed "no" should not wait for that. Elsewhere staff choose again.
    """
    part = assignment.part
    if part.state != PartState.OPEN:
        return
    if _plan_asks(assignment):
        enqueue(NEXT, part.group_id, part.pk)
    else:
        alarm_when_dry(part, dedup=str(assignment.pk), by=by, at=at)
    note_change(part.group_id)


def _plan_asks(assignment: Assignment) -> bool:
    part = assignment.part
    is_automatic = part.category.mode_for(part.group) == MeetingMode.AUTOMATIC
    return bool(assignment.began == Began.PLAN or is_automatic)


def alarm_when_dry(part: NeedPart, *, dedup: str, by: Actor, at: datetime) -> None:
    """Nobody who was asked is left to answer: staff have to ask others. Once for each last answer."""
    if not has_anybody_left_to_answer(part):
        tell_those_who_assign(part, "invitations_ran_dry", dedup=dedup, by=by, at=at)


@transaction.atomic
def ask_next_best(part_id: int, *, by: Actor, at: datetime) -> list[Assignment]:
    """As many as are missing, the best first. May run twice: who has been asked meanwhile is not missing any more."""
    Group.objects.select_for_update(no_key=True).get(pk=_group_id_of(part_id))
    part = lock_part(part_id)
    wanted = people_to_ask(part)
    if wanted <= 0:
        return []
    asked = [
        send_invitation(part, best.helper, Began.PLAN, made_by=None, by=by, at=at, why=best.why)
        for best in list_next_best(part, count=wanted, at=at)
    ]
    if not asked:
        last = Assignment.objects.filter(part=part).order_by("-ended_at").values_list("pk", flat=True).first()
        alarm_when_dry(part, dedup=str(last), by=by, at=at)
    return asked


def people_to_ask(part: NeedPart) -> int:
    """How many more invitations a part should have out now."""
    if part.state != PartState.OPEN:
        return 0
    spare = SPARE_WHEN_TODAY if part.urgency == Urgency.TODAY else 0
    return int(part.people_needed - part.people_taken - count_unanswered(part) + spare)


def _group_id_of(part_id: int) -> int:
    return int(NeedPart.objects.values_list("group_id", flat=True).get(pk=part_id))
