from datetime import UTC, datetime

import pytest

from manyhands.apps.messaging.actions import tell
from manyhands.apps.people.actions import Contact, add_person
from manyhands.apps.people.models import Person
from manyhands.storage.actors import Actor

# A Wednesday, 10:00 in Michigan.
NOON = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
BY = Actor.system("test")


@pytest.fixture
def make_person(group, scope):
    def make(**contact) -> Person:
        values = {"name": "Ana Ruiz", "email": "ana@example.org", "reach_by": "email", **contact}
        return add_person(group, Contact(**values), by=BY, at=NOON)

    return make


@pytest.fixture
def ana(make_person) -> Person:
    return make_person()


@pytest.fixture
def say():
    """Tell somebody something that every neighbour is told, about themselves (any row will do)."""

    def say(person, event="need_received", *, at=NOON, context=None, about=None, **more):
        usual = {"reference": "K7-204", "status_url": "https://help.example.org/r/token/"}
        return tell(person, event, context=context or usual, about=about or person, by=BY, at=at, **more)

    return say
