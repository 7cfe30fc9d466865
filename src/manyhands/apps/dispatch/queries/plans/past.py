"""Plans that have been made, and those that can be made again."""

from django.db.models import QuerySet

from manyhands.apps.dispatch.models import Run
from manyhands.apps.groups.models import Group
from manyhands.storage.fields import sealed


def runs_with_inputs(group: Group) -> QuerySet[Run]:
    """Encrypted text cannot be looked for, but whether there is any can."""
    rows: QuerySet[Run] = Run.objects.filter(group=group).annotate(kept=sealed("inputs")).exclude(kept="")
    return rows


def list_replayable(group: Group) -> list[int]:
    """The newest first."""
    return list(runs_with_inputs(group).order_by("-pk").values_list("pk", flat=True))
