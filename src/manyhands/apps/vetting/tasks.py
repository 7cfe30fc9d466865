"""Once a day: whoever has something that ends hears of it in good time."""

import logging

from django.utils import timezone

from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.actions import remind_group
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

CLOCK = Actor.system("clock")
logger = logging.getLogger(__name__)


def remind() -> None:
    at = timezone.now()
    # Read whole, not by cursor: enqueuing a job closes the connection on which a cursor would still be open.
    for group in Group.objects.order_by("id"):
        try:
            with group_scope(group.pk):
                remind_group(group, by=CLOCK, at=at)
        except Exception:
            # One group's trouble must not keep the others from hearing in time.
            logger.exception("reminding the people of group %s", group.pk)
