"""Somebody has said no, or nothing: the next best person is asked at once, or staff hear that nobody is left."""

from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.beginning.invite import send_invitation
from manyhands.apps.dispatch.actions.moving import lock_part
from manyhands.apps.dispatch.actions.telling import tell_those_who_assign
from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.how_many import ask_now, list_waiting, most_to_ask
from manyhands.apps.dispatch.queries.asking.next_best import list_next_best
from manyhands.apps.dispatch.queries.asking.pairs import count_unanswered, has_anybody_left_to_answer
from manyhands.apps.dispatch.queries.people.leads import leads_left
from manyhands.apps.dispatch.states import Began
from manyhands.apps.groups.actions import take_turn
from manyhands.apps.groups.models import MeetingMode
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState, is_time_over
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

NEXT = "manyhands.apps.dispatch.tasks.ask_next"


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
    """So many more that enough say yes, the best first. May run twice: who has been asked meanwhile is counted."""
    take_turn(_group_id_of(part_id))
    part = lock_part(part_id)
    room = most_to_ask(part) - count_unanswered(part)
    if room <= 0 or is_time_over(part, at=at):
        return []
    waiting = list_waiting(part)
    # Who can lead may be far down the list.
    best = {one.helper.person.pk: one for one in list_next_best(part, count=_of_whom(part, room), at=at)}
    leads = leads_left(part, [*best, *(one.helper_id for one in waiting)])
    now = ask_now(part, list(best), asked_before=waiting, leads=leads, at=at)
    asked = [
        send_invitation(part, best[pk].helper, Began.PLAN, made_by=None, by=by, at=at, why=best[pk].why)
        for pk in now.helper_ids[:room]
    ]
    if not asked:
        last = Assignment.objects.filter(part=part).order_by("-ended_at").values_list("pk", flat=True).first()
        alarm_when_dry(part, dedup=str(last), by=by, at=at)
    return asked


def _of_whom(part: NeedPart, room: int) -> int | None:
    return None if leads_of(part).count else room


def _group_id_of(part_id: int) -> int:
    return int(NeedPart.objects.values_list("group_id", flat=True).get(pk=part_id))
