"""What runs by itself: sending what is due, and forgetting what was said."""

import logging
import time
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from manyhands.apps.messaging.actions.delivery import begin_to_send, finish_sending, give_up_leases, hand_over
from manyhands.apps.messaging.actions.retention import forget_contents
from manyhands.apps.messaging.channels import Handover
from manyhands.apps.messaging.models import Message
from manyhands.apps.messaging.queries import list_due
from manyhands.storage.scope import group_scope, system_scope

logger = logging.getLogger(__name__)

# A worker that runs for five minutes is stopped, and leaves a message unconfirmed: a run, the longest talk with a
# server that hesitates at each word, and writing down what came of it have to fit in. The next run begins in a minute.
RUN_FOR = timedelta(seconds=60)
WRITTEN_WITHIN = timedelta(seconds=75)
LONGEST_PAUSE_SECONDS = 8


def deliver_due() -> None:
    """Send what is due, of every group. Runs after whatever was told, and every minute; several may run at once."""
    stop_at = timezone.now() + RUN_FOR
    with system_scope("messages"):
        give_up_leases(at=timezone.now())
        channels_down: set[str] = set()
        while timezone.now() < stop_at:
            due = list_due(at=timezone.now(), without=channels_down)
            sent = 0
            for message_id, channel in due:
                if channel not in channels_down and timezone.now() < stop_at:
                    sent += _send(message_id, channels_down)
            if not sent:
                return


def forget_old_contents() -> None:
    """Once a day: what was said two weeks ago is emptied."""
    with system_scope("messages"):
        forget_contents(at=timezone.now())


def _send(message_id: int, channels_down: set[str]) -> bool:
    """One message from lease to answer. One that finds its channel down speaks for the rest of this run."""
    try:
        messages = begin_to_send(message_id, at=timezone.now())
        if not messages:
            return False
        with group_scope(messages[0].group_id):
            handover = hand_over(messages)
            for message in messages:
                _write_down(message, handover)
    except Exception:
        # One that cannot be read or rendered must not keep the others: it stays where it is, for staff to see.
        logger.exception("message %s could not be sent", message_id)
        return False
    if handover.is_channel_down:
        channels_down.add(messages[0].channel)
    return True


def _write_down(message: Message, handover: Handover) -> None:
    """What became of it is known, and only here: a database that is held or started again must not lose that.

    Otherwise staff would be shown, when the lease ends, a message that may have arrived, though we knew.
    """
    pause_s, give_up_at = 1, timezone.now() + WRITTEN_WITHIN
    while True:
        try:
            return finish_sending(message, handover, at=timezone.now())
        except (OperationalError, InterfaceError) as error:
            if timezone.now() >= give_up_at:
                raise
            logger.warning("message %s waits to be written down: %s", message.pk, type(error).__name__)
            close_old_connections()
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_SECONDS)
