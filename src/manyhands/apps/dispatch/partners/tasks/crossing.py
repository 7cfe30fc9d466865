"""After the yes, and what has to be known on the other side later: the only things that cross from group to group."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from manyhands.apps.dispatch.actions import RefusedError, assign
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.actions import SHARER, accept_ask, follow_task, note_ask, withdraw_ask
from manyhands.apps.dispatch.partners.queries import find_card, is_sharing_with, what_became_of
from manyhands.apps.dispatch.partners.words import EMAIL, FIRST_NAME, PHONE
from manyhands.apps.dispatch.states import AskState
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import Contact, add_lent_card, renew_lent_card
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.actions import erase_person
from manyhands.apps.privacy.queries import is_held
from manyhands.core.values.names import first_name
from manyhands.storage.scope import group_scope, system_scope


def settle_ask(group_id: int, ask_id: int) -> None:
    """The helper has said yes: a card and a task in the group that asks, with what they have agreed to and no more.

    All of it or nothing, and once, however often the job runs.
    """
    at = timezone.now()
    with transaction.atomic():
        with group_scope(group_id):
            ask = _find_agreed(ask_id)
            if ask is None:
                return
            contact = _agreed_contact(ask)
            known = _cards_there(ask)
        try:
            with transaction.atomic(), group_scope(ask.asking_group_id):
                numbers = _take(ask, contact, known, at=at)
        except (RefusedError, NeedPart.DoesNotExist):
            numbers = None
        with group_scope(group_id):
            if numbers is None:
                withdraw_ask(ask, by=SHARER, at=at)
            else:
                accept_ask(ask, card_number=numbers[0], assignment_number=numbers[1], by=SHARER, at=at)


def _find_agreed(ask_id: int) -> PartnerAsk | None:
    rows = PartnerAsk.objects.select_for_update(of=("self",)).filter(pk=ask_id, state=AskState.AGREED)
    ask: PartnerAsk | None = rows.select_related("group", "asking_group", "helper").first()
    if ask is not None and not is_sharing_with(ask.group, ask.asking_group_id):
        withdraw_ask(ask, by=SHARER, at=timezone.now())
        return None
    return ask


def _agreed_contact(ask: PartnerAsk) -> Contact:
    """Field by field: whatever is not agreed to is not even looked at."""
    person: Person = ask.helper
    with override(ask.asking_group.languages[0] if ask.asking_group.languages else "en"):
        note = _("From %(group)s") % {"group": ask.group.name}
    return Contact(
        name=first_name(person.name) if FIRST_NAME in ask.agreed else "",
        phone=person.phone if PHONE in ask.agreed else "",
        email=person.email if EMAIL in ask.agreed else "",
        reach_by="email" if EMAIL in ask.agreed else person.reach_by,
        reach_note=note,
        language=person.language,
    )


def _cards_there(ask: PartnerAsk) -> list[int]:
    rows = PartnerAsk.objects.filter(helper=ask.helper_id, asking_group=ask.asking_group_id)
    return [number for number in rows.values_list("card_number", flat=True) if number is not None]


def _take(ask: PartnerAsk, contact: Contact, known: Sequence[int], *, at: datetime) -> tuple[int, int]:
    """In the group that asks, by the ordinary ways: its locks, its disclosure, its messages, its journal."""
    group = ask.asking_group
    part = NeedPart.objects.select_related("category").get(group=group, pk=ask.part_number)
    skills = list(part.category.required_skills.all())
    card_number = find_card(group, known)
    if card_number is None:
        volunteer = add_lent_card(group, contact, skills, by=SHARER, at=at)
    else:
        volunteer = Volunteer.objects.select_related("person", "group").get(pk=card_number)
        renew_lent_card(volunteer, contact, skills, by=SHARER, at=at)
    task = assign(part, Helper(volunteer), made_by=None, by=SHARER, at=at, even_over_limit=True)
    return volunteer.pk, task.pk


def follow_lent_task(group_id: int, assignment_id: int) -> None:
    """Something has become of a task in the group that asked; the helper's own group knows of it by its ask."""
    with group_scope(group_id):
        state = what_became_of(assignment_id)
    with system_scope("follow a task for partners"):
        rows = PartnerAsk.objects.filter(asking_group=group_id, assignment_number=assignment_id)
        own = rows.values_list("group_id", "pk").first()
    if own is not None and state is not None:
        with group_scope(own[0]):
            follow_task(own[1], state, by=SHARER, at=timezone.now())


def note_at_asking_group(group_id: int, part_number: int, word: str) -> None:
    with group_scope(group_id):
        note_ask(group_id, part_number, word, by=SHARER, at=timezone.now())


def forget_card(group_id: int, card_number: int) -> None:
    """Their own group has forgotten them."""
    with group_scope(group_id):
        card = Volunteer.objects.select_related("person__group").filter(pk=card_number).first()
        at = timezone.now()
        # One that has to be kept here goes when that is over: nothing needs it any more.
        if card is not None and card.person.anonymised_at is None and not is_held(card.person, at=at):
            erase_person(card.person, by=SHARER, at=at)
