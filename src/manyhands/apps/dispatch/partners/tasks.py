"""Joint plans of groups that share, and what has to cross from one to another.

Every scope here holds one group. What crosses is named in `queries`: before a yes nothing of anybody, and after it
what the helper has agreed to.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from manyhands.apps.dispatch.actions import RefusedError, assign
from manyhands.apps.dispatch.bridge.plan_process import PlanFailedError, work_out
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.bridge.sharing import (
    AskedPart,
    LentHelper,
    Made,
    Offer,
    joint_question,
    offers_of,
)
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.actions import (
    accept_ask,
    end_card,
    expire_ask,
    follow_task,
    forget_card_number,
    note_ask,
    propose_asks,
    withdraw_ask,
)
from manyhands.apps.dispatch.partners.queries import (
    find_card,
    is_sharing_with,
    list_asks_made,
    list_asks_with_card,
    list_free_helpers,
    list_unmet_here,
    what_became_of,
)
from manyhands.apps.dispatch.partners.words import EMAIL, FIRST_NAME, PHONE
from manyhands.apps.dispatch.queries.plans import find_live_run
from manyhands.apps.dispatch.states import LIVE_ASKS, AskState
from manyhands.apps.groups.models import Group, SharingPool
from manyhands.apps.groups.queries import list_groups_in_pool
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import Contact, add_lent_card, renew_lent_card
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.actions import erase_person
from manyhands.apps.privacy.queries import is_held
from manyhands.core.values.names import first_name
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope, system_scope

logger = logging.getLogger(__name__)
SHARER = Actor.system("sharing")


@dataclass(frozen=True, slots=True)
class _Read:
    """What the groups of a pool have said, each for itself."""

    parts: list[AskedPart]
    helpers: list[LentHelper]
    made: list[Made]


def plan_pool(pool_id: int) -> None:
    """Who of one group could do what another could not. Nothing while one of them plans: it asks again when done."""
    groups = list(Group.objects.filter(pk__in=list_groups_in_pool(pool_id)).order_by("pk"))
    if any(_is_planning(group) for group in groups):
        return
    # The hours of the week are meant in one time zone: the sharing page says so.
    for zone_name in sorted({group.time_zone for group in groups}):
        _plan_together([group for group in groups if group.time_zone == zone_name], pool_id)


def _is_planning(group: Group) -> bool:
    with group_scope(group.pk):
        return find_live_run(group) is not None


def _plan_together(groups: Sequence[Group], pool_id: int) -> None:
    at = timezone.now()
    read = _read(groups, pool_id, at=at)
    _withdraw_what_is_met(groups, read, pool_id, at=at)
    question = joint_question(read.parts, read.helpers, read.made, zone=groups[0].zone, at=at)
    if question is None:
        return
    try:
        answer = work_out(question, on_progress=lambda _percent: None)
    except PlanFailedError as error:
        logger.error("joint plan of pool %s: %s", pool_id, error)  # noqa: TRY400 - the child has said more
        return
    _keep(groups, offers_of(answer, read.parts, read.helpers), pool_id, at=at)


def _read(groups: Sequence[Group], pool_id: int, *, at: datetime) -> _Read:
    read = _Read([], [], [])
    for group in groups:
        with group_scope(group.pk):
            read.parts.extend(list_unmet_here(group, pool_id, at=at))
            read.made.extend(list_asks_made(group, pool_id))
    mondays = {part.monday for part in read.parts}
    for group in groups if mondays else ():
        with group_scope(group.pk):
            read.helpers.extend(list_free_helpers(group, pool_id, mondays, at=at))
    return read


def _keep(groups: Sequence[Group], offers: Sequence[Offer], pool_id: int, *, at: datetime) -> None:
    """One joint plan of a pool after another: what another has proposed meanwhile is not proposed twice."""
    with transaction.atomic():
        SharingPool.objects.select_for_update().get(pk=pool_id)
        sharing = set(list_groups_in_pool(pool_id))
        made: list[Made] = []
        for group in groups:
            with group_scope(group.pk):
                made.extend(list_asks_made(group, pool_id))
        live = {part for part, _volunteer, state in made if state in LIVE_ASKS}
        for group in groups:
            mine = [
                offer
                for offer in offers
                if offer.helper_group_id == group.pk
                and {group.pk, offer.part.group_id} <= sharing
                and offer.part.part_id not in live
            ]
            with group_scope(group.pk):
                propose_asks(group, mine, pool_id=pool_id, by=SHARER, at=at)


def _withdraw_what_is_met(groups: Sequence[Group], read: _Read, pool_id: int, *, at: datetime) -> None:
    """What a group has met meanwhile, or asks for no more, nobody needs to be asked for."""
    unmet = {part.part_id for part in read.parts}
    names = {group.pk for group in groups}
    for group in groups:
        with group_scope(group.pk):
            idle = PartnerAsk.objects.filter(
                group=group,
                pool=pool_id,
                asking_group__in=names,
                state__in=[AskState.PROPOSED, AskState.ASKED],
            )
            for ask in idle.exclude(part_number__in=unmet).select_related("group", "asking_group", "helper"):
                withdraw_ask(ask, by=SHARER, at=at)


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


def look_after_asks() -> None:
    """Those whose time is over, and those of groups that share no longer, with the cards that came of them."""
    at = timezone.now()
    with system_scope("look after asks of partners"):
        rows = PartnerAsk.objects.filter(Q(state__in=LIVE_ASKS) | Q(card_number__isnull=False))
        group_ids = sorted(set(rows.values_list("group_id", flat=True)))
    for group in Group.objects.filter(pk__in=group_ids).order_by("pk"):
        with group_scope(group.pk):
            _look_after(group, at=at)
        _forget_what_was_copied(group, at=at)


def _look_after(group: Group, *, at: datetime) -> None:
    live = PartnerAsk.objects.filter(group=group, state__in=LIVE_ASKS).select_related(
        "group", "asking_group", "helper"
    )
    for ask in live.order_by("pk"):
        if not is_sharing_with(group, ask.asking_group_id):
            withdraw_ask(ask, by=SHARER, at=at)
        elif ask.state == AskState.ASKED and ask.expires_at is not None and ask.expires_at <= at:
            expire_ask(ask, by=SHARER, at=at)


def _forget_what_was_copied(group: Group, *, at: datetime) -> None:
    """Groups that share no more know nothing more of each other's people. Both groups' rows or none."""
    with group_scope(group.pk):
        over = [
            (ask, ask.card_number)
            for ask in list_asks_with_card(group)
            if ask.card_number is not None and not is_sharing_with(group, ask.asking_group_id)
        ]
    for ask, card_number in over:
        with transaction.atomic():
            with group_scope(ask.asking_group_id):
                is_gone = end_card(card_number, by=SHARER, at=at)
            if is_gone:
                with group_scope(group.pk):
                    forget_card_number(ask, by=SHARER, at=at)
