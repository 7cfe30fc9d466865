"""What stands in a helper's own calendar."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from manyhands.apps.dispatch.bridge.calendar import CalendarTask
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.tasks import related
from manyhands.apps.dispatch.states import HOLDING, AssignmentState
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.queries import Changes, count_changes
from manyhands.apps.needs.models import Need
from manyhands.apps.privacy.models import LinkPurpose, PrivateLink

State = AssignmentState
# Long enough for a calendar that asks once a week to hear that a task is over.
KEPT_FOR = timedelta(days=28)
_CALLED_OFF = (State.RELEASED, State.WITHDRAWN, State.NO_SHOW)


def list_calendar_tasks(group: Group, helper_ids: Iterable[int], *, at: datetime) -> list[CalendarTask]:
    """What they have said yes to and has a day, what they did lately, and what was called off lately. Three queries."""
    lately = Q(ended_at__gt=at - KEPT_FOR)
    over = Q(state=State.COMPLETED) | Q(state__in=_CALLED_OFF, answered_at__isnull=False)
    rows = Assignment.objects.filter(
        Q(state__in=HOLDING) | (over & lately), group=group, helper_id__in=helper_ids
    )
    has_day = Q(part__starts_at__isnull=False) | Q(part__due_at__isnull=False)
    return _with_changes(list(related(rows.filter(has_day)).order_by("pk")))


def find_calendar_task(assignment: Assignment) -> CalendarTask | None:
    """One task, while it is theirs to do and has a day; `assignment` as `find_assignment` loads it."""
    has_day = assignment.part.starts_at or assignment.part.due_at
    return _with_changes([assignment])[0] if has_day and assignment.state in HOLDING else None


def _with_changes(tasks: list[Assignment]) -> list[CalendarTask]:
    of_tasks = count_changes(Assignment, (task.pk for task in tasks))
    of_needs = count_changes(Need, (task.part.need_id for task in tasks))
    return [
        CalendarTask(
            task,
            _together(task, of_tasks.get(task.pk), of_needs.get(task.part.need_id)),
            is_called_off=task.state in _CALLED_OFF,
        )
        for task in tasks
    ]


def _together(task: Assignment, *changes: Changes | None) -> Changes:
    known = [one for one in changes if one is not None]
    return Changes(sum(one.count for one in known), max([task.made_at, *(one.last_at for one in known)]))


def has_calendar(membership: Membership, *, at: datetime) -> bool:
    """Whether a link to this member's calendar works at present."""
    links = PrivateLink.objects.filter(purpose=LinkPurpose.CALENDAR, object_id=membership.pk)
    return links.filter(revoked_at__isnull=True, expires_at__gt=at).exists()
