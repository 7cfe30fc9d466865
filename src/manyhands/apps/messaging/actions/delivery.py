"""Sending one message: lease it, hand it over, write down what is known afterwards.

Whoever changes a message from waiting to being sent, by one conditional update, sends it; nobody else does. From
then until the answer is written its fate is unknown: if the worker dies there, the message is *unconfirmed*.
"""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.actions.tell import tell_staff
from manyhands.apps.messaging.channels import Handover, Mail, Outcome, hand_over_email, hand_over_sms
from manyhands.apps.messaging.models import Channel, Message, MessageState
from manyhands.apps.messaging.policies import waits_for_day
from manyhands.apps.messaging.queries import (
    WITH_RECIPIENT,
    address_of,
    due_messages,
    email_of,
    list_digest_mates,
    sms_of,
)
from manyhands.apps.messaging.timing import MOST_ATTEMPTS, after_quiet_hours, wait_before_retry
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

logger = logging.getLogger(__name__)

WORKER = Actor.system("messages")
# When it ends, staff are shown what nobody has said anything about. Longer than the longest talk with a server and
# writing down what came of it (messaging.tasks); an answer that comes later still is believed all the same.
LEASE = timedelta(minutes=5)


def begin_to_send(message_id: int, *, at: datetime) -> list[Message]:
    """Lease a message, and whatever shares its digest. Empty when it was taken, cancelled, or may not go yet."""
    message = Message.objects.select_related(*WITH_RECIPIENT).filter(pk=message_id).first()
    if message is None or _sleeps(message, at=at):
        return []
    with group_scope(message.group_id), transaction.atomic():
        due = due_messages(at).filter(pk=message.pk, attempts=message.attempts)
        leased = due.update(state=MessageState.SENDING, attempts=F("attempts") + 1, lease_until=at + LEASE)
        if not leased:
            return []
        mates = list_digest_mates(message, at=at) if message.is_digest else []
        taken = [message, *(mate for mate in mates if _lease_mate(mate, at=at))]
    for each in taken:
        each.attempts += 1
        each.state = MessageState.SENDING
    return taken


def hand_over(messages: list[Message]) -> Handover:
    """Give it to the provider. Never raises for what the outside does: the answer says what is known."""
    message = messages[0]
    address = address_of(message)
    if not address:
        return Handover(Outcome.REFUSED, reason="no_address")
    try:
        text = sms_of(message) if message.channel == Channel.SMS else ""
        mail = None if text else _compose(messages, address)
    except Exception:
        # Nothing has left yet, and trying again would not mend its words.
        logger.exception("message %s has no words", message.pk)
        return Handover(Outcome.REFUSED, reason="no_words")
    if mail is None:
        return hand_over_sms(to=address, text=text, reference=f"manyhands-{message.pk}")
    return hand_over_email(mail)


def _compose(messages: list[Message], address: str) -> Mail:
    email = email_of(messages)
    return Mail(
        to=address,
        sender_name=messages[0].group.name,
        subject=email.subject,
        text=email.text,
        html=email.html,
        message_id=_message_id(messages[0]),
    )


@transaction.atomic
def finish_sending(message: Message, handover: Handover, *, at: datetime) -> None:
    """Write down how it went; staff hear once of what will never arrive."""
    if handover.outcome is Outcome.ACCEPTED:
        _settle(
            message,
            at=at,
            state=MessageState.SENT,
            sent_at=at,
            provider_id=handover.provider_id,
            last_error="",
        )
        return
    reason = handover.reason[:300]
    if handover.outcome is Outcome.UNKNOWN:
        _settle(message, at=at, state=MessageState.UNCONFIRMED, last_error=reason)
    elif handover.outcome is Outcome.NOT_NOW and message.attempts < MOST_ATTEMPTS:
        moment = at + wait_before_retry(message.attempts, least=handover.wait)
        _settle(
            message, at=at, state=MessageState.WAITING, not_before=_awake(message, moment), last_error=reason
        )
    elif _settle(message, at=at, state=MessageState.FAILED, last_error=reason):
        tell_of_failure(message, at=at)


@transaction.atomic
def give_up_leases(*, at: datetime) -> int:
    """Whoever was sending these has died. Perhaps they were sent: shown to staff, never sent again by itself.

    What was forgotten while it waited for another try has nothing left to say.
    """
    Message.objects.filter(state=MessageState.WAITING, forgotten_at__isnull=False).update(
        state=MessageState.CANCELLED
    )
    lost = Message.objects.filter(state=MessageState.SENDING, lease_until__lt=at)
    count: int = lost.update(state=MessageState.UNCONFIRMED, lease_until=None, last_error="worker_stopped")
    if count:
        logger.warning("%s messages are unconfirmed: their worker stopped", count)
    return count


def tell_of_failure(message: Message, *, at: datetime) -> None:
    """Tell those who mind messages, unless the one that failed was to staff itself: the outbox shows it."""
    if message.recipient_id is None:
        return
    context = {"url": settings.PUBLIC_URL + group_path(message.group, "messaging:outbox") + "?tab=failed"}
    if message.context.get("reference"):
        context["reference"] = message.context["reference"]
    tell_staff(
        message.group, "message_failed", "messages.manage", context=context, about=message, by=WORKER, at=at
    )


def _lease_mate(mate: Message, *, at: datetime) -> bool:
    return bool(
        Message.objects.filter(pk=mate.pk, state=MessageState.WAITING, attempts=mate.attempts).update(
            state=MessageState.SENDING, attempts=F("attempts") + 1, lease_until=at + LEASE
        )
    )


def _settle(message: Message, *, at: datetime, state: str, **values: object) -> bool:
    """True unless somebody has decided about this message meanwhile: staff may have tried it again."""
    open_states = (MessageState.SENDING, MessageState.UNCONFIRMED)
    ours = Message.objects.filter(pk=message.pk, state__in=open_states, attempts=message.attempts)
    if not ours.update(state=state, lease_until=None, **values):
        return False
    message.state = state
    record(f"message.{state}", message, by=WORKER, at=at)
    return True


def _sleeps(message: Message, *, at: datetime) -> bool:
    """A worker that comes late must not wake anybody: put it off to the morning."""
    morning = _awake(message, at)
    if morning == at:
        return False
    with group_scope(message.group_id):
        Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(not_before=morning)
    return True


def _awake(message: Message, moment: datetime) -> datetime:
    if waits_for_day(message):
        return after_quiet_hours(moment, message.group.zone)
    return moment


def _message_id(message: Message) -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<message-{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{host}>"
