"""What runs by itself: invitations whose time is over."""

from django.utils import timezone

from manyhands.apps.dispatch.actions import expire_invitation
from manyhands.apps.dispatch.queries.tasks import list_expired, list_groups_with_expired
from manyhands.apps.groups.models import Group
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope, system_scope

CLOCK = Actor.system("clock")


def expire_invitations() -> int:
    """Each in a transaction of its own: one that somebody is answering just now does not hold up the rest."""
    at = timezone.now()
    with system_scope("expire invitations"):
        group_ids = list_groups_with_expired(at=at)
    expired = 0
    for group in Group.objects.filter(pk__in=group_ids).order_by("pk"):
        with group_scope(group.pk):
            expired += sum(expire_invitation(late, by=CLOCK, at=at) for late in list_expired(group, at=at))
    return expired
