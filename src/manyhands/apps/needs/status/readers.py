"""Who looked at a neighbour's details, said in the neighbour's language."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from manyhands.apps.privacy.models import Reading
from manyhands.apps.privacy.queries import fields_in_words, role_in_words


@dataclass(frozen=True, slots=True)
class Look:
    who: str
    role: str
    fields: str
    at: datetime


def looks_of(readings: list[Reading]) -> list[Look]:
    return [
        Look(
            who=reading.reader_label.get("name") or _("Somebody from the group"),
            role=role_in_words(reading.reader_label),
            fields=", ".join(fields_in_words(reading.fields)),
            at=reading.at,
        )
        for reading in readings
    ]
