from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record, record_about
from manyhands.apps.places.actions.places import name_place
from manyhands.apps.places.models import Landmark, Place
from manyhands.apps.places.queries import landmark_namer
from manyhands.core.values.point import Point
from manyhands.storage.actors import Actor


@transaction.atomic
def add_landmark(group: Group, name: str, position: Point, *, by: Actor, at: datetime) -> Landmark:
    """Name a place that people know; the same name again moves it."""
    landmark, created = Landmark.objects.update_or_create(
        group=group,
        name=name,
        defaults={"position": position},
        create_defaults={"position": position, "made_at": at},
    )
    _name_places_again(group)
    record(
        "landmark.added" if created else "landmark.moved", landmark, by=by, at=at, fields=["name", "position"]
    )
    return landmark


@transaction.atomic
def remove_landmark(landmark: Landmark, *, by: Actor, at: datetime) -> None:
    group_id, landmark_id = landmark.group_id, landmark.pk
    landmark.delete()
    _name_places_again(landmark.group)
    record_about(group_id, "landmark.removed", "places.landmark", landmark_id, by=by, at=at)


def _name_places_again(group: Group) -> None:
    """Those that lie near it are called by its name from now on, the others as before."""
    name_near, renamed = landmark_namer(group), []
    closed = ("text", "access_notes", "position")
    for place in Place.objects.filter(group=group).exclude(public_cell="").defer(*closed):
        before = place.area_name
        name_place(place, name_near)
        if place.area_name != before:
            renamed.append(place)
    Place.objects.bulk_update(renamed, ["area_name"], batch_size=500)
