from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import DisclosureGrant, Reading
from manyhands.storage.actors import Actor


@transaction.atomic
def open_grant(
    group: Group,
    *,
    viewer: Person,
    subject: Person,
    fields: Iterable[str],
    reason_kind: str,
    reason_id: int,
    by: Actor,
    at: datetime,
) -> DisclosureGrant:
    """`viewer` may see `fields` of `subject` from now on; the same reason opened again starts anew."""
    grant, _ = DisclosureGrant.objects.update_or_create(
        group=group,
        viewer=viewer,
        reason_kind=reason_kind,
        reason_id=reason_id,
        defaults={"subject": subject, "fields": sorted(fields), "opened_at": at, "closes_at": None},
    )
    record("grant.opened", grant, by=by, at=at, fields=grant.fields)
    return grant


@transaction.atomic
def close_grants(
    group: Group,
    *,
    reason_kind: str,
    reason_id: int,
    by: Actor,
    at: datetime,
    grace: timedelta = timedelta(0),
) -> None:
    """End the grants of one reason, at once or after a grace."""
    for grant in DisclosureGrant.objects.filter(group=group, reason_kind=reason_kind, reason_id=reason_id):
        if grant.closes_at is None or grant.closes_at > at + grace:
            grant.closes_at = at + grace
            grant.save(update_fields=["closes_at"])
            record("grant.closed", grant, by=by, at=at)


@transaction.atomic
def note_reading(
    subject: Person,
    *,
    label: dict[str, str],
    fields: Iterable[str],
    reason: str,
    reason_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Reading:
    """Somebody is being shown personal data of `subject`: write it where that person can read it.

    `label` is {"name": "Rosa", "role": "intake"}; the role is a key that is put into the reader's language later.
    """
    reading = Reading.objects.create(
        group_id=subject.group_id,
        subject=subject,
        reader_kind=by.kind.value,
        reader_id=by.id,
        reader_label=label,
        fields=sorted(fields),
        reason=reason,
        reason_id=reason_id,
        at=at,
    )
    record("person.read", subject, by=by, at=at, fields=reading.fields)
    return reading
