"""Forgetting what somebody asked for. The need itself stays, as a count without a name."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from manyhands.apps.groups.actions import take_turn
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.actions import forget_messages_about
from manyhands.apps.needs.actions.moves import close_need
from manyhands.apps.needs.models import ContactAttempt, InternalNote, Need, NeedMove, NeedPart, RequestDraft
from manyhands.apps.needs.queries.retention import is_need_held
from manyhands.apps.needs.queries.status import is_only_a_neighbour
from manyhands.apps.needs.states import CloseReason, NeedState
from manyhands.apps.people.models import Household, Person
from manyhands.apps.places.actions import forget_place
from manyhands.apps.privacy.actions import HeldError, erase_person, revoke_links
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.apps.privacy.queries import is_held
from manyhands.core.privacy.retention import week_of
from manyhands.storage.actors import Actor
from manyhands.storage.forgetting import empty_log

# `forgotten_at` stays: whoever looks after deleting has to know when it was done.
_MOMENTS = (
    "asked_at", "confirmed_at", "opened_at", "closed_at", "starts_at", "due_at", "follow_up_at",
    "still_needed_asked_at",
)  # fmt: skip
_OF_PARTS = ("starts_at", "due_at", "listed_at")


@transaction.atomic
def delete_details(need: Need, *, by: Actor, at: datetime) -> None:
    """The neighbour wants to be forgotten now. What is under way ends first, and whoever was coming is told.

    A card that also stands for an account, a volunteer or an organisation is theirs to delete on their own pages;
    of it only this request is forgotten. Raises HeldError where it has to be kept for now.
    """
    take_turn(need.group_id)
    if is_need_held(need, at=at):
        raise HeldError
    person, asked_by = need.person, need.asked_by
    if is_only_a_neighbour(person) and not is_held(person, at=at):
        erase_person(person, by=by, at=at)
    else:
        forget_need(need, by=by, at=at)
    if asked_by is not None and asked_by != person and _nothing_needs(asked_by, at=at):
        erase_person(asked_by, by=by, at=at)


@transaction.atomic
def forget_when_due(need: Need, *, by: Actor, at: datetime) -> None:
    """The group's time for keeping it is over. Cards that nothing else needs go with it."""
    take_turn(need.group_id)
    forget_need(need, by=by, at=at)
    for card in filter(None, (need.person, need.asked_by)):
        if _nothing_needs(card, at=at):
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
    _blur(need)
    empty_log()
    need.forgotten_at = at
    need.version += 1
    need.save(update_fields=["details", "summary", "forgotten_at", "version", *_MOMENTS])
    if need.place is not None:
        forget_place(need.place, by=by, at=at)
    if need.household_id is not None:
        Household.objects.filter(pk=need.household_id).update(ages={}, diets="", access_needs="")
    InternalNote.objects.filter(need=need).delete()
    ContactAttempt.objects.filter(need=need).update(note="")
    for move in NeedMove.objects.filter(need=need):
        NeedMove.objects.filter(pk=move.pk).update(reason="", at=week_of(move.at))
    for part in need.parts.all():
        moments = {name: week_of(moment) for name in _OF_PARTS if (moment := getattr(part, name))}
        NeedPart.objects.filter(pk=part.pk).update(**moments)
    RequestDraft.objects.filter(need=need).delete()
    forget_messages_about(need, need.person, at=at)
    revoke_links(need.group, LinkPurpose.NEED_STATUS, need.pk, by=by, at=at)
    record("need.forgotten", need, by=by, at=at, fields=["details", "summary", "place", "household", "notes"])


def _blur(need: Need) -> None:
    """What stays for counting knows the week and not the hour: moments lead back to whoever remembers them."""
    for name in _MOMENTS:
        moment = getattr(need, name)
        if moment is not None:
            setattr(need, name, week_of(moment))


def _nothing_needs(card: Person, *, at: datetime) -> bool:
    """No request that is still kept, whoever it is for, nothing else that the card stands for, and no hold."""
    asks = Q(person=card) | Q(asked_by=card)
    if is_held(card, at=at):
        return False
    return is_only_a_neighbour(card) and not Need.objects.filter(asks, forgotten_at__isnull=True).exists()
