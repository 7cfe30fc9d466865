from datetime import date, datetime

from django.db import transaction

from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.people.models import Volunteer, WeekOff
from manyhands.storage.actors import Actor


@transaction.atomic
def keep_week_free(volunteer: Volunteer, monday: date, *, by: Actor, at: datetime) -> None:
    """Nobody asks them anything for that week, and nobody asks why. What they have said yes to stays theirs."""
    _off, is_new = WeekOff.objects.get_or_create(
        group_id=volunteer.group_id, volunteer=volunteer, monday=monday
    )
    if is_new:
        record("volunteer.week_kept_free", volunteer, by=by, at=at, fields=["weeks_off"])
        run_changes(volunteer.group_id)


@transaction.atomic
def give_week_back(volunteer: Volunteer, monday: date, *, by: Actor, at: datetime) -> None:
    """They have time after all."""
    count, _models = WeekOff.objects.filter(volunteer=volunteer, monday=monday).delete()
    if count:
        record("volunteer.week_given_back", volunteer, by=by, at=at, fields=["weeks_off"])
        run_changes(volunteer.group_id)
