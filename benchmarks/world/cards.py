"""People and places with everything that is written beside them: indexes, words of names, cells."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from random import Random

from benchmarks.world.copies import write
from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import NameToken, Person, ReachBy
from manyhands.apps.places.bridge import cells_of
from manyhands.apps.places.models import Place, PlacedBy, PlaceKind
from manyhands.core.values.names import name_tokens
from manyhands.core.values.point import Point
from manyhands.storage.encryption import blind_index

FIRST = (
    "Ana Ben Carla Darnell Elena Frank Grace Hector Imani Joan Keisha Luis Maya Nora Omar Pilar Ruth".split()
)
LAST = "Adams Baker Cruz Davis Ellis Flores Garcia Hall Jackson King Lopez Miller Nelson Ortiz Reed".split()
STREETS = ("Oak St", "Elm St", "Michigan Ave", "Kalamazoo St", "Saginaw St", "Clemens Ave", "Shepard St")
# Lansing, Michigan, and about eight kilometres around.
CENTRE, REACH_DEGREES = Point(lon=-84.5553, lat=42.7336), 0.08

_numbers = count(1)


def add_persons(groups: Sequence[Group], random: Random, *, at: datetime) -> list[Person]:
    """One new person for every entry of `groups`."""
    persons = write([_person(group, random, at=at) for group in groups])
    write(
        [
            NameToken(group_id=one.group_id, person=one, token_index=blind_index(one.group_id, "name", token))
            for one in persons
            for token in sorted(name_tokens(one.name))
        ]
    )
    return persons


def _person(group: Group, random: Random, *, at: datetime) -> Person:
    number = next(_numbers)
    phone, email = f"+1517{number:07}", f"person{number}@example.org"
    return Person(
        group=group,
        name=f"{random.choice(FIRST)} {random.choice(LAST)}",
        phone=phone,
        phone_index=blind_index(group.pk, "phone", phone),
        email=email,
        email_index=blind_index(group.pk, "email", email),
        reach_by=ReachBy.EMAIL,
        language=random.choice(("en", "es")),
        created_at=at,
    )


def add_places(groups: Sequence[Group], random: Random) -> list[Place]:
    return write([_place(group, random) for group in groups])


def _place(group: Group, random: Random) -> Place:
    position = Point(
        lon=CENTRE.lon + random.uniform(-REACH_DEGREES, REACH_DEGREES),
        lat=CENTRE.lat + random.uniform(-REACH_DEGREES, REACH_DEGREES),
    )
    search_cell, public_cell = cells_of(position)
    return Place(
        group=group,
        kind=PlaceKind.ADDRESS,
        text=f"{random.randrange(100, 4000)} {random.choice(STREETS)}",
        access_notes="Side door, ring twice",
        zip_code="48912",
        area_name="Lansing",
        position=position,
        placed_by=PlacedBy.GEOCODER,
        search_cell=search_cell,
        public_cell=public_cell,
    )
