"""Once a day: whoever has something that ends hears of it in good time."""

from django.utils import timezone

from manyhands.apps.groups.actions import for_each_group
from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.actions import remind_group
from manyhands.storage.actors import Actor

CLOCK = Actor.system("clock")


def remind(after: int = 0) -> None:
    for_each_group(remind, _remind, after=after)


def _remind(group: Group) -> None:
    remind_group(group, by=CLOCK, at=timezone.now())
