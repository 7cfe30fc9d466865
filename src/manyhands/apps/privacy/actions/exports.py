"""Everything that a group holds of one person, in one piece: apps register what they can tell of somebody."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions.archive import make_archive
from manyhands.apps.privacy.queries import Extract, list_own_extracts
from manyhands.storage.actors import Actor

Collect = Callable[[Person], Iterable[Extract]]
_collectors: list[Collect] = []


def register_export(collect: Collect) -> None:
    """`collect(person)` returns what an app holds of the person, said in the language of the moment."""
    _collectors.append(collect)


@transaction.atomic
def export_person(person: Person, *, by: Actor, at: datetime) -> list[Extract]:
    """What the person is told that we hold. That they asked is journalled; what they got is not kept."""
    record("person.exported", person, by=by, at=at)
    return list_all_extracts(person)


@transaction.atomic
def pack_persons(group: Group, persons: Iterable[Person], *, by: Actor, at: datetime) -> bytes:
    """The same as one file, for the cards that are one human being's."""
    cards = list(persons)
    for person in cards:
        record("person.exported", person, by=by, at=at)
    return make_archive(group, lambda: [one for card in cards for one in list_all_extracts(card)], at=at)


def list_all_extracts(person: Person) -> list[Extract]:
    extracts = list_own_extracts(person)
    for collect in _collectors:
        extracts.extend(collect(person))
    return extracts
