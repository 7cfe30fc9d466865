"""What the outbox says of a message, in plain words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from manyhands.apps.messaging.events import EVENTS
from manyhands.apps.messaging.models import Channel, Message, MessageState
from manyhands.web.parts import Chip

CHANNEL_ICONS = {Channel.EMAIL: "envelope", Channel.SMS: "chat-left-text", Channel.CALL: "telephone"}
_STATE_KINDS = {
    MessageState.WAITING: ("", "clock"),
    MessageState.SENDING: ("teal", "send"),
    MessageState.SENT: ("ok", "check-lg"),
    MessageState.TO_CALL: ("soon", "telephone"),
    MessageState.UNCONFIRMED: ("soon", "question-circle"),
    MessageState.FAILED: ("now", "exclamation-octagon"),
    MessageState.CANCELLED: ("", "x-lg"),
}

# By the first word of `Message.last_error`.
_REASONS: dict[str, Any] = {
    "no_address": gettext_lazy("No address or number is known any more."),
    "not_an_address": gettext_lazy("The address is not one that e-mail can go to."),
    "no_connection": gettext_lazy("We could not reach the service that sends our messages."),
    "no_gateway": gettext_lazy("No text message service is set up."),
    "lost_connection": gettext_lazy("The connection broke while we were sending."),
    "no_answer": gettext_lazy("The service did not answer in time."),
    "worker_stopped": gettext_lazy("We were interrupted while sending."),
    "no_words": gettext_lazy("Its words could not be put together."),
    "smtp": gettext_lazy("The mail server did not take it."),
    "provider": gettext_lazy("The mail service did not take it."),
    "gateway": gettext_lazy("The text message service did not take it."),
    "unsendable": gettext_lazy("The message could not be put into an e-mail."),
}


def reason_in_words(message: Message) -> str:
    """Why it did not arrive, with the code that a technician can look up."""
    first, _space, code = message.last_error.partition(" ")
    words = _REASONS.get(first)
    if words is None:
        return ""
    return _("%(reason)s (%(code)s)") % {"reason": words, "code": code} if code else str(words)


def recipient_in_words(message: Message) -> str:
    """Members by the name that the group knows; others only by what they are to us, until somebody reveals it."""
    if message.member is not None:
        return message.member.display_name or _("A member")
    event = EVENTS.get(message.event)
    return str(_ONE_OF[event.recipient.value if event else "either"])


_ONE_OF = {
    "neighbour": gettext_lazy("A neighbour"),
    "helper": gettext_lazy("Somebody who helps"),
    "either": gettext_lazy("A neighbour or helper"),
    "member": gettext_lazy("A member"),
    "staff": gettext_lazy("Staff"),
}


def chips_of(message: Message) -> list[Chip]:
    """How it goes, and by which way unless that is said already."""
    kind, icon = _STATE_KINDS[MessageState(message.state)]
    state = pgettext_lazy("message", "Called") if _was_called(message) else message.get_state_display()
    chip = Chip(str(state), kind, icon)
    return [chip] if message.channel == Channel.CALL else [Chip(message.get_channel_display()), chip]


def _was_called(message: Message) -> bool:
    return message.channel == Channel.CALL and message.state == MessageState.SENT
