"""Breaks end by themselves."""

from django.utils import timezone

from manyhands.apps.groups.actions import for_each_group
from manyhands.apps.groups.models import Group
from manyhands.apps.people.actions import resume_volunteer
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.storage.actors import Actor

CLOCK = Actor.system("clock")


def end_pauses(after: int = 0) -> None:
    """Whoever said "until Friday" is asked again from Friday on, in the group's own time."""
    for_each_group(end_pauses, _end_pauses, after=after)


def _end_pauses(group: Group) -> None:
    at = timezone.now()
    today = at.astimezone(group.zone).date()
    for volunteer in Volunteer.objects.filter(state=VolunteerState.PAUSED, paused_until__lte=today):
        resume_volunteer(volunteer, by=CLOCK, at=at)
