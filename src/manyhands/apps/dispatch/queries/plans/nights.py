"""Which groups something is due in by the clock: a number of queries that does not depend on how many there are.

All of these under a system scope: of the rows nothing else is read than whose they are.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.queries.plans.inputs import IS_PLANNED
from manyhands.apps.dispatch.states import NIGHT_BEGINS, NIGHT_ENDS, RunCause
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState


def is_night(zone: ZoneInfo, *, at: datetime) -> bool:
    return NIGHT_BEGINS <= at.astimezone(zone).time() < NIGHT_ENDS


def tonight_since(at: datetime) -> datetime:
    """Nothing later than this can belong to the night before."""
    return at - timedelta(hours=NIGHT_ENDS.hour)


def list_groups_to_plan_tonight(*, at: datetime) -> list[int]:
    """Where it is night, somebody is being looked for, and tonight's plan has not been asked for."""
    names = Group.objects.order_by().values_list("time_zone", flat=True).distinct()
    zones = [name for name in names if is_night(ZoneInfo(name), at=at)]
    if not zones:
        return []
    looking = NeedPart.objects.filter(IS_PLANNED, state=PartState.OPEN).values("group_id")
    planned = Run.objects.filter(cause=RunCause.NIGHTLY, requested_at__gt=tonight_since(at)).values(
        "group_id"
    )
    due = Group.objects.filter(time_zone__in=zones, pk__in=looking).exclude(pk__in=planned)
    return list(due.order_by("pk").values_list("pk", flat=True))


def list_groups_with_runs_before(moment: datetime) -> list[int]:
    old = Run.objects.filter(finished_at__lt=moment).order_by("group_id")
    return list(old.values_list("group_id", flat=True).distinct())
