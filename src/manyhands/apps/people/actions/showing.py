"""How somebody is reached is shown on purpose only, and never without a note of it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.storage.actors import Actor

SHOWN_FIELDS = ("name", "phone", "email", "address")

Note = Callable[..., object]
_notes: list[Note] = []


class NobodyNotesError(RuntimeError):
    """No app has registered to write down who looks, so nothing is shown."""


def register_showing(note: Note) -> None:
    """`note(person, reader=, fields=, reason=, by=, at=)` writes down who looked, where that person can read it."""
    _notes.append(note)


@transaction.atomic
def show_contact(person: Person, *, reader: Membership, by: Actor, at: datetime) -> None:
    """Call this before a page shows how `person` is reached."""
    if not _notes:
        raise NobodyNotesError
    for note in _notes:
        note(person, reader=reader, fields=SHOWN_FIELDS, reason="person", by=by, at=at)
