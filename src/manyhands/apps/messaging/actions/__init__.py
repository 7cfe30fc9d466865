"""Writes of the outbox: telling somebody, cancelling, and what staff do about what did not arrive."""

from manyhands.apps.messaging.actions.tell import cancel_messages, tell, tell_member, tell_staff

__all__ = ["cancel_messages", "tell", "tell_member", "tell_staff"]
