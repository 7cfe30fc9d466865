from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Household, NameToken, Person, ReachBy, SafetyReport
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
    fields = _write(person, contact)
    record("person.changed", person, by=by, at=at, fields=fields)
    return person


def _write(person: Person, contact: Contact) -> list[str]:
    changed = [name for name in Contact.__slots__ if getattr(person, name) != getattr(contact, name)]
    for name in changed:
        setattr(person, name, getattr(contact, name))
    person.phone_index = blind_index(person.group_id, "phone", indexable_phone(contact.phone))
    person.email_index = blind_index(person.group_id, "email", contact.email.strip().casefold())
    person.save()
    _index_name(person)
    return changed


def _index_name(person: Person) -> None:
    NameToken.objects.filter(person=person).delete()
    NameToken.objects.bulk_create(
        NameToken(
            group_id=person.group_id, person=person, token_index=blind_index(person.group_id, "name", token)
        )
        for token in sorted(name_tokens(person.name))
    )


@transaction.atomic
def empty_card(person: Person, *, by: Actor, at: datetime) -> None:
    """Take out everything that says who somebody is. The row stays for what hangs on it: counts, not people.

    A safety report that nobody has answered yet stays readable for those who handle it.
    """
    for name in ("name", "phone", "phone_index", "email", "email_index", "reach_note"):
        setattr(person, name, "")
    person.user, person.anonymised_at = None, at
    person.save()
    NameToken.objects.filter(person=person).delete()
    Household.objects.filter(person=person).update(ages={}, diets="", access_needs="")
    SafetyReport.objects.filter(reporter=person, handled_at__isnull=False).update(text="", answer="")
    record("person.emptied", person, by=by, at=at, fields=["name", "phone", "email"])
