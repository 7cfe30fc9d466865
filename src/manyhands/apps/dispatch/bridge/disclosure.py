"""What a helper may see once they have said yes."""

from dataclasses import dataclass
from urllib.parse import quote

from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import Household, Person
from manyhands.apps.places.models import Place, PlacedBy
from manyhands.core.privacy.disclosure import DISCLOSABLE, DisclosedField, ViewerRole, visible_fields
from manyhands.core.values.names import first_name

_F = DisclosedField
# Positions that say more than the words beside them.
_EXACT = (PlacedBy.PIN, PlacedBy.GEOCODER, PlacedBy.STAFF)


def fields_on_acceptance(part: NeedPart) -> list[str]:
    """What the kind of help opens; a neighbour under a nickname gives that and masked messages instead."""
    listed = [DisclosedField(name) for name in part.category.disclosure if name in list(DisclosedField)]
    seen = visible_fields(ViewerRole.VOLUNTEER, "accepted", listed, anonymous=part.need.person.is_nickname)
    return sorted(field.value for field in seen & DISCLOSABLE)


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a grant opens of one need, and nothing else: what is not granted is not even read."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    maps_url: str = ""
    access_notes: str = ""
    details: str = ""
    household: Household | None = None


def disclosed(need: Need, fields: frozenset[str]) -> Disclosed:
    """`fields` are those of a grant that is open now."""
    address, maps_url = _address(need.place) if need.place and _F.ADDRESS in fields else ("", "")
    return Disclosed(
        name=_name(need.person, fields),
        phone=need.person.phone if _F.PHONE in fields else "",
        email=need.person.email if _F.EMAIL in fields else "",
        address=address,
        maps_url=maps_url,
        access_notes=need.place.access_notes if need.place and _F.ACCESS_NOTES in fields else "",
        details=need.details if _F.DETAILS in fields else "",
        household=need.household if _F.HOUSEHOLD in fields else None,
    )


def _name(person: Person, fields: frozenset[str]) -> str:
    if _F.NAME in fields or (_F.NICKNAME in fields and person.is_nickname):
        return person.name
    return first_name(person.name) if _F.FIRST_NAME in fields else ""


def _address(place: Place) -> tuple[str, str]:
    """The words, and where a map on the helper's own device may open: no third party is asked."""
    words = ", ".join(part for part in (place.text, place.zip_code, place.area_name) if part)
    point = place.position
    exact = point if place.placed_by in _EXACT else None
    where = f"{exact.lat:.5f},{exact.lon:.5f}" if exact else "0,0"
    return words, f"geo:{where}?q={quote(words)}" if words else ""
