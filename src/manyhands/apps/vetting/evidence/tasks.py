"""Once a day: what decisions rested on is not kept for ever, and files that nobody owns are not kept at all."""

import logging

from django.utils import timezone

from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.evidence.actions import end_keeping
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

CLOCK = Actor.system("clock")
logger = logging.getLogger(__name__)


def forget_old_evidence() -> None:
    for group in list(Group.objects.order_by("id")):
        try:
            with group_scope(group.pk):
                end_keeping(group, by=CLOCK, at=timezone.now())
        except Exception:
            # One group's trouble must not keep the others' files.
            logger.exception("removing old evidence of group %s", group.pk)
