"""Somebody whom another group has lent: a card with what they agreed to, for the tasks they have taken here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group, Skill
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.persons import Contact, add_person, change_person
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.storage.actors import Actor


@transaction.atomic
def add_lent_card(
    group: Group, contact: Contact, skills: Sequence[Skill], *, by: Actor, at: datetime
) -> Volunteer:
    """`skills` are those that the task takes. What they speak, how they get around, where they live and when they
    have time stays with their own group: the card says "not known".
    """
    volunteer: Volunteer = Volunteer.objects.create(
        group=group,
        person=add_person(group, contact, by=by, at=at),
        state=VolunteerState.PARTNER,
        tasks_per_week=1,
        details_confirmed_at=at,
    )
    volunteer.skills.set(skills)
    record("volunteer.lent", volunteer, by=by, at=at, fields=["state"])
    return volunteer


@transaction.atomic
def renew_lent_card(
    volunteer: Volunteer, contact: Contact, skills: Sequence[Skill], *, by: Actor, at: datetime
) -> Volunteer:
    """They help here once more, with what they have agreed to this time."""
    change_person(volunteer.person, contact, by=by, at=at)
    volunteer.skills.set(skills)
    return volunteer
