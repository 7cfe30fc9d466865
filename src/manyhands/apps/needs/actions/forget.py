"""Forgetting what somebody asked for. The need itself stays, as a count without a name."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from manyhands.apps.groups.actions import take_turn
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.actions import forget_messages_about
from manyhands.apps.needs.actions.moves import close_need
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need, NeedMove, RequestDraft
from manyhands.apps.needs.queries.status import is_only_a_neighbour
from manyhands.apps.needs.states import CloseReason, NeedState
from manyhands.apps.people.models import Household, Person
from manyhands.apps.places.actions import forget_place
from manyhands.apps.privacy.actions import erase_person, revoke_links
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.storage.actors import Actor
from manyhands.storage.forgetting import empty_log


@transaction.atomic
def delete_details(need: Need, *, by: Actor, at: datetime) -> None:
    """The neighbour wants to be forgotten now. What is under way ends first, and whoever was coming is told.

    A card that also stands for an account, a volunteer or an organisation is theirs to delete on their own pages;
    of it only this request is forgotten.
    """
    take_turn(need.group_id)
    person, asked_by = need.person, need.asked_by
    if is_only_a_neighbour(person):
        erase_person(person, by=by, at=at)
    else:
        forget_need(need, by=by, at=at)
    if asked_by is not None and asked_by != person and _nothing_needs(asked_by):
        erase_person(asked_by, by=by, at=at)


@transaction.atomic
def forget_when_due(need: Need, *, by: Actor, at: datetime) -> None:
    """The group's time for keeping it is over. Cards that nothing else needs go with it."""
    take_turn(need.group_id)
    forget_need(need, by=by, at=at)
    for card in filter(None, (need.person, need.asked_by)):
        if _nothing_needs(card):
            erase_person(card, by=by, at=at)


def forget_needs_of(person: Person, *, by: Actor, at: datetime) -> None:
    """Registered with `privacy`: runs whenever a person is forgotten, for whatever reason."""
    kept = Need.objects.filter(person=person, forgotten_at__isnull=True)
    for need in kept.select_related("group", "place", "household", "person"):
        forget_need(need, by=by, at=at)


@transaction.atomic
def forget_need(need: Need, *, by: Actor, at: datetime) -> None:
    if need.state != NeedState.CLOSED:
        close_need(need, reason=CloseReason.NO_LONGER_NEEDED, by=by, at=at)
        need.refresh_from_db()
    need.details = need.summary = ""
    empty_log()
    need.forgotten_at = at
    need.version += 1
    need.save(update_fields=["details", "summary", "forgotten_at", "version"])
    if need.place is not None:
        forget_place(need.place, by=by, at=at)
    if need.household_id is not None:
        Household.objects.filter(pk=need.household_id).update(ages={}, diets="", access_needs="")
    InternalNote.objects.filter(need=need).delete()
    ContactAttempt.objects.filter(need=need).update(note="")
    NeedMove.objects.filter(need=need).update(reason="")
    RequestDraft.objects.filter(need=need).delete()
    forget_messages_about(need, need.person, at=at)
    revoke_links(need.group, LinkPurpose.NEED_STATUS, need.pk, by=by, at=at)
    record("need.forgotten", need, by=by, at=at, fields=["details", "summary", "place", "household", "notes"])


def _nothing_needs(card: Person) -> bool:
    """No request that is still kept, whoever it is for, and nothing else that the card stands for."""
    asks = Q(person=card) | Q(asked_by=card)
    return is_only_a_neighbour(card) and not Need.objects.filter(asks, forgotten_at__isnull=True).exists()
