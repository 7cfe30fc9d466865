"""Forgetting a person reaches every app: those above this one register what they hold, none is called by name."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from manyhands.apps.groups.actions import take_turn
from manyhands.apps.journal.actions import forget_in_journal, record
from manyhands.apps.people.actions import empty_card
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions.holds import refuse_if_held
from manyhands.apps.privacy.models import Consent, DisclosureGrant, PrivateLink, Reading
from manyhands.storage.actors import Actor, ActorKind
from manyhands.storage.forgetting import empty_log

Erasure = Callable[..., None]
_erasures: list[Erasure] = []


def register_erasure(erasure: Erasure) -> None:
    """`erasure(person, by=, at=)` empties what an app holds of the person, in the transaction that forgets them."""
    _erasures.append(erasure)


@transaction.atomic
def erase_person(person: Person, *, by: Actor, at: datetime) -> None:
    """Empty everything that a group holds of one person. Ids, states and counts stay, without a name to them.

    Raises HeldError where it has to be kept for now.

    The group's lock comes first: a plan that is stored meanwhile takes it, and then the rows of the people in it.
    """
    take_turn(person.group_id)
    refuse_if_held(person, at=at)
    for erasure in _erasures:
        erasure(person, by=by, at=at)
    PrivateLink.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)
    live = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    DisclosureGrant.objects.filter(live, Q(subject=person) | Q(viewer=person)).update(closes_at=at)
    Consent.objects.filter(person=person, withdrawn_at__isnull=True).update(withdrawn_at=at)
    Reading.objects.filter(subject=person).update(reader_label={})
    empty_card(person, by=by, at=at)
    record("person.erased", person, by=by, at=at)
    forget_in_journal(
        person.group_id,
        person._meta.label_lower,
        person.pk,
        actor_kind=ActorKind.NEIGHBOUR,
        keep_verbs=["person.erased"],
    )
    empty_log()
