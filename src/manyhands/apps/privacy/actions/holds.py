from datetime import date, datetime

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import LegalHold
from manyhands.apps.privacy.queries import is_held
from manyhands.storage.actors import Actor


class HeldError(Exception):
    """What is known of this person has to be kept for now."""


@transaction.atomic
def hold(
    person: Person,
    *,
    reason: str,
    until: date | None,
    need_id: int | None = None,
    made_by: Membership | None,
    by: Actor,
    at: datetime,
) -> LegalHold:
    """From now on nothing of this person is deleted, by nobody and by no clock, until it ends or its day is over."""
    made: LegalHold = LegalHold.objects.create(
        group_id=person.group_id,
        person=person,
        need_id=need_id,
        reason=reason,
        until=until,
        made_by=made_by,
        made_at=at,
    )
    record("hold.made", made, by=by, at=at, fields=["reason", "until"])
    return made


@transaction.atomic
def end_hold(held: LegalHold, *, ended_by: Membership | None, by: Actor, at: datetime) -> None:
    """The clocks go on from where they would be; what is due is deleted with the next look."""
    ended = LegalHold.objects.filter(pk=held.pk, ended_at__isnull=True).update(ended_at=at, ended_by=ended_by)
    if ended:
        record("hold.ended", held, by=by, at=at)


def refuse_if_held(person: Person, *, at: datetime, need_id: int | None = None) -> None:
    """Raises HeldError."""
    if is_held(person, at=at, need_id=need_id):
        raise HeldError
