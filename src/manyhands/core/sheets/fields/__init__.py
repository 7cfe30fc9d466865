"""The named fields a sheet can hold, and the words that groups write above them.

All words are folded (:func:`manyhands.core.sheets.text.fold`): lower case, no accents, no
punctuation. English and Spanish stand side by side, because sheets mix them.
"""

from typing import Final

from manyhands.core.sheets.fields.field import Field, Kind
from manyhands.core.sheets.fields.needs import NEEDS_FIELDS
from manyhands.core.sheets.fields.shared import SHARED_FIELDS
from manyhands.core.sheets.fields.volunteers import VOLUNTEERS_FIELDS

__all__ = ["ESSENTIAL", "OWN_FIELDS", "Field", "Kind", "fields_of"]

#: What only a sheet of that kind has; tells one kind from the other.
OWN_FIELDS: Final[dict[Kind, tuple[Field, ...]]] = {
    "needs": NEEDS_FIELDS,
    "volunteers": VOLUNTEERS_FIELDS,
}

_PERSON: Final = ("name", "first_name", "last_name", "phone", "email", "contact")
_PLACE: Final = ("address", "zip", "area", "coordinates", "latitude")

#: Of each line at least one field must be there; the word says what the line is about.
ESSENTIAL: Final[dict[Kind, dict[str, tuple[str, ...]]]] = {
    "needs": {"what_is_needed": ("category", "details"), "who_or_where": (*_PERSON, *_PLACE)},
    "volunteers": {"who": _PERSON},
}


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Return every field that a sheet of this kind can have.

    >>> "urgency" in [field.key for field in fields_of("needs")]
    True
    >>> "urgency" in [field.key for field in fields_of("volunteers")]
    False
    """
    return SHARED_FIELDS + OWN_FIELDS[kind]
