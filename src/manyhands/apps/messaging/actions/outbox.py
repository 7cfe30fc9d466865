"""What staff do about messages: try again, call instead, read what was said."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language_info

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.actions import record, record_about
from manyhands.apps.messaging.actions.tell import DELIVER
from manyhands.apps.messaging.events import EVENTS, get_event
from manyhands.apps.messaging.models import Channel, Message, MessageState
from manyhands.apps.messaging.policies import CALLABLE, NOT_ARRIVED, can_be_retried, choose_channel
from manyhands.apps.messaging.queries import words_of
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.queries import reader_label
from manyhands.core.values.phones import show_phone
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue_after_commit
from manyhands.web.languages import language_name


@transaction.atomic
def retry_message(message: Message, *, by: Actor, at: datetime) -> bool:
    """Try again, by whatever way reaches the person now. False when somebody else was quicker."""
    if not can_be_retried(message):
        return False
    channel = _channel_now(message)
    state = MessageState.TO_CALL if channel == Channel.CALL else MessageState.WAITING
    ours = Message.objects.filter(pk=message.pk, state__in=NOT_ARRIVED)
    if not ours.update(
        state=state,
        channel=channel,
        attempts=0,
        not_before=at,
        lease_until=None,
        is_digest=False,
        last_error="",
    ):
        return False
    record("message.retried", message, by=by, at=at)
    if state == MessageState.WAITING:
        enqueue_after_commit(DELIVER)
    return True


@transaction.atomic
def retry_failed(group: Group, *, by: Actor, at: datetime) -> int:
    """Try again whatever failed, after the reason is mended. What may have arrived is left to a person to judge."""
    failed = Message.objects.filter(group=group, state=MessageState.FAILED, forgotten_at__isnull=True)
    return sum(
        retry_message(message, by=by, at=at)
        for message in failed.select_related("group", "recipient", "member").order_by("id")
    )


@transaction.atomic
def note_called(message: Message, *, by: Actor, at: datetime) -> bool:
    """Somebody has told the person by telephone. False when it was noted already."""
    ours = Message.objects.filter(pk=message.pk, state__in=CALLABLE)
    if not ours.update(state=MessageState.SENT, channel=Channel.CALL, sent_at=at, lease_until=None):
        return False
    record("message.called", message, by=by, at=at)
    return True


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message says, and to whom."""

    name: str
    phone: str
    phone_link: str
    email: str
    speaks: str
    subject: str
    text: str
    language: str


@transaction.atomic
def reveal_message(message: Message, *, reader: Membership, language: str, by: Actor, at: datetime) -> Shown:
    """Show a message with the person's contact details. The person can see who looked; the journal keeps it.

    Their private link is left out: whoever has it may do what they may.
    """
    person = message.recipient
    if person is None:
        record_about(message.group_id, "message.read", message._meta.label_lower, message.pk, by=by, at=at)
    else:
        note_reading(
            person,
            label=reader_label(reader),
            fields=["name", "phone", "email", "message"],
            reason="message",
            reason_id=message.pk,
            by=by,
            at=at,
        )
    return show_message(message, language=language)


def show_message(message: Message, *, language: str, with_links: bool = False) -> Shown:
    """As it is, or was, said; what has to be called is put into the words of whoever calls."""
    spoken = language if message.state == MessageState.TO_CALL else message.language
    has_words = message.forgotten_at is None and message.event in EVENTS
    words = words_of(message, language=spoken, with_links=with_links) if has_words else ("", "")
    person, member = message.recipient, message.member
    phone = person.phone if person else ""
    return Shown(
        name=person.name if person else member.display_name if member else "",
        phone=show_phone(phone, region=message.group.phone_region) if phone else "",
        phone_link=phone if phone.startswith("+") else "",
        email=person.email if person else "",
        speaks=_language_name(person.language) if person and message.state == MessageState.TO_CALL else "",
        subject=words[0],
        text=words[1],
        language=spoken,
    )


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return language_name(code)


def _channel_now(message: Message) -> str:
    if message.recipient is None:
        return Channel.EMAIL
    return choose_channel(message.recipient, get_event(message.event)) or message.channel
