"""What has been kept for as long as the group keeps it."""

from datetime import datetime, timedelta

from django.db.models import Q

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import Need


def list_due_to_forget(group: Group, *, at: datetime, at_most: int = 200) -> list[Need]:
    """By the earlier of the group's two clocks: so many days after closing, so many after asking. The oldest first."""
    closed_long_ago = Q(closed_at__lte=at - timedelta(days=group.keep_closed_days))
    asked_long_ago = Q(asked_at__lte=at - timedelta(days=group.keep_at_most_days))
    due = Need.objects.filter(closed_long_ago | asked_long_ago, group=group, forgotten_at__isnull=True)
    return list(due.select_related("group", "person", "asked_by", "place").order_by("asked_at")[:at_most])
