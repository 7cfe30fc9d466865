from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from manyhands.apps.journal.models import Entry, JournalHead
from manyhands.storage.actors import Actor
from manyhands.storage.scope import ScopeError, get_scope

_waiting: ContextVar[list[Entry] | None] = ContextVar("manyhands_journal", default=None)


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    fields: Iterable[str] = (),
    group_id: int | None = None,
) -> None:
    """Write one line about `subject`, inside the caller's transaction."""
    owner = group_id if group_id is not None else subject.group_id  # type: ignore[attr-defined]
    record_about(owner, verb, subject._meta.label_lower, subject.pk, by=by, at=at, fields=fields)


def record_about(
    group_id: int,
    verb: str,
    subject_kind: str,
    subject_id: int | None,
    *,
    by: Actor,
    at: datetime,
    fields: Iterable[str] = (),
) -> None:
    if not get_scope().allows(group_id):
        raise ScopeError("A journal line for a group outside the scope.")
    entry = Entry(
        group_id=group_id,
        at=at,
        actor_kind=by.kind.value,
        actor_id=by.id,
        actor_role=by.system_role,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        fields=sorted(fields),
    )
    waiting = _waiting.get()
    if waiting is None:
        _write([entry])
    else:
        waiting.append(entry)


@contextmanager
def recorded_together() -> Iterator[None]:
    """Lines recorded inside are numbered and written at the end: three queries for all, not for each.

    For an action made of many actions; inside its transaction, which an error in any of them must end.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: list[Entry] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(waiting)


@transaction.atomic
def _write(entries: list[Entry]) -> None:
    of_group: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_group[entry.group_id].append(entry)
    for group_id, lines in sorted(of_group.items()):
        for number, entry in enumerate(lines, start=_take_numbers(group_id, len(lines))):
            entry.number = number
        Entry.objects.bulk_create(lines)


def _take_numbers(group_id: int, count: int) -> int:
    """The first of `count` numbers that are ours now."""
    # The update locks the group's head row until the caller commits: two writers of one group take turns.
    if not JournalHead.objects.filter(group_id=group_id).update(last_number=F("last_number") + count):
        JournalHead.objects.get_or_create(group_id=group_id)
        JournalHead.objects.filter(group_id=group_id).update(last_number=F("last_number") + count)
    last = JournalHead.objects.values_list("last_number", flat=True).get(group_id=group_id)
    return last - count + 1
