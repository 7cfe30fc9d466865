from datetime import datetime

from django.db.models import Q

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import OPEN_STATES, Check, Evidence, Requirement


def list_kept(check: Check, *, kind: str = "") -> list[Evidence]:
    """What is there and has not been removed, the oldest first. One query."""
    rows = Evidence.objects.filter(check_of=check, removed_at__isnull=True).select_related("added_by")
    return list(rows.filter(kind=kind) if kind else rows)


def list_own(requirement: Requirement, subject: Subject, *, added_by: Membership) -> list[Evidence]:
    """What somebody has handed in themselves and may have back. One query."""
    about = {f"check_of__{name}": card for name, card in subject.columns.items()}
    rows = Evidence.objects.filter(check_of__requirement=requirement, removed_at__isnull=True, **about)
    return list(rows.filter(added_by=added_by).select_related("added_by"))


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
