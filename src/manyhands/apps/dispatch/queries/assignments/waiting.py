from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from manyhands.apps.accounts.models import User
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING, AssignmentState
from manyhands.apps.groups.models import Group, MembershipState
from manyhands.apps.groups.queries import list_memberships_of
from manyhands.storage.scope import group_scope


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody in one of their groups."""

    group: Group
    to_answer: int
    to_do: int


def list_waiting_for(user: User, *, at: datetime) -> list[Waiting]:
    """Over all groups somebody helps in, those where something waits for them; two queries."""
    groups = {
        membership.group_id: membership.group
        for membership in list_memberships_of(user)
        if membership.state == MembershipState.ACTIVE
    }
    if not groups:
        return []
    asked = Q(state=AssignmentState.INVITED) & (Q(expires_at__isnull=True) | Q(expires_at__gt=at))
    held = Q(state__in=HOLDING)
    with group_scope(*groups):
        rows = (
            Assignment.objects.filter(asked | held, helper__user=user)
            .values("group_id")
            .annotate(to_answer=Count("pk", filter=asked), to_do=Count("pk", filter=held))
            .order_by("-to_answer", "group_id")
        )
        return [Waiting(groups[row["group_id"]], row["to_answer"], row["to_do"]) for row in rows]
