from typing import Any

from django.db.models import Count, QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Organisation, Person, Volunteer, VolunteerState
from manyhands.core.values.names import name_tokens
from manyhands.core.values.phones import NotAPhoneNumberError, indexable_phone, read_phone
from manyhands.storage.encryption import blind_index


def find_persons_by_phone(group: Group, text: str) -> list[Person]:
    """Everybody known under a number: phones are shared by households and by helpers who ask for others."""
    try:
        number = read_phone(text, region=group.phone_region)
    except NotAPhoneNumberError:
        number = text
    index = blind_index(group.pk, "phone", indexable_phone(number))
    return list(Person.objects.filter(phone_index=index).order_by("id")) if index else []


def find_persons_by_name(group: Group, text: str, *, at_most: int = 20) -> list[Person]:
    """People whose names have all the words typed, in any order, accents and case aside."""
    words = [indexes for word in text.split() if (indexes := _name_indexes(group, word))]
    found = Person.objects.all()
    for indexes in words:
        found = found.filter(name_tokens__token_index__in=indexes)
    return list(found.distinct().order_by("-id")[:at_most]) if words else []


def _name_indexes(group: Group, word: str) -> list[str]:
    return [blind_index(group.pk, "name", token) for token in sorted(name_tokens(word))]


def find_volunteer_of(membership: Membership) -> Volunteer | None:
    return (
        Volunteer.objects.filter(membership=membership)
        .select_related("person", "start_place")
        .prefetch_related("skills")
        .first()
    )


def find_volunteer_by_person(group: Group, person_id: int) -> Volunteer | None:
    rows = Volunteer.objects.filter(group=group, person_id=person_id)
    return (
        rows.select_related("person", "start_place", "membership", "group").prefetch_related("skills").first()
    )


def list_volunteers(group: Group, *, state: str = "", name: str = "") -> QuerySet[Any]:
    """Volunteers in a state, or whose name has the words typed; page it before reading."""
    rows = Volunteer.objects.filter(group=group)
    if state:
        rows = rows.filter(state=state)
    if name:
        rows = rows.filter(person__in=find_persons_by_name(group, name, at_most=100))
    return (
        rows.select_related("person", "start_place")
        .prefetch_related("skills")
        .order_by("-details_confirmed_at")
    )


def list_applicants(group: Group) -> QuerySet[Any]:
    """Who waits for a yes, the longest first."""
    rows = Volunteer.objects.filter(group=group, state=VolunteerState.APPLICANT)
    return (
        rows.select_related("person", "start_place", "membership").prefetch_related("skills").order_by("id")
    )


def count_volunteers_by_state(group: Group) -> dict[str, int]:
    counts = dict.fromkeys(VolunteerState.values, 0)
    rows = Volunteer.objects.filter(group=group).values_list("state").annotate(count=Count("id"))
    return counts | dict(rows)


def list_organisations(group: Group) -> QuerySet[Any]:
    return Organisation.objects.filter(group=group).select_related("contact", "place").order_by("name")


def list_organisations_of(membership: Membership) -> list[Organisation]:
    return list(Organisation.objects.filter(membership=membership).order_by("name"))


def find_organisation(group: Group, organisation_id: int) -> Organisation | None:
    rows = Organisation.objects.filter(group=group, pk=organisation_id)
    return rows.select_related("contact", "place", "group").prefetch_related("skills").first()
