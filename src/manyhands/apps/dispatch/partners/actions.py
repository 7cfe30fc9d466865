"""What a group decides about its own people when a group that shares asks for somebody. Under its own scope alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from manyhands.apps.dispatch.actions.hold import shut_door
from manyhands.apps.dispatch.actions.refused import RefusedError
from manyhands.apps.dispatch.actions.telling import LINK_OUTLIVES
from manyhands.apps.dispatch.bridge.planning.sharing import Offer
from manyhands.apps.dispatch.bridge.words.partners import kind_in_words, when_asked_in_words
from manyhands.apps.dispatch.models import Assignment, PartnerAsk
from manyhands.apps.dispatch.partners.queries import is_sharing_with, tired_in
from manyhands.apps.dispatch.partners.words import fields_to_share
from manyhands.apps.dispatch.states import LIVE, LIVE_ASKS, UNDO_FOR, AskState, Refusal
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.actions import record, record_about
from manyhands.apps.messaging.actions import cancel_messages, tell, tell_staff
from manyhands.apps.people.models import Person, Volunteer, VolunteerState
from manyhands.apps.privacy.actions import erase_person, give_consent, make_link, revoke_links
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.apps.privacy.queries import is_held
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue
from manyhands.web.words import moment_in_words

NOTE = "manyhands.apps.dispatch.partners.tasks.note_at_asking_group"
SETTLE = "manyhands.apps.dispatch.partners.tasks.settle_ask"
LOOK_AFTER = "manyhands.apps.dispatch.partners.tasks.look_after_asks"
FORGET_CARD = "manyhands.apps.dispatch.partners.tasks.forget_card"
CONSENT, CONSENT_VERSION = "partner_group", "1"
SHARER = Actor.system("sharing")
State = AskState


@transaction.atomic
def propose_asks(
    group: Group, offers: Iterable[Offer], *, pool_id: int, by: Actor, at: datetime
) -> list[PartnerAsk]:
    """Staff of the helpers' group see them; nobody is asked before one of them says yes."""
    made = []
    for offer in offers:
        ready = Volunteer.objects.filter(group=group, pk=offer.volunteer_id, state=VolunteerState.ACTIVE)
        volunteer = ready.select_related("person").first()
        if volunteer is None:
            continue
        try:
            with transaction.atomic():
                ask = _row(group, volunteer, offer, pool_id, at=at)
        except IntegrityError:
            # Asked for this once already, by a joint plan at the same moment.
            continue
        record("partner_ask.proposed", ask, by=by, at=at, fields=["state"])
        made.append(ask)
    return made


def _row(group: Group, volunteer: Volunteer, offer: Offer, pool_id: int, *, at: datetime) -> PartnerAsk:
    part = offer.part
    ask: PartnerAsk = PartnerAsk.objects.create(
        group=group,
        pool_id=pool_id,
        asking_group_id=part.group_id,
        part_number=part.part_id,
        helper=volunteer.person,
        volunteer=volunteer,
        kind_names=part.kind_names,
        when_kind=part.when_kind,
        starts_at=part.starts_at,
        due_at=part.due_at,
        area=part.area,
        language=part.language,
        minutes=part.minutes,
        distance_m=offer.distance_m,
        proposed_at=at,
    )
    return ask


@transaction.atomic
def approve_ask(ask: PartnerAsk, *, made_by: Membership | None, by: Actor, at: datetime) -> PartnerAsk:
    """Staff say yes for their group: the helper is asked, in the name of both, after the time for undoing."""
    ask = _locked(ask, State.PROPOSED)
    group = ask.group
    if ask.volunteer.state != VolunteerState.ACTIVE:
        raise RefusedError(Refusal.NOT_POSSIBLE_NOW)
    if ask.helper_id in tired_in(group, at=at):
        raise RefusedError(Refusal.ASKED_TOO_OFTEN)
    expires_at = at + timedelta(hours=group.invitation_hours)
    _move(ask, State.ASKED, by=by, at=at, asked_at=at, expires_at=expires_at, decided_by=made_by)
    tell(
        ask.helper, "partner_invitation", context=_words(ask, by=by, at=at), about=ask, by=by, at=at,
        # Who is asked once more after an undoing is told once more.
        dedup=at.isoformat(), not_before=at + UNDO_FOR,
    )  # fmt: skip
    enqueue(NOTE, ask.asking_group_id, ask.part_number, "asked")
    return ask


