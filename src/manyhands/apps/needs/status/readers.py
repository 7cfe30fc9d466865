"""Who looked at a neighbour's details, said in the neighbour's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyhands.apps.groups.permissions import SHIPPED_ROLES
from manyhands.apps.privacy.models import Reading

_FIELDS: dict[str, Any] = {
    "name": gettext_lazy("name"),
    "first_name": gettext_lazy("first name"),
    "nickname": gettext_lazy("nickname"),
    "phone": gettext_lazy("phone number"),
    "email": gettext_lazy("e-mail address"),
    "masked_contact": gettext_lazy("notes through this page"),
    "address": gettext_lazy("address"),
    "access_notes": gettext_lazy("how to get in"),
    "access_needs": gettext_lazy("what somebody needs"),
    "household": gettext_lazy("who lives there"),
    "details": gettext_lazy("what you wrote"),
    "message": gettext_lazy("a message to you"),
    "reach_note": gettext_lazy("how to reach you"),
    "position": gettext_lazy("place on the map"),
}


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


def role_in_words(label: dict[str, str]) -> str:
    if label.get("role") == "helper":
        return _("your helper")
    shipped = SHIPPED_ROLES.get(label.get("role", ""))
    return label.get("role_name") or (str(shipped[0]) if shipped else "")


def fields_in_words(names: list[str]) -> list[str]:
    """A name that is not known here is said as what it is: something else of theirs."""
    return list(dict.fromkeys(str(_FIELDS.get(name, _("other details"))) for name in names))
