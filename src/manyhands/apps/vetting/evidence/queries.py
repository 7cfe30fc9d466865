from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import Organisation, Person
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import OPEN_STATES, Check, Evidence, Requirement


def list_kept(check: Check, *, kind: str = "") -> list[Evidence]:
    """What is there and has not been removed, the oldest first. One query."""
    rows = Evidence.objects.filter(check_of=check, removed_at__isnull=True).select_related("added_by")
    return list(rows.filter(kind=kind) if kind else rows)


def list_own(requirement: Requirement, subject: Subject) -> list[Evidence]:
    """The files that are about somebody, whoever has added them: they may have them. One query."""
    rows = _files_about([subject]).filter(check_of__requirement=requirement)
    return list(rows.select_related("added_by"))


def list_checks_with_files(subjects: Sequence[Subject]) -> set[int]:
    """The ids of their checks that there is a file of. One query."""
    return set(_files_about(subjects).order_by().values_list("check_of", flat=True))


def _files_about(subjects: Sequence[Subject]) -> QuerySet[Any]:
    cards = [subject.card for subject in subjects]
    people = [card.pk for card in cards if isinstance(card, Person)]
    houses = [card.pk for card in cards if isinstance(card, Organisation)]
    theirs = Q(check_of__person__in=people) | Q(check_of__organisation__in=houses)
    return Evidence.objects.filter(theirs, removed_at__isnull=True).exclude(stored_as="")


def find_evidence(group: Group, evidence_id: int) -> Evidence | None:
    """None for what has been removed, too."""
    rows = Evidence.objects.filter(group=group, pk=evidence_id, removed_at__isnull=True)
    found: Evidence | None = rows.select_related(
        "check_of__requirement", "check_of__person", "check_of__organisation__contact"
    ).first()
    return found


def list_past_keeping(group: Group, *, decided_before: datetime) -> list[Evidence]:
    """Evidence of checks that are over since then, whether decided or withdrawn."""
    over = Q(check_of__decided_at__lt=decided_before) | Q(
        check_of__decided_at__isnull=True, added_at__lt=decided_before
    )
    rows = Evidence.objects.filter(over, group=group, removed_at__isnull=True)
    return list(rows.exclude(check_of__state__in=OPEN_STATES))
