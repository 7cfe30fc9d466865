"""From what staff typed to what the actions take."""

from typing import Any

from manyhands.apps.needs.actions import Asked
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.staff.forms.intake import IntakeForm
from manyhands.apps.needs.states import Source
from manyhands.apps.people.actions import Contact
from manyhands.apps.places.actions import ON_THE_PHONE, ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.core.values.point import Point


def asked_from(form: IntakeForm) -> Asked:
    data = form.cleaned_data
    size = data["household_size"]
    return Asked(
        categories=[form.by_key[key] for key in data["categories"]],
        contact=Contact(
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            reach_by=data["reach_by"],
            language=data["language"],
        ),
        asked_by=_caller(data),
        organisation=form.organisations.get(data.get("organisation", "")),
        place=told_place(data["address"], data["zip_code"], data["access_notes"], data["position"]),
        source=Source.PHONE,
        for_whom=data["for_whom"],
        household=AskedHousehold(size=size) if size else None,
        details=data["details"],
        summary=data["summary"],
        urgency=data["urgency"],
        when_kind=form.when.kind,
        starts_at=form.when.starts_at,
        due_at=form.when.due_at,
    )


def told_place(address: str, zip_code: str, access_notes: str, position: Point | None = None) -> ToldPlace:
    zip_code = zip_code.strip()
    if address or position:
        kind = PlaceKind.ADDRESS if address else PlaceKind.PIN
        return ToldPlace(kind, address, zip_code, access_notes, position)
    if zip_code:
        return ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code, access_notes=access_notes)
    return ON_THE_PHONE


def _caller(data: dict[str, Any]) -> Contact | None:
    """Somebody else who called; they speak the language of the call."""
    name, phone = data["asked_by_name"], data["asked_by_phone"]
    return Contact(name=name, phone=phone, language=data["language"]) if name or phone else None