def _words(ask: PartnerAsk, *, by: Actor, at: datetime) -> dict[str, str]:
    with translation.override(ask.helper.language):
        return {
            "url": _url(ask, by=by, at=at),
            "partner": ask.asking_group.name,
            "kind": kind_in_words(ask, ask.helper.language),
            "when": when_asked_in_words(ask, at=at),
            "area": ask.area,
            "until": moment_in_words(ask.expires_at, at=at, zone=ask.group.zone) if ask.expires_at else "",
        }


def _url(ask: PartnerAsk, *, by: Actor, at: datetime) -> str:
    last = max(moment for moment in (at, ask.expires_at, ask.due_at) if moment)
    token = make_link(
        ask.group, LinkPurpose.PARTNER_ASK, ask.pk, ask.helper, expires_at=last + LINK_OUTLIVES, by=by, at=at
    )
    return str(settings.PUBLIC_URL) + reverse("dispatch:partner_ask", kwargs={"token": token})


@transaction.atomic
def refuse_ask(ask: PartnerAsk, *, made_by: Membership | None, by: Actor, at: datetime) -> PartnerAsk:
    """Staff say no for their group: the helper never hears of it."""
    ask = _locked(ask, State.PROPOSED)
    _move(ask, State.DECLINED, by=by, at=at, decided_by=made_by)
    enqueue(NOTE, ask.asking_group_id, ask.part_number, "declined")
    return ask


@transaction.atomic
def decline_ask(ask: PartnerAsk, *, by: Actor, at: datetime) -> PartnerAsk:
    """The helper says no; nobody asks them for this one again, and the other group never hears who it was."""
    ask = _locked(ask, State.ASKED)
    _move(ask, State.DECLINED, by=by, at=at, answered_at=at)
    cancel_messages(ask, ["partner_invitation"], by=by, at=at)
    enqueue(NOTE, ask.asking_group_id, ask.part_number, "declined")
    return ask


@transaction.atomic
def agree_to_ask(ask: PartnerAsk, *, text_shown: str, language: str, by: Actor, at: datetime) -> PartnerAsk:
    """The helper's yes, with the words they have read about what the other group will see. A job carries it over."""
    ask = _locked(ask, State.ASKED)
    if ask.expires_at is not None and ask.expires_at <= at:
        raise RefusedError(Refusal.EXPIRED)
    agreed = fields_to_share(ask.helper)
    _move(ask, State.AGREED, by=by, at=at, answered_at=at, agreed=agreed)
    give_consent(
        ask.helper,
        purpose=CONSENT,
        version=CONSENT_VERSION,
        text_shown=text_shown,
        language=language,
        by=by,
        at=at,
    )
    cancel_messages(ask, ["partner_invitation"], by=by, at=at)
    enqueue(SETTLE, ask.group_id, ask.pk)
    return ask


def accept_ask(ask: PartnerAsk, *, card_number: int, assignment_number: int, by: Actor, at: datetime) -> None:
    """It has been carried over: they have the task."""
    numbers = {"card_number": card_number, "assignment_number": assignment_number}
    _move(ask, State.ACCEPTED, by=by, at=at, **numbers)


@transaction.atomic
def follow_task(ask_id: int, state: AskState, *, by: Actor, at: datetime) -> None:
    """What has become of the task in the other group; when it is handed back, staff hear of it as of a task here."""
    related = ("group", "asking_group", "helper")
    ask = PartnerAsk.objects.select_for_update(of=("self",)).select_related(*related).get(pk=ask_id)
    if ask.state == state or ask.state not in (State.ACCEPTED, State.RELEASED, State.WITHDRAWN):
        return
    _move(ask, state, by=by, at=at)
    if state != State.RELEASED:
        return
    kind, url = kind_in_words(ask, "en"), group_path(ask.group, "dispatch:partner_asks")
    context = {
        "reference": f"{kind} ({ask.asking_group.name})",
        "kind": kind,
        "when": when_asked_in_words(ask, at=at),
        "url": f"{settings.PUBLIC_URL}{url}",
    }
    tell_staff(
        ask.group,
        "handed_back",
        "needs.assign",
        context=context,
        about=ask,
        dedup=at.isoformat(),
        by=by,
        at=at,
    )


def withdraw_ask(ask: PartnerAsk, *, by: Actor, at: datetime) -> None:
    """Not needed any more, or not shared any more. Who has heard of it hears that, and no link leads anywhere."""
    had_heard = ask.state in (State.ASKED, State.AGREED)
    _move(ask, State.WITHDRAWN, by=by, at=at)
    if had_heard and not cancel_messages(ask, ["partner_invitation"], by=by, at=at):
        kind = kind_in_words(ask, ask.helper.language)
        tell(ask.helper, "invitation_withdrawn", context={"reference": kind}, about=ask, by=by, at=at)
    revoke_links(ask.group, LinkPurpose.PARTNER_ASK, ask.pk, by=by, at=at)
    if had_heard:
        enqueue(NOTE, ask.asking_group_id, ask.part_number, "over")


