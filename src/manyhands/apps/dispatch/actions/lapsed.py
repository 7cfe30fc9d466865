"""Nobody is taken off a task because a check has ended: those who assign are told, and decide."""

from datetime import datetime

from django.conf import settings

from manyhands.apps.dispatch.queries.assignments.checked import list_not_checked_any_more
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.actions import tell_staff
from manyhands.storage.actors import Actor


def tell_of_lapsed(group: Group, *, by: Actor, at: datetime) -> int:
    """Once for each task; returns how many there are."""
    found = list_not_checked_any_more(group, at=at)
    for assignment in found:
        part = assignment.part
        context = {
            "reference": part.need.reference,
            "url": settings.PUBLIC_URL + group_path(group, "needs:detail", reference=part.need.reference),
            "kind": part.category.name_in("en"),
        }
        tell_staff(group, "helper_lapsed", "needs.assign", context=context, about=assignment, by=by, at=at)
    return len(found)
