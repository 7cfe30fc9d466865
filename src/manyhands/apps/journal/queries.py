from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Max

from manyhands.apps.journal.bridge import COLUMNS, checkpoint_of, read_row
from manyhands.apps.journal.models import Entry, JournalHead
from manyhands.core.privacy.chain import Checkpoint, Fault, Line, Verified, Wrong, verify
from manyhands.storage.prepared import Prepared

_AT_A_TIME = 5_000


def get_cursor(group_id: int) -> int:
    """The number of the last thing that happened: a page that shows it is up to date."""
    return _HEAD.find(group_id=group_id) or 0


def _head(*, group_id: int) -> models.QuerySet[Any]:
    return JournalHead.objects.filter(group_id=group_id).values_list("last_number", flat=True)


_HEAD = Prepared(_head, keeps_plan=True)


@dataclass(frozen=True, slots=True)
class Changes:
    """How often something has changed, and when the last time: both only ever grow."""

    count: int
    last_at: datetime


def count_changes(model: type[models.Model], ids: Iterable[int]) -> dict[int, Changes]:
    """For each of these, in one query; what nothing was written about is left out."""
    lines = Entry.objects.filter(subject_kind=model._meta.label_lower, subject_id__in=set(ids))
    rows = lines.order_by().values_list("subject_id").annotate(Count("pk"), Max("at"))
    return {subject_id: Changes(count, last_at) for subject_id, count, last_at in rows}


def find_head(group_id: int) -> Checkpoint:
    """Where a journal stands: what somebody may keep elsewhere, and hold against it later."""
    rows = JournalHead.objects.filter(group_id=group_id).values_list("last_number", "last_hash")
    return checkpoint_of(group_id, *(rows.first() or (0, b"")))


def read_chain(group_id: int, *, from_number: int = 1, to_number: int) -> Iterator[tuple[Line, bytes]]:
    """Each line and the hash it was given, never many in memory."""
    rows = Entry.objects.filter(group_id=group_id, number__gte=from_number, number__lte=to_number)
    for row in rows.order_by("number").values_list(*COLUMNS).iterator(chunk_size=_AT_A_TIME):
        yield read_row(row)


def verify_journal(group_id: int, *, from_number: int = 1, kept: Checkpoint | None = None) -> Verified:
    """How far a journal is as it was written, up to its head and as it was when `kept` was kept.

    From a later line on, the hash of the line before it is believed.
    """
    # Before the head is read: what is written meanwhile is held against nobody.
    highest = Entry.objects.filter(group_id=group_id).aggregate(highest=Max("number"))["highest"] or 0
    head = find_head(group_id)
    lines = read_chain(group_id, from_number=from_number, to_number=head.number)
    found = verify(lines, _hash_at(group_id, from_number - 1))
    fault = found.fault or _compare_with_head(found.last, head, highest)
    if fault is None and kept is not None and _hash_at(group_id, kept.number) != kept:
        fault = Fault(kept.number, Wrong.CHANGED)
    return replace(found, fault=fault)


def _hash_at(group_id: int, number: int) -> Checkpoint:
    """Without such a line, what no line can be chained to."""
    if number <= 0:
        return checkpoint_of(group_id, 0, b"")
    hashes = Entry.objects.filter(group_id=group_id, number=number).values_list("chain_hash", flat=True)
    return Checkpoint(group_id, number, bytes(hashes.first() or b""))


def _compare_with_head(last: Checkpoint, head: Checkpoint, highest: int) -> Fault | None:
    """Lines that were cut off at the end show here, and a head that was set back."""
    if last.number < head.number:
        return Fault(last.number + 1, Wrong.MISSING)
    if last != head or highest > head.number:
        return Fault(max(head.number, highest), Wrong.CHANGED)
    return None
