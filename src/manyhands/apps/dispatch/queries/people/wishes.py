"""What neighbours and helpers have said of each other after a task, as the engine weighs it.

Nothing else reads it: no list is ordered by it and no sentence tells of it, so that nobody learns what was said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Wish
from manyhands.core.dispatch.objectives.preference import cost_of_wishes


def wishes_between(
    parts: Mapping[str, NeedPart], keys: Mapping[int, Sequence[str]]
) -> frozenset[tuple[str, str, int]]:
    """(request, helper, cost) by what the engine calls them; `keys` are the helpers' by the person's id. One query."""
    neighbours = {part.need.person_id for part in parts.values()}
    said: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = Wish.objects.filter(neighbour_id__in=neighbours).values_list("neighbour_id", "helper_id", "kind")
    for neighbour_id, helper_id, kind in rows:
        said[neighbour_id][helper_id].append(kind)
    return frozenset(
        (request_id, key, cost_of_wishes(wishes))
        for request_id, part in parts.items()
        for helper_id, wishes in said[part.need.person_id].items()
        for key in keys.get(helper_id, ())
    )
