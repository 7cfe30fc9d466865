from datetime import datetime

from manyhands.apps.groups.models import Group
from manyhands.apps.places.actions import ToldPlace, add_place, change_place
from manyhands.apps.places.models import Place
from manyhands.storage.actors import Actor


def keep_place(
    group: Group, known: Place | None, told: ToldPlace | None, *, by: Actor, at: datetime
) -> Place | None:
    """The place that was told, in the row there is; `told` None: the one that is known."""
    if told is None:
        return known
    return change_place(known, told, by=by, at=at) if known else add_place(group, told, by=by, at=at)