def expire_ask(ask: PartnerAsk, *, by: Actor, at: datetime) -> None:
    _move(ask, State.EXPIRED, by=by, at=at)
    cancel_messages(ask, ["partner_invitation"], by=by, at=at)
    enqueue(NOTE, ask.asking_group_id, ask.part_number, "over")


@transaction.atomic
def undo_ask(ask: PartnerAsk, *, by: Actor, at: datetime) -> PartnerAsk:
    """As if nobody had been asked: they are told only after the time for undoing."""
    ask = _locked(ask, State.ASKED)
    if ask.asked_at is None or at > ask.asked_at + UNDO_FOR:
        raise RefusedError(Refusal.TOO_LATE)
    cancel_messages(ask, ["partner_invitation"], by=by, at=at)
    revoke_links(ask.group, LinkPurpose.PARTNER_ASK, ask.pk, by=by, at=at)
    _move(ask, State.PROPOSED, by=by, at=at, asked_at=None, expires_at=None, decided_by=None)
    enqueue(NOTE, ask.asking_group_id, ask.part_number, "over")
    return ask


def end_asks_of(person: Person, *, by: Actor, at: datetime) -> None:
    """Somebody stops helping, or is forgotten."""
    live = PartnerAsk.objects.filter(helper=person, state__in=LIVE_ASKS)
    for ask in live.select_related("group", "asking_group", "helper").order_by("pk"):
        withdraw_ask(ask, by=by, at=at)


def forget_lent(person: Person, *, by: Actor, at: datetime) -> None:
    """Somebody is forgotten by their own group: what other groups were told of them goes as well."""
    end_asks_of(person, by=by, at=at)
    rows = PartnerAsk.objects.filter(helper=person, card_number__isnull=False)
    for group_id, card in sorted(set(rows.values_list("asking_group_id", "card_number"))):
        enqueue(FORGET_CARD, group_id, card)


def end_sharing() -> None:
    """A group shares no more: a job ends what is asked, and what was copied, group by group."""
    enqueue(LOOK_AFTER)


@transaction.atomic
def end_card(card_number: int, *, by: Actor, at: datetime) -> bool:
    """In the group that asked: the card goes, and False as long as something is under way. What somebody has promised
    a neighbour they finish; of all else they see nothing from now on.
    """
    card = Volunteer.objects.select_related("person__group").filter(pk=card_number).first()
    if card is None or card.person.anonymised_at is not None:
        return True
    tasks = list(Assignment.objects.filter(helper=card.person).select_related("group").order_by("pk"))
    for task in tasks:
        if task.state not in LIVE:
            shut_door(task, by=by, at=at)
    if any(task.state in LIVE for task in tasks) or is_held(card.person, at=at):
        return False
    erase_person(card.person, by=by, at=at)
    return True


def forget_card_number(ask: PartnerAsk, *, by: Actor, at: datetime) -> None:
    """Their card in the other group is gone."""
    ask.card_number = None
    ask.save(update_fields=["card_number"])
    record("partner_ask.card_removed", ask, by=by, at=at, fields=["card_number"])


def note_ask(group_id: int, part_number: int, word: str, *, by: Actor, at: datetime) -> None:
    """A line in the journal of the group that asks: that somebody was asked, never who."""
    record_about(group_id, f"partner_ask.{word}", "needs.needpart", part_number, by=by, at=at)


def _locked(ask: PartnerAsk, expected: str) -> PartnerAsk:
    """As it is now. Where the sharing has ended nothing can be decided any more."""
    related = ("group", "asking_group", "helper", "volunteer")
    fresh: PartnerAsk = (
        PartnerAsk.objects.select_for_update(of=("self",)).select_related(*related).get(pk=ask.pk)
    )
    if fresh.state != expected or not is_sharing_with(fresh.group, fresh.asking_group_id):
        raise RefusedError(Refusal.CHANGED)
    return fresh


def _move(ask: PartnerAsk, state: AskState, *, by: Actor, at: datetime, **changes: object) -> None:
    ask.state = state
    for name, value in changes.items():
        setattr(ask, name, value)
    ask.save(update_fields=["state", *changes])
    record(f"partner_ask.{state.value}", ask, by=by, at=at, fields=["state", *changes])
