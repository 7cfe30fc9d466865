"""What the things in a line are called for one reader."""

from dataclasses import dataclass, field
from datetime import datetime

from manyhands.apps.journal.models import Entry
from manyhands.apps.privacy.models import Reading


@dataclass(slots=True)
class Names:
    """By kind and id: what each thing is called for this reader. Who has been forgotten is not in it."""

    people: dict[tuple[str, int], str] = field(default_factory=dict)
    references: dict[tuple[str, int], str] = field(default_factory=dict)
    readings: dict[tuple[int, datetime], Reading] = field(default_factory=dict)

    def find_person(self, kind: str, number: int | None) -> str:
        return self.people.get((kind, number), "") if number is not None else ""

    def find_reference(self, kind: str, number: int | None) -> str:
        return self.references.get((kind, number), "") if number is not None else ""

    def find_reading(self, line: Entry) -> Reading | None:
        """Why somebody looked, where it was a look."""
        if line.verb != "person.read" or line.subject_id is None:
            return None
        return self.readings.get((line.subject_id, line.at))


def kind_of_reason(reason: str) -> str:
    """What kind of thing somebody's data was looked at for."""
    return "needs.need" if reason == "request" else reason
