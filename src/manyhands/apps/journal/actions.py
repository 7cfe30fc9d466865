from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from manyhands.apps.journal.models import Entry, JournalHead
from manyhands.storage.actors import Actor
from manyhands.storage.scope import ScopeError, get_scope


def record(
    verb: str, subject: models.Model, *, by: Actor, at: datetime, fields: Iterable[str] = (), group_id: int | None = None
) -> Entry:
    """Write one line about `subject`, inside the caller's transaction."""
    owner = group_id if group_id is not None else subject.group_id  # type: ignore[attr-defined]
    return record_about(owner, verb, subject._meta.label_lower, subject.pk, by=by, at=at, fields=fields)


@transaction.atomic
def record_about(
    group_id: int,
    verb: str,
    subject_kind: str,
    subject_id: int | None,
    *,
    by: Actor,
    at: datetime,
    fields: Iterable[str] = (),
) -> Entry:
    if not get_scope().allows(group_id):
        raise ScopeError("A journal line for a group outside the scope.")
    return Entry.objects.create(
        group_id=group_id,
        number=_next_number(group_id),
        at=at,
        actor_kind=by.kind.value,
        actor_id=by.id,
        actor_role=by.system_role,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        fields=sorted(fields),
    )


def _next_number(group_id: int) -> int:
    # The update locks the group's head row until the caller commits: two writers of one group take turns.
    if not JournalHead.objects.filter(group_id=group_id).update(last_number=F("last_number") + 1):
        JournalHead.objects.get_or_create(group_id=group_id)
        JournalHead.objects.filter(group_id=group_id).update(last_number=F("last_number") + 1)
    return JournalHead.objects.values_list("last_number", flat=True).get(group_id=group_id)
