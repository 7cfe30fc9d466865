from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Max

from manyhands.apps.journal.models import Entry, JournalHead
from manyhands.storage.prepared import Prepared


def list_entries_about(subject: models.Model) -> list[Entry]:
    """What happened to one thing, oldest first."""
    about = Entry.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    return list(about.order_by("number"))


def get_cursor(group_id: int) -> int:
    """The number of the last thing that happened: a page that shows it is up to date."""
    return _HEAD.find(group_id=group_id) or 0


def _head(*, group_id: int) -> models.QuerySet[Any]:
    return JournalHead.objects.filter(group_id=group_id).values_list("last_number", flat=True)


_HEAD = Prepared(_head)


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
