"""One part as staff and volunteers meet it."""

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.vetting.queries import with_needed

_RELATED = ("group", "category", "need__person", "need__place", "need__group", "need__household")


def find_part(group: Group, part_id: int, *, reference: str = "") -> NeedPart | None:
    rows = with_needed(NeedPart.objects.filter(group=group, pk=part_id))
    if reference:
        rows = rows.filter(need__reference=reference.strip().upper())
    found: NeedPart | None = (
        rows.select_related(*_RELATED).prefetch_related("category__required_skills").first()
    )
    return found
