"""Writes of the outbox: telling somebody, cancelling, notes, and what staff do about what did not arrive."""

from manyhands.apps.messaging.actions.outbox import (
    Shown,
    note_called,
    retry_failed,
    retry_message,
    reveal_message,
    show_message,
)
from manyhands.apps.messaging.actions.relay import RelayError, read_relay, send_relay
from manyhands.apps.messaging.actions.retention import forget_messages_about, forget_messages_of
from manyhands.apps.messaging.actions.rules import set_rules
from manyhands.apps.messaging.actions.tell import cancel_messages, tell, tell_member, tell_staff

__all__ = [
    "RelayError",
    "Shown",
    "cancel_messages",
    "forget_messages_about",
    "forget_messages_of",
    "note_called",
    "read_relay",
    "retry_failed",
    "retry_message",
    "reveal_message",
    "send_relay",
    "set_rules",
    "show_message",
    "tell",
    "tell_member",
    "tell_staff",
]
