"""What the schedule looks for: needs nobody took in time, needs nobody has confirmed for long."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.queries.desk import ALARM_WITHIN
from manyhands.apps.needs.states import NeedState

_UNTAKEN = (NeedState.NEW, NeedState.TRIAGED, NeedState.OPEN)


def list_untaken(group: Group, *, at: datetime) -> list[Need]:
    """Due within a day (or overdue by less than one), and nobody has taken it."""
    due = Q(due_at__lte=at + ALARM_WITHIN, due_at__gt=at - ALARM_WITHIN)
    return list(
        Need.objects.filter(due, group=group, state__in=_UNTAKEN).select_related("group").order_by("due_at")
    )


def find_new_need(need_id: int) -> Need | None:
    return Need.objects.select_related("group").filter(pk=need_id).first()


def list_not_confirmed(group: Group, *, at: datetime) -> list[Need]:
    """Open, and nobody has said for the group's number of days that it is still needed; not asked since."""
    long_ago = at - timedelta(days=group.still_needed_after_days)
    not_asked = Q(still_needed_asked_at__isnull=True) | Q(still_needed_asked_at__lt=F("confirmed_at"))
    rows = Need.objects.filter(not_asked, group=group, state=NeedState.OPEN, confirmed_at__lt=long_ago)
    return list(rows.select_related("person", "group").order_by("confirmed_at"))
