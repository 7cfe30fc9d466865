from collections.abc import Iterable
from datetime import datetime

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions.grants import note_reading
from manyhands.apps.privacy.queries import reader_label
from manyhands.storage.actors import Actor


def note_showing(
    person: Person, *, reader: Membership, fields: Iterable[str], reason: str, by: Actor, at: datetime
) -> None:
    """Registered with `people`: its pages show how somebody is reached only after this note."""
    note_reading(person, label=reader_label(reader), fields=fields, reason=reason, by=by, at=at)
