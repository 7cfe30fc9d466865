from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import is_in_area
from manyhands.apps.journal.actions import record
from manyhands.apps.places.bridge import cells_of, name_of_area
from manyhands.apps.places.models import Place, PlacedBy, PlaceKind
from manyhands.apps.places.queries import landmark_namer
from manyhands.core.gazetteer import find_zip
from manyhands.core.privacy.cells import is_finer
from manyhands.core.values.point import Point
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue_after_commit

GEOCODE = "manyhands.apps.places.tasks.geocode_due"

Moved = Callable[[Place, datetime], None]
_told_of_moves: list[Moved] = []


def register_moved(tell: Moved) -> None:
    """`tell(place, at)` runs whenever a place was found or corrected: higher apps keep copies of its cell."""
    _told_of_moves.append(tell)


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A place as somebody told it; `position` only when they pointed at a map."""

    kind: str
    text: str = ""
    zip_code: str = ""
    access_notes: str = ""
    position: Point | None = None


@transaction.atomic
def add_place(group: Group, told: ToldPlace, *, by: Actor, at: datetime) -> Place:
    """Keep a place and put it on the map as well as can be done without asking anybody outside.

    What cannot be placed stays on the staff's list of places to find; it is never refused.
    """
    place = Place(group=group)
    _tell(place, told)
    _place_by_what_was_told(place, told)
    place.is_outside_area = not is_in_area(group, zip_code=place.zip_code, position=place.position)
    _plan_to_ask(place, at=at)
    place.save()
    record("place.added", place, by=by, at=at, fields=_told_fields(told))
    return place


@transaction.atomic
def change_place(place: Place, told: ToldPlace, *, by: Actor, at: datetime) -> Place:
    _tell(place, told)
    _place_by_what_was_told(place, told)
    place.is_outside_area = not is_in_area(place.group, zip_code=place.zip_code, position=place.position)
    _plan_to_ask(place, at=at)
    place.save()
    record("place.changed", place, by=by, at=at, fields=_told_fields(told))
    return place


def put_place(group: Group, place: Place | None, told: ToldPlace, *, by: Actor, at: datetime) -> Place:
    """Change the place that is known, or add the first."""
    if place is None:
        return add_place(group, told, by=by, at=at)
    return change_place(place, told, by=by, at=at)


@transaction.atomic
def locate_place(
    place: Place, position: Point, *, placed_by: str, by: Actor, at: datetime, zip_code: str = ""
) -> Place:
    """Somebody (or the geocoder) found where it is. `zip_code` when that is what they know of it."""
    _put(place, position, placed_by)
    place.zip_code = zip_code or place.zip_code
    name_place(place, landmark_namer(place.group))
    place.is_outside_area = not is_in_area(place.group, zip_code=place.zip_code, position=position)
    place.geocode_at = None
    place.save()
    record("place.located", place, by=by, at=at, fields=["position"])
    tell_of_move(place, at)
    return place


def tell_of_move(place: Place, at: datetime) -> None:
    for tell in _told_of_moves:
        tell(place, at)


@transaction.atomic
def set_access_notes(place: Place, access_notes: str, *, by: Actor, at: datetime) -> None:
    """How one gets in has changed; where it is has not."""
    place.access_notes = access_notes
    place.save(update_fields=["access_notes"])
    record("place.changed", place, by=by, at=at, fields=["access_notes"])


@transaction.atomic
def forget_place(place: Place, *, by: Actor, at: datetime) -> None:
    """Take out what leads to a door. The coarse area stays, so that it can still be counted where help was asked."""
    place.text = place.access_notes = place.search_cell = ""
    place.position = place.geocode_at = None
    place.save()
    record("place.emptied", place, by=by, at=at, fields=["text", "access_notes", "position"])


def _tell(place: Place, told: ToldPlace) -> None:
    place.kind = told.kind
    place.text = told.text
    place.access_notes = told.access_notes
    area = find_zip(told.zip_code)
    place.zip_code = area.zip_code if area else told.zip_code[:10]
    place.area_name = area.city if area else ""


def _place_by_what_was_told(place: Place, told: ToldPlace) -> None:
    area = find_zip(told.zip_code)
    if told.position is not None:
        _put(place, told.position, PlacedBy.PIN)
        name_place(place, landmark_namer(place.group))
    elif area is not None:
        _put(place, area.centre, PlacedBy.ZIP)
    else:
        place.position, place.placed_by = None, PlacedBy.NOBODY
        place.search_cell = place.public_cell = ""


def _put(place: Place, position: Point, placed_by: str) -> None:
    place.position = position
    place.placed_by = placed_by
    known, shown = place.search_cell, place.public_cell
    place.search_cell, place.public_cell = cells_of(position)
    # What was shown coarsely stays coarse: two answers about one home would tell more than either.
    if known == place.search_cell and shown and is_finer(place.public_cell, shown):
        place.public_cell = shown


def _plan_to_ask(place: Place, *, at: datetime) -> None:
    """Only an address is looked up, only if the host has chosen a geocoder, and only where nobody has pointed."""
    is_worth_asking = place.kind == PlaceKind.ADDRESS and place.text and place.placed_by != PlacedBy.PIN
    if settings.GEOCODER == "none" or not is_worth_asking:
        place.geocode_at = None
        return
    place.geocode_at, place.geocode_attempts = at, 0
    enqueue_after_commit(GEOCODE)


def name_place(place: Place, name_near: Callable[[str], str]) -> None:
    """What lists call the area: a place that the group knows, else the town. The middle of a ZIP area is no place to be
    near to.
    """
    near = "" if place.placed_by == PlacedBy.ZIP else name_near(place.public_cell)
    place.area_name = near or name_of_area(place.public_cell) or place.area_name


def _told_fields(told: ToldPlace) -> list[str]:
    names = ("text", "zip_code", "access_notes", "position")
    return ["kind", *(name for name in names if getattr(told, name))]


ON_THE_PHONE = ToldPlace(kind=PlaceKind.ON_THE_PHONE)
