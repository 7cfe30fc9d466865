"""How much people have taken on: for the week of a task, and in the four weeks before it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.bridge.records import NO_LOAD, WEEKS_LOOKED_BACK, Load, moment_of, week_around
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import CARRIED
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart


def loads_of(helper_ids: Iterable[int], group: Group, *, moment: datetime) -> dict[int, Load]:
    """By the person's id, for the week that `moment` is in; people without any task are left out. One query."""
    begin, end = week_around(moment, group)
    long_ago = begin - timedelta(weeks=WEEKS_LOOKED_BACK)
    carried = Assignment.objects.filter(helper_id__in=helper_ids, state__in=CARRIED)
    dated = carried.annotate(on=Coalesce("part__starts_at", "part__due_at", "answered_at"))
    rows = (
        dated.filter(on__gte=long_ago, on__lt=end)
        .values("helper_id")
        .annotate(this_week=Count("pk", filter=Q(on__gte=begin)), recent=Count("pk", filter=Q(on__lt=begin)))
    )
    return {row["helper_id"]: Load(row["this_week"], row["recent"]) for row in rows.order_by("helper_id")}


def load_of(helper_id: int, part: NeedPart, *, at: datetime) -> Load:
    """One person's load in the week of one part."""
    return loads_of([helper_id], part.group, moment=moment_of(part, at=at)).get(helper_id, NO_LOAD)
