"""Who sees what of those who help: the same kind of table as that of requests, in ``disclosure``."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from manyhands.core.privacy.disclosure import Sight


class PersonField(StrEnum):
    """A piece of what somebody who helps, or an organisation, has told the group."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PHONE = "phone"
    EMAIL = "email"
    REACH_NOTE = "reach_note"
    ADDRESS = "address"
    """Where they start from."""
    OWN_NAME = "own_name"
    """Of an organisation."""
    ABOUT = "about"
    """What an organisation does."""


class PersonReader(StrEnum):
    """The part somebody plays towards one who helps."""

    VISITOR = "visitor"
    STRANGER = "neighbour"
    """Somebody who asks, and whom they do not help."""
    HELPED = "helped"
    """Somebody who asks, from the moment at which they said yes."""
    SELF = "self"
    OTHER = "other helper"
    INTAKE = "intake"
    COORDINATOR = "coordinator"
    VETTER = "vetter"
    DRIVER_LEAD = "driver_lead"
    ORGANISER = "organiser"
    READER = "reader"
    PARTNER_STAFF = "partner_staff"
    PROGRAM = "program"
    """One that may see requests and show contact details."""
    ASSIGNING_PROGRAM = "assigning_program"


_HELPER = """
field        visitor stranger helped self other intake coord vetter drive organ reader partner program assigns
first_name   -       -        yes    yes  -     yes    yes   yes    yes   yes   -      -       -       yes
last_name    -       -        -      yes  -     yes    yes   yes    yes   yes   -      -       -       yes
phone        -       -        -      yes  -     noted  noted -      -     noted -      -       -       -
email        -       -        -      yes  -     noted  noted -      -     noted -      -       -       -
reach_note   -       -        -      yes  -     noted  noted -      -     noted -      -       -       -
address      -       -        -      yes  -     noted  noted -      -     noted -      -       -       -
"""

_ORGANISATION = """
field        visitor stranger helped self other intake coord vetter drive organ reader partner program assigns
own_name     -       -        yes    yes  -     yes    yes   yes    yes   yes   -      -       -       yes
about        -       -        -      yes  -     -      yes   -      -     yes   -      -       -       -
first_name   -       -        -      yes  -     -      noted -      -     noted -      -       -       -
last_name    -       -        -      yes  -     -      noted -      -     noted -      -       -       -
phone        -       -        -      yes  -     -      noted -      -     noted -      -       -       -
email        -       -        -      yes  -     -      noted -      -     noted -      -       -       -
"""


def _read_table(text: str) -> Mapping[tuple[PersonField, PersonReader], Sight]:
    _head, *rows = [line.split() for line in text.strip().splitlines()]
    return MappingProxyType(
        {
            (PersonField(name), reader): Sight(sight)
            for name, *sights in rows
            for reader, sight in zip(PersonReader, sights, strict=True)
        }
    )


WHO_SEES_HELPERS: Final = _read_table(_HELPER)
WHO_SEES_ORGANISATIONS: Final = _read_table(_ORGANISATION)
