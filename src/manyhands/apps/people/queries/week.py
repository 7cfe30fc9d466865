"""How full people's weeks are, and who stands out: what the people page counts, filters and sorts by.

Tasks belong to an app higher up. It registers how to count those of one volunteer, and the database reads the
number like a column of their own, `tasks_this_week`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from django.db import models
from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import Organisation, Volunteer, VolunteerState
from manyhands.apps.people.queries.lists import with_all
from manyhands.apps.people.queries.weeks_off import with_week_off
from manyhands.apps.people.words import STALE_AFTER

LONG_UNASKED_AFTER = timedelta(days=30)
MOST_TOLD_APART = 5

CountTasks = Callable[[Group, datetime], Combinable]
CountLately = Callable[..., Combinable]
_task_counts: list[CountTasks] = []
_lately_counts: list[CountLately] = []


def register_tasks_this_week(count: CountTasks) -> None:
    """`count(group, at)` is an expression over a volunteer: their tasks in the week of `at`."""
    _task_counts.append(count)


def register_tasks_lately(count: CountLately) -> None:
    """`count(group, at, person=)`: their tasks of the last weeks, over rows in which `person` names them."""
    _lately_counts.append(count)


class Look(models.TextChoices):
    """Whom to look at among those who help."""

    ALL = "", _("Everybody")
    FULL = "full", _("At or over their own limit")
    UNASKED = "unasked", _("Not asked for a month")
    STALE = "stale", _("Details older than half a year")


class Order(models.TextChoices):
    ROOM = "", _("Fewest tasks first")
    BUSY = "busy", _("Most tasks first")
    UNASKED = "unasked", _("Longest not asked first")
    STALE = "stale", _("Oldest details first")
    LATELY = "lately", _("Most helped lately first")
    NEWEST = "newest", _("Newest first")


_ASKED = F("last_asked_at").asc(nulls_first=True)
_ORDERS: dict[str, tuple[Any, ...]] = {
    Order.ROOM: ("tasks_this_week", _ASKED),
    Order.BUSY: ("-tasks_this_week", "tasks_per_week"),
    Order.UNASKED: (_ASKED,),
    Order.STALE: ("details_confirmed_at",),
    Order.LATELY: ("-tasks_lately", "-tasks_this_week"),
    Order.NEWEST: ("-person__created_at",),
}


@dataclass(frozen=True, slots=True)
class Survey:
    """`counts`: how many are in each state ("volunteer:active"); the rest is about those who help right now.

    `spread`: how many of them have no task this week, one, two; the last, MOST_TOLD_APART or more.
    """

    counts: dict[str, int] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Look, 0))
    spread: list[int] = field(default_factory=lambda: [0] * (MOST_TOLD_APART + 1))


def with_week(volunteers: QuerySet[Volunteer], group: Group, *, at: datetime) -> QuerySet[Any]:
    tasks: Any = reduce(add, (count(group, at) for count in _task_counts), _none())
    return volunteers.annotate(tasks_this_week=tasks)


def tasks_lately(group: Group, *, person: str = "person_id", at: datetime) -> Any:
    """An expression: the tasks of the last weeks of whoever `person` names."""
    return reduce(add, (count(group, at, person=person) for count in _lately_counts), _none())


def with_row(volunteers: QuerySet[Any], group: Group, *, at: datetime) -> QuerySet[Any]:
    """All that a row of a list says of them by itself: two queries."""
    return with_all(with_week_off(with_week(volunteers, group, at=at), group, at=at))


def sorted_volunteers(volunteers: QuerySet[Any], order: str, group: Group, *, at: datetime) -> QuerySet[Any]:
    """What is counted is counted only where it is sorted by."""
    if order == Order.LATELY:
        volunteers = volunteers.annotate(tasks_lately=tasks_lately(group, at=at))
    return volunteers.order_by(*_ORDERS[order], "id")


def list_volunteers(
    group: Group, state: str, *, look: str = Look.ALL, order: str = Order.ROOM, at: datetime
) -> QuerySet[Any]:
    """Volunteers in a state; page it before reading."""
    rows = with_row(Volunteer.objects.filter(group=group, state=state), group, at=at)
    return sorted_volunteers(rows.filter(_looks(at)[look]), order, group, at=at)


def survey_people(group: Group, *, at: datetime) -> Survey:
    """The whole of the people page in figures, in one query."""
    volunteers = with_week(Volunteer.objects.filter(group=group), group, at=at)
    counted = {name: Count("pk", filter=look) for name, look in _looks(at).items() if name}
    helping = _by_state(volunteers, "volunteer", **counted)
    organisations = Organisation.objects.filter(group=group).annotate(tasks_this_week=_none())
    rows = helping.union(
        _by_state(organisations, "organisation", **{name: _none() for name in counted}), all=True
    )
    survey = Survey()
    for row in rows:
        _add(survey, row)
    return survey


def _add(survey: Survey, row: dict[str, Any]) -> None:
    state, count = f"{row['noun']}:{row['state']}", row["count"]
    survey.counts[state] = survey.counts.get(state, 0) + count
    if state == f"volunteer:{VolunteerState.ACTIVE}":
        survey.spread[min(row["tasks_this_week"], MOST_TOLD_APART)] += count
        for look in Look:
            survey.looks[look] += row[look] if look else count


def _by_state(rows: QuerySet[Any], noun: str, **counted: Any) -> QuerySet[Any, dict[str, Any]]:
    named = rows.annotate(noun=Value(noun, CharField()))
    grouped = named.values("noun", "state", "tasks_this_week")
    return grouped.annotate(count=Count("pk"), **counted).order_by()


def _none() -> Value:
    return Value(0, IntegerField())


def _looks(at: datetime) -> dict[str, Q]:
    never, long_ago = Q(last_asked_at=None), Q(last_asked_at__lt=at - LONG_UNASKED_AFTER)
    return {
        Look.ALL: Q(),
        Look.FULL: Q(tasks_this_week__gte=F("tasks_per_week")),
        Look.UNASKED: never | long_ago,
        Look.STALE: Q(details_confirmed_at__lt=at - STALE_AFTER),
    }
