from collections.abc import Sequence

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import NeedState
from manyhands.apps.places.models import Place
from manyhands.apps.places.queries import Owner


def list_needs_at(group: Group, places: Sequence[Place]) -> dict[int, Owner]:
    """Registered with `places`: the requests that still wait for one of these to be found."""
    open_needs = Need.objects.filter(place__in=places).exclude(state=NeedState.CLOSED)
    return {
        place_id: Owner(label=reference, url=group_path(group, "needs:detail", reference=reference))
        for place_id, reference in open_needs.values_list("place_id", "reference")
    }
