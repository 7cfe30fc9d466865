from datetime import datetime, timedelta

from django.db.models import Prefetch

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.core.equity.priority import Priority, priority_of

# Encrypted, and shown only after a deliberate look, on a page of its own: left closed here.
_CLOSED = ("details", "person__name", "person__phone", "person__email", "person__reach_note")
_CLOSED_PLACE = ("place__text", "place__access_notes", "place__position")


def find_need_beside(group: Group, reference: str) -> Need | None:
    """One need as it stands beside a list: without who and where, in three queries."""
    rows = Need.objects.filter(group=group, reference=reference.strip().upper())
    rows = rows.select_related("group", "person", "organisation", "household", "place", "owner")
    parts = NeedPart.objects.select_related("group", "category").prefetch_related("category__required_skills")
    found: Need | None = (
        rows.defer(*_CLOSED, *_CLOSED_PLACE).prefetch_related(Prefetch("parts", parts.order_by("id"))).first()
    )
    return found


def priority_of_need(need: Need, *, at: datetime) -> Priority:
    """Equity stays at its neutral value until there are data about areas."""
    return priority_of(need.urgency, waited_hours=(at - need.asked_at) / timedelta(hours=1))
