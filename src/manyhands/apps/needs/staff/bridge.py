"""From what staff typed to what the actions take."""

from manyhands.apps.needs.actions import Asked
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.staff.forms import IntakeForm
from manyhands.apps.needs.states import ForWhom, Source
from manyhands.apps.people.actions import Contact
from manyhands.apps.places.actions import ON_THE_PHONE, ToldPlace
from manyhands.apps.places.models import PlaceKind


def asked_from(form: IntakeForm) -> Asked:
    data = form.cleaned_data
    for_other = data["for_whom"] != ForWhom.SELF and (data["asked_by_name"] or data["asked_by_phone"])
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
        asked_by=Contact(name=data["asked_by_name"], phone=data["asked_by_phone"]) if for_other else None,
        place=told_place(data["address"], data["zip_code"], data["access_notes"]),
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


def told_place(address: str, zip_code: str, access_notes: str) -> ToldPlace:
    if address:
        return ToldPlace(kind=PlaceKind.ADDRESS, text=address, zip_code=zip_code, access_notes=access_notes)
    if zip_code:
        return ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code, access_notes=access_notes)
    return ON_THE_PHONE
