"""Once a day: what decisions rested on is not kept for ever, and files that nobody owns are not kept at all."""

from django.utils import timezone

from manyhands.apps.groups.actions import for_each_group
from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.evidence.actions import end_keeping
from manyhands.storage.actors import Actor

CLOCK = Actor.system("clock")


def forget_old_evidence(after: int = 0) -> None:
    for_each_group(forget_old_evidence, _forget_old, after=after)


def _forget_old(group: Group) -> None:
    end_keeping(group, by=CLOCK, at=timezone.now())
