from django.conf import settings

from manyhands.apps.messaging.events import EVENTS, Event
from manyhands.apps.messaging.models import Channel, EventRule, Message, MessageState
from manyhands.apps.people.models import Person, ReachBy

NOT_ARRIVED = (MessageState.FAILED, MessageState.UNCONFIRMED)
CALLABLE = (*NOT_ARRIVED, MessageState.TO_CALL)


def choose_channel(person: Person, event: Event) -> str | None:
    """How to reach this person about this event; None when it is not worth a call and nothing else is possible.

    Who asked to be called is called and nothing else: a message on a screen may be read by somebody else.
    """
    by_call = Channel.CALL if event.is_worth_a_call else None
    if person.reach_by == ReachBy.CALL:
        return by_call
    possible = {Channel.SMS: can_be_texted(person), Channel.EMAIL: bool(person.email)}
    preferred = [Channel.SMS, Channel.EMAIL]
    if person.reach_by == ReachBy.EMAIL:
        preferred.reverse()
    return next((channel for channel in preferred if possible[channel]), by_call)


def can_be_texted(person: Person) -> bool:
    """A number that was not understood is kept as it was said; only one in international form can be texted."""
    return settings.SMS_GATEWAY != "none" and person.phone.startswith("+")


def is_on(event: Event, rule: EventRule | None) -> bool:
    return rule is None or rule.is_on or not event.can_be_off


def is_in_digest(event: Event, rule: EventRule | None, channel: str) -> bool:
    """Only e-mail is gathered: several text messages in one would be cut into segments."""
    wanted = rule is not None and rule.is_digest
    return wanted and event.can_be_digest and channel == Channel.EMAIL


def can_be_retried(message: Message) -> bool:
    """What was forgotten has no words left to send."""
    return message.state in NOT_ARRIVED and message.forgotten_at is None


def can_be_called_about(message: Message) -> bool:
    return message.recipient_id is not None and message.state in CALLABLE


def waits_for_day(message: Message) -> bool:
    """Whether it keeps quiet hours: a telephone lights up beside a bed, a reminder would be read too late."""
    is_loud = message.channel == Channel.SMS and not message.is_urgent
    event = EVENTS.get(message.event)  # a row of another version may name one that is not known here
    return is_loud or (event is not None and event.is_by_day)
