from datetime import datetime

from django.db.models import Q

from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import OPEN_STATES, Check, Evidence, Requirement
from manyhands.apps.vetting.queries import files_about


def list_kept(check: Check, *, kind: str = "") -> list[Evidence]:
    """What is there and has not been removed, the oldest first. One query."""
    rows = Evidence.objects.filter(check_of=check, removed_at__isnull=True).select_related("added_by")
    return list(rows.filter(kind=kind) if kind else rows)


def list_own(requirement: Requirement, subject: Subject) -> list[Evidence]:
    """The files that are about somebody, whoever has added them: they may have them. One query."""
    rows = files_about([subject]).filter(check_of__requirement=requirement)
    return list(rows.select_related("added_by"))


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
