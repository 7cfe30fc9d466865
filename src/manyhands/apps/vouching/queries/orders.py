from datetime import datetime

from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.models import AppliesTo, Check, Requirement, RequirementKind
from manyhands.apps.vouching.models import BackgroundOrder


def list_due(provider: str, *, at: datetime) -> list[int]:
    """Of every group, for a task under a system scope; what another provider was asked for is left to it."""
    due = BackgroundOrder.objects.filter(next_at__lte=at, provider=provider)
    return list(due.order_by("next_at").values_list("pk", flat=True))


def find_order(check: Check) -> BackgroundOrder | None:
    found: BackgroundOrder | None = (
        BackgroundOrder.objects.filter(check_of=check).select_related("ordered_by").first()
    )
    return found


def list_provider_requirements(group: Group) -> list[tuple[Requirement, bool]]:
    """Those that a provider can answer, and whether a clear answer is enough. One query."""
    rows = Requirement.objects.filter(
        group=group, kind=RequirementKind.BACKGROUND_CHECK, applies_to=AppliesTo.PERSON, is_active=True
    ).select_related("provider_use")
    return [(row, hasattr(row, "provider_use") and row.provider_use.clear_is_enough) for row in rows]
