from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import BaseMap, Group
from manyhands.apps.places.bridge import (
    area_to_draw,
    bounds_of_group,
    box_of_map,
    find_zip_of_cell,
    outlines_near,
    public_point,
    towns_near,
)
from manyhands.apps.places.geocoding import Bounds
from manyhands.apps.places.models import Landmark, Place, PlacedBy
from manyhands.core.gazetteer import find_zip
from manyhands.core.values.point import Point, distance_m

NEAR_LANDMARK_M = 1_500
MOST_UNPLACED = 200
FARTHEST_M = 150_000

__all__ = [
    "Owner",
    "Pictures",
    "area_describer",
    "describe_area",
    "distance_between_public",
    "find_landmark",
    "find_owner",
    "find_pictures",
    "find_place",
    "find_zip_middle",
    "group_bounds",
    "is_near_group",
    "landmark_namer",
    "list_landmarks",
    "list_to_geocode",
    "list_unplaced",
    "map_base",
    "register_owners",
    "uses_own_file",
]


# --- what may be said of a place before a grant: all of it follows from the public cell -------------------------


def area_describer(group: Group) -> Callable[[str], str]:
    """A function from public cell to words in the language of the moment; one query for a whole list."""
    name_near = landmark_namer(group)

    def describe(cell: str) -> str:
        if public_point(cell) is None:
            return _("place not known yet")
        if name := name_near(cell):
            return _("near %(landmark)s") % {"landmark": name}
        area = find_zip_of_cell(cell)
        return f"{area.zip_code} {area.city}" if area else _("outside the towns we know")

    return describe


def landmark_namer(group: Group) -> Callable[[str], str]:
    """A function from public cell to the nearest place that the group knows, "" where none is near. One query."""
    landmarks = [(landmark.name, landmark.position) for landmark in Landmark.objects.filter(group=group)]

    def name_near(cell: str) -> str:
        centre = public_point(cell)
        near = [(distance_m(centre, position), name) for name, position in landmarks] if centre else []
        away_m, name = min(near, default=(NEAR_LANDMARK_M + 1, ""))
        return name if away_m <= NEAR_LANDMARK_M else ""

    return name_near


def describe_area(place: Place, language: str) -> str:
    """ "near Eastern High" or "48912 Lansing": for one place; for a list, `area_describer`."""
    with translation.override(language):
        return area_describer(place.group)(place.public_cell)


def distance_between_public(cell_a: str, cell_b: str) -> float | None:
    """Metres between the middles of two public cells; None when either is not known."""
    a, b = public_point(cell_a), public_point(cell_b)
    return None if a is None or b is None else distance_m(a, b)


# --- what nobody could place yet ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owner:
    """What a place belongs to, with the address of its page. No label: somebody who helps, whose name is not told."""

    label: str
    url: str


FindOwners = Callable[[Group, Sequence[Place]], dict[int, Owner]]
_owner_finders: list[FindOwners] = []


def register_owners(find: FindOwners) -> None:
    """`find(group, places)` says which of the places still matter to a higher app, by id, in one query."""
    _owner_finders.append(find)


def list_unplaced(group: Group) -> list[tuple[Place, Owner]]:
    """Places that nobody could find and that something still waits for, the oldest first."""
    waiting = Place.objects.filter(group=group, placed_by=PlacedBy.NOBODY).defer("text", "access_notes")
    places = list(waiting.order_by("id")[:MOST_UNPLACED])
    owners = _find_owners(group, places) if places else {}
    return [(place, owners[place.pk]) for place in places if place.pk in owners]


def find_owner(group: Group, place: Place) -> Owner | None:
    found = (find(group, [place]).get(place.pk) for find in _owner_finders)
    return next((owner for owner in found if owner is not None), None)


def _find_owners(group: Group, places: Sequence[Place]) -> dict[int, Owner]:
    owners: dict[int, Owner] = {}
    for find in _owner_finders:
        owners |= find(group, places)
    return owners


def find_place(group: Group, place_id: int) -> Place | None:
    return Place.objects.filter(group=group, pk=place_id).select_related("group").first()


def list_landmarks(group: Group) -> list[Landmark]:
    return list(Landmark.objects.filter(group=group))


def find_landmark(group: Group, landmark_id: int) -> Landmark | None:
    return Landmark.objects.filter(group=group, pk=landmark_id).first()


def find_zip_middle(zip_code: str) -> Point | None:
    area = find_zip(zip_code)
    return area.centre if area else None


def group_bounds(group: Group, *, margin_m: float) -> Bounds | None:
    return bounds_of_group(group, margin_m=margin_m)


def is_near_group(group: Group, point: Point) -> bool:
    """Whether somebody of the group can have meant this point: everything else is a slip of the finger."""
    bounds = bounds_of_group(group, margin_m=FARTHEST_M)
    return bounds is None or bounds.contains(point)


def list_to_geocode(*, at: datetime, at_most: int = 100) -> Iterable[int]:
    due = Place.objects.filter(geocode_at__lte=at).order_by("geocode_at", "id")
    return list(due.values_list("pk", flat=True)[:at_most])


# --- what lies under a map ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pictures:
    """Map pictures of somebody else, who learns which address on the network looks at which part of the world."""

    key: str
    name: str
    host: str
    url: str
    credit: str
    credit_url: str
    closest_zoom: int = 18


_PICTURES = {
    BaseMap.OSM.value: Pictures(
        key="osm",
        name="OpenStreetMap",
        host="https://tile.openstreetmap.org",
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        credit="© OpenStreetMap contributors",
        credit_url="https://www.openstreetmap.org/copyright",
    ),
    BaseMap.ESRI.value: Pictures(
        key="esri",
        name="Esri",
        host="https://server.arcgisonline.com",
        url="https://server.arcgisonline.com/ArcGIS/rest/services/World_Street_Map/MapServer/tile/{z}/{y}/{x}",
        credit="© Esri, HERE, Garmin, USGS, METI, NGCC, © OpenStreetMap contributors",
        credit_url="https://www.esri.com/en-us/legal/overview",
    ),
}


def find_pictures(group: Group) -> Pictures | None:
    """Whose pictures the group has chosen; None for what comes from this server."""
    return _PICTURES.get(group.base_map)


def uses_own_file(group: Group) -> bool:
    return bool(group.base_map == BaseMap.OWN and settings.MAP_FILE)


def map_base(group: Group) -> dict[str, Any]:
    """What a map of this group is drawn on: all of it is public, and the same for everybody."""
    box = box_of_map(group)
    return {
        "box": asdict(box) if box else None,
        "area": area_to_draw(group),
        "towns": towns_near(box) if box else [],
        "outlines": outlines_near(box),
    }
