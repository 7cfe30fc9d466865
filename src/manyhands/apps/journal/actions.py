from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection, models, transaction

from manyhands.apps.journal.bridge import chain_entries, checkpoint_of, close_seal
from manyhands.apps.journal.models import Entry, JournalHead
from manyhands.core.privacy.chain import Checkpoint, Part
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
    """Lines recorded inside are numbered and written at the end: two queries for all, not for each.

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
def forget_in_journal(
    group_id: int, subject_kind: str, subject_id: int, *, actor_kind: str, keep_verbs: Iterable[str]
) -> int:
    """Take somebody's number out of every line that names them; how many lines those were.

    What happened stays, and so does the chain. Lines with `keep_verbs` keep it: who brings back an old backup must be
    able to see who has been forgotten since.
    """
    found = []
    lines = Entry.objects.filter(group_id=group_id).exclude(verb__in=list(keep_verbs))
    about = models.Q(subject_kind=subject_kind, subject_id=subject_id)
    theirs = models.Q(actor_kind=actor_kind, actor_id=subject_id)
    for line in lines.filter(about | theirs):
        if line.subject_kind == subject_kind and line.subject_id == subject_id:
            line.subject_seal, line.subject_id = close_seal(line.subject_seal, Part.SUBJECT, subject_id), None
        if line.actor_kind == actor_kind and line.actor_id == subject_id:
            line.actor_seal, line.actor_id = close_seal(line.actor_seal, Part.ACTOR, subject_id), None
        found.append(line)
    Entry.objects.bulk_update(found, ["actor_id", "actor_seal", "subject_id", "subject_seal"], batch_size=200)
    return len(found)


@transaction.atomic
def _write(entries: list[Entry]) -> None:
    of_group: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_group[entry.group_id].append(entry)
    for group_id, lines in sorted(of_group.items()):
        chain_entries(lines, after=_take_place(group_id, len(lines)))
        Entry.objects.bulk_create(lines)


def _take_place(group_id: int, count: int) -> Checkpoint:
    """Where the journal stands before the next `count` lines, which are ours now."""
    before = _move_head(group_id, count)
    if before is None:
        JournalHead.objects.get_or_create(group_id=group_id)
        before = _move_head(group_id, count)
    if before is None:
        raise RuntimeError(f"The journal of group {group_id} has no head.")
    return before


def _move_head(group_id: int, count: int) -> Checkpoint | None:
    """Where the head stood, or None when there is no head yet.

    The update locks the group's head row until the caller commits: two writers of one group take turns. In SQL,
    because both databases can answer in the same statement and Django's update cannot: every write saves a query.
    The hash is still that of the line before ours; that of our last one is put there as the lines are added.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_journalhead SET last_number = last_number + %s WHERE group_id = %s "
            "RETURNING last_number, last_hash",
            [count, group_id],
        )
        row = cursor.fetchone()
    return checkpoint_of(group_id, row[0] - count, row[1]) if row else None
