from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.places.queries import find_pictures, uses_own_file

register = template.Library()


@register.inclusion_tag("places/map/pin.html")
def pin_map(field: BoundField, group: Group) -> dict[str, Any]:
    """ "Point at it on a map" for a `PinField`: nothing of the map is loaded before the press of its button."""
    return {"field": field, **_on(group, "pin")}


@register.inclusion_tag("places/map/cells.html")
def cells_map(group: Group, source: str, rows: str, query: str = "", *, opens_on: str = "") -> dict[str, Any]:
    """A map of public cells from the JSON at `source`, with what a cell holds from `rows`; `query`: the filters.

    `opens_on`: the name of a page on which it opens by itself where there is room, until somebody closes it.
    """
    return {"source": source, "rows": rows, "query": query, "opens_on": opens_on, **_on(group, "cells")}


@register.inclusion_tag("places/map/spot.html")
def spot_map(group: Group, source: str) -> dict[str, Any]:
    """Where one request is and who could come; the element `source` says it in `data-spot`, anew for each request."""
    return {"source": source, **_on(group, "spot")}


def _on(group: Group, kind: str) -> dict[str, Any]:
    """What every map needs, and a note on the group that this page draws one: see `middleware`."""
    group.maps_drawn = {*getattr(group, "maps_drawn", ()), kind}  # type: ignore[attr-defined]
    return {
        "base_url": group_path(group, "places:map_base"),
        "file_url": group_path(group, "places:map_file") if uses_own_file(group) else "",
        "pictures": find_pictures(group),
        "file_credit": settings.MAP_FILE_CREDIT,
    }
