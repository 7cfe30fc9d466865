from datetime import datetime

from manyhands.apps.vetting.models import Check, Requirement
from manyhands.apps.vouching.models import BackgroundOrder, ProviderUse


def list_due(provider: str, *, at: datetime) -> list[int]:
    """Of every group, for a task under a system scope; what another provider was asked for is left to it."""
    due = BackgroundOrder.objects.filter(next_at__lte=at, provider=provider)
    return list(due.order_by("next_at").values_list("pk", flat=True))


def find_order(check: Check) -> BackgroundOrder | None:
    found: BackgroundOrder | None = (
        BackgroundOrder.objects.filter(check_of=check).select_related("ordered_by").first()
    )
    return found


def is_clear_enough(requirement: Requirement) -> bool:
    """Whether a clear answer of the provider counts by itself."""
    return ProviderUse.objects.filter(requirement=requirement, clear_is_enough=True).exists()
