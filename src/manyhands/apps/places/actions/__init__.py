"""Writes about places: telling, finding, naming and forgetting them."""

from manyhands.apps.places.actions.dwellings import blur_places, count_dwellings
from manyhands.apps.places.actions.landmarks import add_landmark, remove_landmark
from manyhands.apps.places.actions.places import (
    ON_THE_PHONE,
    ToldPlace,
    add_place,
    change_place,
    forget_place,
    locate_place,
    put_place,
    register_moved,
    set_access_notes,
)

__all__ = [
    "ON_THE_PHONE",
    "ToldPlace",
    "add_landmark",
    "add_place",
    "blur_places",
    "change_place",
    "count_dwellings",
    "forget_place",
    "locate_place",
    "put_place",
    "register_moved",
    "remove_landmark",
    "set_access_notes",
]
