"""Who looked at a neighbour's details and why, said in the neighbour's language.

By first name and role: the role says by what right somebody looks, and a first name says that it was a person. The
surname would say no more, and most who help here are neighbours themselves, who would then be found at home.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.apps.privacy.models import Reading
from manyhands.apps.privacy.queries import fields_in_words, role_in_words
from manyhands.core.values.names import first_name

_WHY = {
    "request": gettext_lazy("to look after your request"),
    "person": gettext_lazy("to reach you"),
    "message": gettext_lazy("to read a message to you, or to call you about it"),
    "check": gettext_lazy("to look at a check"),
    "dispatch.assignment": gettext_lazy("to help you"),
    "people.safetyreport": gettext_lazy("because of what you reported"),
}


@dataclass(frozen=True, slots=True)
class Look:
    who: str
    role: str
    fields: str
    why: str
    at: datetime


def looks_of(readings: list[Reading]) -> list[Look]:
    return [
        Look(
            who=_who(reading.reader_label) or _("Somebody from the group"),
            role=role_in_words(reading.reader_label),
            fields=", ".join(fields_in_words(reading.fields)),
            why=str(_WHY.get(reading.reason, "")),
            at=reading.at,
        )
        for reading in readings
    ]


def _who(label: dict[str, str]) -> str:
    """A helper, who may be an organisation, is called as the neighbour was told when they said yes."""
    name = label.get("name", "")
    return name if label.get("role") == "helper" else first_name(name)
