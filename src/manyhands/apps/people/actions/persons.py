from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import transaction
from django.db.models import Q, QuerySet

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Group, Membership, MembershipState
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import (
    Household,
    NameToken,
    Organisation,
    OrganisationState,
    Person,
    ReachBy,
    SafetyReport,
    Volunteer,
    VolunteerState,
    WeekOff,
    Wish,
)
from manyhands.apps.places.actions import forget_place
from manyhands.core.values.names import name_tokens
from manyhands.core.values.phones import indexable_phone
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import blind_index


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is called and reached. `phone` is E.164 where it could be read, else as it was said."""

    name: str = ""
    is_nickname: bool = False
    phone: str = ""
    email: str = ""
    reach_by: str = ReachBy.CALL
    reach_note: str = ""
    language: str = "en"

    @classmethod
    def of(cls, person: Person) -> Self:
        """What is known now: to change one thing, `replace(Contact.of(person), phone=…)`."""
        return cls(**{name: getattr(person, name) for name in cls.__slots__})


@transaction.atomic
def add_person(
    group: Group, contact: Contact, *, by: Actor, at: datetime, user: User | None = None
) -> Person:
    person = Person(group=group, user=user, created_at=at)
    fields = _write(person, contact)
    record("person.added", person, by=by, at=at, fields=fields)
    return person


@transaction.atomic
def change_person(person: Person, contact: Contact, *, by: Actor, at: datetime) -> Person:
    if Contact.of(person) != contact:
        fields = _write(person, contact)
        record("person.changed", person, by=by, at=at, fields=fields)
    return person


def _write(person: Person, contact: Contact) -> list[str]:
    changed = [name for name in Contact.__slots__ if getattr(person, name) != getattr(contact, name)]
    for name in changed:
        setattr(person, name, getattr(contact, name))
    person.phone_index, person.email_index = _indexes_of(person)
    is_new = person.pk is None
    person.save()
    if "name" in changed:
        _index_name(person, is_new=is_new)
    return changed


def _indexes_of(person: Person) -> tuple[str, str]:
    return (
        blind_index(person.group_id, "phone", indexable_phone(person.phone)),
        blind_index(person.group_id, "email", person.email.strip().casefold()),
    )


def _tokens_of(person: Person) -> list[str]:
    return [blind_index(person.group_id, "name", token) for token in sorted(name_tokens(person.name))]


def _index_name(person: Person, *, is_new: bool) -> None:
    if not is_new:
        NameToken.objects.filter(person=person).delete()
    NameToken.objects.bulk_create(
        NameToken(group_id=person.group_id, person=person, token_index=token) for token in _tokens_of(person)
    )


def cards_with_indexes() -> QuerySet[Any]:
    """Registered with `storage`, like the two below: by which cards are found, while keys are changed."""
    return Person.objects.prefetch_related("name_tokens")


def has_old_index(person: Person) -> bool:
    tokens = {token.token_index for token in person.name_tokens.all()}
    return (person.phone_index, person.email_index) != _indexes_of(person) or tokens != set(
        _tokens_of(person)
    )


def renew_index(person: Person) -> None:
    """Nothing that anybody said changes, so there is no line in the journal."""
    person.phone_index, person.email_index = _indexes_of(person)
    person.save(update_fields=["phone_index", "email_index"])
    _index_name(person, is_new=False)


@transaction.atomic
def empty_card(person: Person, *, by: Actor, at: datetime) -> None:
    """Take out everything that says who somebody is. The row stays for what hangs on it: counts, not people.

    A safety report that nobody has answered yet stays readable for those who handle it.
    """
    for name in ("name", "phone", "phone_index", "email", "email_index", "reach_note"):
        setattr(person, name, "")
    # Whoever is still a member signs their work with that name; whoever has left does not.
    gone = [MembershipState.LEFT, MembershipState.NOT_ADMITTED]
    if person.user_id is not None:
        Membership.objects.filter(user_id=person.user_id, state__in=gone).update(display_name="")
    person.user, person.anonymised_at = None, at
    person.save()
    NameToken.objects.filter(person=person).delete()
    Household.objects.filter(person=person).update(ages={}, diets="", access_needs="")
    for volunteer in Volunteer.objects.filter(person=person).select_related("start_place"):
        if volunteer.start_place is not None:
            forget_place(volunteer.start_place, by=by, at=at)
        Volunteer.objects.filter(pk=volunteer.pk).update(state=VolunteerState.LEFT, week_slots=None)
    for organisation in Organisation.objects.filter(contact=person).select_related("place"):
        if organisation.place is not None:
            forget_place(organisation.place, by=by, at=at)
        Organisation.objects.filter(pk=organisation.pk).update(
            name="", about="", state=OrganisationState.LEFT, week_slots=None
        )
    WeekOff.objects.filter(volunteer__person=person).delete()
    Wish.objects.filter(Q(neighbour=person) | Q(helper=person)).delete()
    SafetyReport.objects.filter(reporter=person, handled_at__isnull=False).update(text="", answer="")
    record("person.emptied", person, by=by, at=at, fields=["name", "phone", "email"])
