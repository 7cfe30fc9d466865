"""What a helper has to answer, to do and has done; and what staff have to approve."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, AssignmentState
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import WhenKind, is_time_over
from manyhands.apps.people.models import Organisation, Volunteer
from manyhands.storage.prepared import Prepared

State = AssignmentState
_OF_A_GROUP = (
    "helper", "volunteer__start_place", "organisation__place", "part__category", "part__need__person",
    "part__need__place", "part__need__household",
)  # fmt: skip
_RELATED = ("group", "part__group", "part__need__group", *_OF_A_GROUP)
_SHOWN = (
    "group", "state", "distance_m", "expires_at", "ended_at",
    *(f"part__{name}" for name in ("group", "category", "need", "minutes", "urgency", "starts_at", "due_at")),
    *(f"part__category__{name}" for name in ("key", "names", "happens_at_home", "needs_vehicle")),
    *(f"part__need__{name}" for name in ("group", "place", "place__area_name", "when_kind", "summary")),
)  # fmt: skip
_LATELY = timedelta(days=28)
_LATEST = 10


@dataclass(frozen=True, slots=True)
class MyTasks:
    to_answer: list[Assignment] = field(default_factory=list)
    today: list[Assignment] = field(default_factory=list)
    """Also what is under way, overdue, or wanted as soon as possible."""
    tomorrow: list[Assignment] = field(default_factory=list)
    this_week: list[Assignment] = field(default_factory=list)
    later: list[Assignment] = field(default_factory=list)
    """Also what may be done at any time."""
    awaiting: list[Assignment] = field(default_factory=list)
    done: list[Assignment] = field(default_factory=list)

    @property
    def next(self) -> list[Assignment]:
        """Those of the first day on which there is something to do."""
        return self.today or self.tomorrow or self.this_week or self.later

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.next or self.awaiting)


def related(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related(*_RELATED)


def find_assignment(group: Group, assignment_id: int) -> Assignment | None:
    return related(Assignment.objects.filter(group=group, pk=assignment_id)).first()


def list_my_tasks(group: Group, membership: Membership, *, at: datetime) -> MyTasks:
    """Everything of one member, as a volunteer and for organisations, in one query.

    Each with what a list tells of it: what, when and about where, and not for whom.
    """
    tasks = MyTasks()
    for assignment in _TASKS.list(membership=membership, at=at, since=at - _LATELY):
        assignment.group = assignment.part.group = assignment.part.need.group = group
        if assignment.state == State.INVITED and is_time_over(assignment.part, at=at):
            continue
        _pile(tasks, assignment, at=at).append(assignment)
    tasks.done.sort(key=lambda one: one.ended_at or at, reverse=True)
    del tasks.done[_LATEST:]
    return tasks


def _tasks(*, membership: Any, at: Any, since: Any) -> QuerySet[Any]:
    """Of few tables: among more than eight PostgreSQL seeks no order, and would read the tasks of everybody before it
    asks whose they are.
    """
    live = Q(state__in=[*HOLDING, State.AWAITING_APPROVAL])
    unanswered = Q(state=State.INVITED) & Q(expires_at__gt=at)
    lately = Q(state=State.COMPLETED) & Q(ended_at__gt=since)
    rows = Assignment.objects.filter(live | unanswered | lately, helper__in=_cards(membership=membership))
    soonest_first = (F("part__due_at").asc(nulls_last=True), F("part__starts_at").asc(nulls_last=True), "pk")
    return rows.select_related("part__category", "part__need__place").only(*_SHOWN).order_by(*soonest_first)


_TASKS = Prepared(_tasks, keeps_plan=True)


def _pile(tasks: MyTasks, assignment: Assignment, *, at: datetime) -> list[Assignment]:
    if assignment.state == State.INVITED:
        return tasks.to_answer
    if assignment.state == State.AWAITING_APPROVAL:
        return tasks.awaiting
    if assignment.state == State.COMPLETED:
        return tasks.done
    return tasks.today if assignment.state == State.UNDER_WAY else _pile_by_day(tasks, assignment.part, at=at)


def _pile_by_day(tasks: MyTasks, part: NeedPart, *, at: datetime) -> list[Assignment]:
    """By the days of the calendar where the group is, however many hours a day of theirs has."""
    if part.need.when_kind == WhenKind.SOON:
        return tasks.today
    today, day = at.astimezone(part.group.zone).date(), _day_of(part, at=at)
    if day is None:
        return tasks.later
    if day <= today:
        return tasks.today
    if day == today + timedelta(days=1):
        return tasks.tomorrow
    sunday = today + timedelta(days=6 - today.weekday())
    return tasks.this_week if day <= sunday else tasks.later


def _day_of(part: NeedPart, *, at: datetime) -> date | None:
    """The day on which it begins, or once it may begin the day by which it is wanted: midnight ends the day before."""
    begin, end = part.starts_at, part.due_at or part.starts_at
    if begin and begin > at and begin != end:
        return begin.astimezone(part.group.zone).date()
    return (end.astimezone(part.group.zone) - timedelta(minutes=1)).date() if end else None


def list_helper_ids_of(membership: Membership) -> list[int]:
    """The cards under which one member helps: their own, and those of organisations they answer for."""
    return _CARDS.list(membership=membership)


def _cards(*, membership: Any) -> QuerySet[Any, Any]:
    """Each of the two found by its own index: whoever asks for either at once reads everybody's card."""
    own = Volunteer.objects.filter(membership=membership).order_by().values_list("person_id", flat=True)
    answered_for = Organisation.objects.filter(membership=membership).order_by()
    return own.union(answered_for.values_list("contact_id", flat=True))


_CARDS = Prepared(_cards, keeps_plan=True)


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
