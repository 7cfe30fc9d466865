from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.text import get_valid_filename

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions.showing import note_showing
from manyhands.apps.vetting.bridge import subject_of
from manyhands.apps.vetting.evidence.queries import list_kept, list_past_keeping
from manyhands.apps.vetting.models import OPEN_STATES, Check, Evidence, EvidenceKind
from manyhands.storage.actors import Actor
from manyhands.storage.files import keep_file, read_file, remove_file, sweep_files
from manyhands.storage.uploads import Upload

MOST_FILES = 12
LONGEST_NAME = 100


class TooManyFilesError(Exception):
    """More files than anybody needs for one check."""


class CheckDecidedError(Exception):
    """What is decided takes no more evidence: another look is another check."""


@transaction.atomic
def add_file(
    check: Check, upload: Upload, *, file_name: str, added_by: Membership, by: Actor, at: datetime
) -> Evidence:
    """Keep it sealed. The name is kept for people to know it again by, and names nothing on the disk."""
    _lock_open(check)
    if len(list_kept(check, kind=EvidenceKind.FILE)) >= MOST_FILES:
        raise TooManyFilesError
    evidence: Evidence = Evidence.objects.create(
        group_id=check.group_id,
        check_of=check,
        kind=EvidenceKind.FILE,
        file_name=_plain_name(file_name),
        stored_as=keep_file(upload.data, group_id=check.group_id),
        size_bytes=len(upload.data),
        media_type=upload.media_type,
        added_by=added_by,
        added_at=at,
    )
    record("evidence.added", evidence, by=by, at=at, fields=["kind"])
    return evidence


@transaction.atomic
def add_note(
    check: Check, text: str, *, kind: str = EvidenceKind.NOTE, added_by: Membership, by: Actor, at: datetime
) -> Evidence:
    """What somebody who checks has heard or seen."""
    _lock_open(check)
    evidence: Evidence = Evidence.objects.create(
        group_id=check.group_id, check_of=check, kind=kind, text=text, added_by=added_by, added_at=at
    )
    record("evidence.added", evidence, by=by, at=at, fields=["kind"])
    return evidence


@transaction.atomic
def open_file(evidence: Evidence, *, reader: Membership, by: Actor, at: datetime) -> bytes:
    """What is in it. That somebody looked is written down first, where whoever it is about can read it."""
    person = subject_of(evidence.check_of).person
    if person.user_id != reader.user_id:
        note_showing(person, reader=reader, fields=["evidence"], reason="check", by=by, at=at)
    record("evidence.opened", evidence, by=by, at=at)
    return read_file(evidence.stored_as, group_id=evidence.group_id)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """What it said is gone; that it was there stays."""
    _remove([evidence], at=at)
    record("evidence.removed", evidence, by=by, at=at, fields=["text", "file_name"])


def forget_evidence_of(person: Person, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - as all are called
    """Registered with `privacy`, before the rows are emptied: the files of somebody who is forgotten."""
    _remove(Evidence.objects.filter(check_of__person=person, removed_at__isnull=True), at=at)


@transaction.atomic
def end_keeping(group: Group, *, by: Actor, at: datetime) -> int:
    """Remove what decisions rested on once it has been kept long enough, and files that nobody owns."""
    past = list_past_keeping(group, decided_before=at - timedelta(days=settings.KEEP_EVIDENCE_DAYS))
    _remove(past, at=at)
    for evidence in past:
        record("evidence.removed", evidence, by=by, at=at, fields=["text", "file_name"])
    owned = Evidence.objects.filter(group=group).exclude(stored_as="").values_list("stored_as", flat=True)
    return len(past) + sweep_files(group.pk, owned, at=at)


def _remove(rows: Iterable[Evidence], *, at: datetime) -> None:
    for evidence in rows:
        if evidence.stored_as:
            remove_file(evidence.stored_as, group_id=evidence.group_id)
        evidence.text = evidence.file_name = evidence.stored_as = ""
        evidence.size_bytes, evidence.media_type, evidence.removed_at = None, "", at
        evidence.save()


def _lock_open(check: Check) -> None:
    if not Check.objects.select_for_update().filter(pk=check.pk, state__in=OPEN_STATES).exists():
        raise CheckDecidedError


def _plain_name(name: str) -> str:
    kept = get_valid_filename(name.replace("\\", "/").rsplit("/", 1)[-1] or "file")
    return kept[-LONGEST_NAME:]
