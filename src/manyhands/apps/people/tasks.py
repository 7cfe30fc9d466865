"""Breaks end by themselves."""

from django.utils import timezone

from manyhands.apps.groups.models import Group
from manyhands.apps.people.actions import resume_volunteer
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope


def end_pauses() -> None:
    """Whoever said "until Friday" is asked again from Friday on, in the group's own time."""
    at = timezone.now()
    # Read whole, not by cursor: enqueuing a job closes the connection on which a cursor would still be open.
    for group in Group.objects.order_by("id"):
        with group_scope(group.pk):
            today = at.astimezone(group.zone).date()
            for volunteer in Volunteer.objects.filter(state=VolunteerState.PAUSED, paused_until__lte=today):
                resume_volunteer(volunteer, by=Actor.system("clock"), at=at)
