from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Person, Volunteer
from manyhands.core.values.phones import NotAPhoneNumberError, indexable_phone, read_phone
from manyhands.core.values.names import name_tokens
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
