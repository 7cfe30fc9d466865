"""How much people have taken on: for the week of a task, and in the four weeks before it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.bridge.records import NO_LOAD, WEEKS_LOOKED_BACK, Load, moment_of, week_around
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import CARRIED, AssignmentState
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart


def loads_of(helper_ids: Iterable[int], group: Group, *, moment: datetime) -> dict[int, Load]:
    """By the person's id, for the week that `moment` is in; people without any task are left out. One query."""
    begin, end = week_around(moment, group)
    long_ago = begin - timedelta(weeks=WEEKS_LOOKED_BACK)
    carried = dated(helper_id__in=helper_ids).filter(on__gte=long_ago, on__lt=end)
    rows = carried.values("helper_id").annotate(
        this_week=Count("pk", filter=Q(on__gte=begin)), recent=Count("pk", filter=Q(on__lt=begin))
    )
    return {row["helper_id"]: Load(row["this_week"], row["recent"]) for row in rows.order_by("helper_id")}


def load_of(helper_id: int, part: NeedPart, *, at: datetime) -> Load:
    """One person's load in the week of one part."""
    return loads_of([helper_id], part.group, moment=moment_of(part, at=at)).get(helper_id, NO_LOAD)


def tasks_this_week(group: Group, at: datetime) -> Combinable:
    """An expression over a volunteer: the tasks they have taken on in the week of `at`."""
    begin, end = week_around(at, group)
    mine = dated(helper_id=OuterRef("person_id")).filter(on__gte=begin, on__lt=end)
    return Coalesce(Subquery(mine.values("helper_id").annotate(count=Count("pk")).values("count")), 0)


def list_weeks_of(helper_id: int, group: Group, *, weeks: int, at: datetime) -> list[tuple[datetime, int]]:
    """For each of the last `weeks`, the present one last: when it began and how many tasks it held. One query."""
    begin, end = week_around(at, group)
    begins = [
        week_around(begin - timedelta(weeks=ago, hours=-12), group)[0] for ago in reversed(range(weeks))
    ]
    days = dated(helper_id=helper_id).filter(on__gte=begins[0], on__lt=end).values_list("on", flat=True)
    counts = Counter(week_around(on, group)[0] for on in days)
    return [(begin, counts[begin]) for begin in begins]


def dated(**whose: Any) -> QuerySet[Any]:
    """What somebody has taken on, with the moment that says which week it is in."""
    carried = Assignment.objects.filter(state__in=CARRIED, **whose)
    return carried.annotate(on=day_of("answered_at"))


def day_of(*otherwise: str) -> Combinable:
    """An expression over an assignment: when the task is, or was; what is done early counts when it was done."""
    planned = Coalesce("part__starts_at", "part__due_at", *otherwise)
    is_early = Q(state=AssignmentState.COMPLETED, ended_at__lt=planned)
    return Case(When(is_early, then=F("ended_at")), default=planned)
