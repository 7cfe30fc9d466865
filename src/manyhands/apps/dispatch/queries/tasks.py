"""What a helper has to answer, to do and has done; and what staff have to approve."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from manyhands.apps.dispatch.bridge.records import end_of_day
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, AssignmentState
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Organisation, Volunteer
from manyhands.storage.prepared import Prepared

State = AssignmentState
_OF_A_GROUP = (
    "helper", "volunteer__start_place", "organisation__place", "part__category", "part__need__person",
    "part__need__place", "part__need__household",
)  # fmt: skip
_RELATED = ("group", "part__group", "part__need__group", *_OF_A_GROUP)
_LATELY = timedelta(days=28)
_LATEST = 10


@dataclass(frozen=True, slots=True)
class MyTasks:
    to_answer: list[Assignment] = field(default_factory=list)
    today: list[Assignment] = field(default_factory=list)
    upcoming: list[Assignment] = field(default_factory=list)
    awaiting: list[Assignment] = field(default_factory=list)
    done: list[Assignment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.today or self.upcoming or self.awaiting)


def related(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related(*_RELATED)


def find_assignment(group: Group, assignment_id: int) -> Assignment | None:
    return related(Assignment.objects.filter(group=group, pk=assignment_id)).first()


def list_my_tasks(group: Group, membership: Membership, *, at: datetime) -> MyTasks:
    """Everything of one member, as a volunteer and for organisations, in one query."""
    tasks = MyTasks()
    tonight = end_of_day(group, at=at)
    for assignment in _TASKS.list(membership=membership, at=at, since=at - _LATELY):
        assignment.group = assignment.part.group = assignment.part.need.group = group
        _pile(tasks, assignment, tonight).append(assignment)
    tasks.done.sort(key=lambda one: one.ended_at or at, reverse=True)
    del tasks.done[_LATEST:]
    return tasks


def _tasks(*, membership: Any, at: Any, since: Any) -> QuerySet[Any]:
    live = Q(state__in=[*HOLDING, State.AWAITING_APPROVAL])
    unanswered = Q(state=State.INVITED) & Q(expires_at__gt=at)
    lately = Q(state=State.COMPLETED) & Q(ended_at__gt=since)
    rows = Assignment.objects.filter(live | unanswered | lately, helper__in=_cards(membership))
    soonest_first = (F("part__due_at").asc(nulls_last=True), F("part__starts_at").asc(nulls_last=True), "pk")
    return rows.select_related(*_OF_A_GROUP).order_by(*soonest_first)


_TASKS = Prepared(_tasks)


def _pile(tasks: MyTasks, assignment: Assignment, tonight: datetime) -> list[Assignment]:
    if assignment.state == State.INVITED:
        return tasks.to_answer
    if assignment.state == State.AWAITING_APPROVAL:
        return tasks.awaiting
    if assignment.state == State.COMPLETED:
        return tasks.done
    on = assignment.part.starts_at or assignment.part.due_at
    is_today = assignment.state == State.UNDER_WAY or on is None or on < tonight
    return tasks.today if is_today else tasks.upcoming


def list_helper_ids_of(membership: Membership) -> list[int]:
    """The cards under which one member helps: their own, and those of organisations they answer for."""
    return list(_cards(membership))


def _cards(membership: Any) -> QuerySet[Any, Any]:
    """Each of the two found by its own index: whoever asks for either at once reads everybody's card."""
    own = Volunteer.objects.filter(membership=membership).order_by().values_list("person_id", flat=True)
    answered_for = Organisation.objects.filter(membership=membership).order_by()
    return own.union(answered_for.values_list("contact_id", flat=True))


def list_claims_to_approve(group: Group) -> list[Assignment]:
    """Volunteers who have come forward and wait for a yes, the longest waiting first."""
    rows = Assignment.objects.filter(group=group, state=State.AWAITING_APPROVAL)
    return list(related(rows).order_by("made_at", "pk"))


def count_claims_to_approve(group: Group) -> int:
    return Assignment.objects.filter(group=group, state=State.AWAITING_APPROVAL).count()


def list_expired(group: Group, *, at: datetime) -> list[Assignment]:
    rows = Assignment.objects.filter(group=group, state=State.INVITED, expires_at__lte=at)
    return list(rows.order_by("expires_at", "pk"))


def list_groups_with_expired(*, at: datetime) -> list[int]:
    """Under a system scope: the groups in which somebody has not answered in time."""
    rows = Assignment.objects.filter(state=State.INVITED, expires_at__lte=at)
    return list(rows.order_by("group_id").values_list("group_id", flat=True).distinct())
