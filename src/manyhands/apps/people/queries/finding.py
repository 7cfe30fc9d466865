"""Somebody in particular: by account, name or telephone; encrypted fields are found by their blind indexes."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Organisation, Person, Volunteer
from manyhands.apps.people.queries.lists import list_organisations
from manyhands.apps.people.queries.week import Order, sorted_volunteers, with_row
from manyhands.core.values.names import name_tokens
from manyhands.core.values.phones import NotAPhoneNumberError, indexable_phone, read_phone
from manyhands.storage.encryption import blind_indexes

_MOST_FOUND = 100


def find_persons_by_phone(group: Group, text: str) -> list[Person]:
    """Everybody known under a number: phones are shared by households and by helpers who ask for others."""
    indexes = _phone_indexes(group, text)
    return list(Person.objects.filter(phone_index__in=indexes).order_by("id")) if indexes else []


def find_persons_by_name(group: Group, text: str, *, at_most: int = 20) -> list[Person]:
    """People whose names have all the words typed, in any order, accents and case aside."""
    rows = _named(group, text)
    return list(rows.order_by("-id")[:at_most]) if rows is not None else []


def persons_named(group: Group, text: str) -> QuerySet[Any]:
    """Their ids, to be asked for inside another query; nobody when there is no word in it."""
    named = _named(group, text)
    return (named if named is not None else Person.objects.none()).values("pk")


def find_volunteer_of(membership: Membership) -> Volunteer | None:
    return (
        Volunteer.objects.filter(membership=membership)
        .select_related("group", "person", "start_place")
        .prefetch_related("skills")
        .first()
    )


def find_volunteer_by_person(group: Group, person_id: int) -> Volunteer | None:
    rows = Volunteer.objects.filter(group=group, person_id=person_id, person__anonymised_at=None)
    return (
        rows.select_related("person", "start_place", "membership", "group").prefetch_related("skills").first()
    )


def find_namesakes(group: Group, *, phone: str, email: str) -> list[Volunteer]:
    """Volunteers already there with this phone or this e-mail address: the same person, or one household."""
    indexes = Q()
    if phone:
        indexes |= Q(person__phone_index__in=_phone_indexes(group, phone))
    if email:
        indexes |= Q(person__email_index__in=blind_indexes(group.pk, "email", email.strip().casefold()))
    if not indexes:
        return []
    return list(Volunteer.objects.filter(indexes, group=group).select_related("person").order_by("id")[:5])


def search_volunteers(group: Group, text: str, *, order: str = Order.ROOM, at: datetime) -> QuerySet[Any]:
    """By name or by telephone number, in whatever state; encrypted fields are found by their blind indexes."""
    named = _named(group, text)
    found = Q(person__in=named.values("pk")) if named is not None else Q(pk=None)
    numbers = _phone_indexes(group, text)
    if numbers:
        found |= Q(person__phone_index__in=numbers)
    rows = with_row(Volunteer.objects.filter(found, group=group), group, at=at)
    return sorted_volunteers(rows, order, group, at=at)[:_MOST_FOUND]


def search_organisations(group: Group, text: str) -> list[Organisation]:
    return list(list_organisations(group).filter(name__icontains=text)[:_MOST_FOUND])


def find_organisation(group: Group, organisation_id: int) -> Organisation | None:
    rows = Organisation.objects.filter(group=group, pk=organisation_id)
    return rows.select_related("contact", "place", "group", "membership").prefetch_related("skills").first()


def _phone_indexes(group: Group, text: str) -> list[str]:
    try:
        number = read_phone(text, region=group.phone_region)
    except NotAPhoneNumberError:
        number = text
    return blind_indexes(group.pk, "phone", indexable_phone(number))


def _named(group: Group, text: str) -> QuerySet[Any] | None:
    words = [indexes for word in text.split() if (indexes := _name_indexes(group, word))]
    if not words:
        return None
    found = Person.objects.all()
    for indexes in words:
        found = found.filter(name_tokens__token_index__in=indexes)
    return found.distinct()


def _name_indexes(group: Group, word: str) -> list[str]:
    tokens = sorted(name_tokens(word))
    return [index for token in tokens for index in blind_indexes(group.pk, "name", token)]
