from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q

from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.models import Message, MessageState, RelayMessage
from manyhands.apps.people.models import Person
from manyhands.storage.actors import Actor

KEEP_CONTENTS = timedelta(days=14)
STILL_TO_GO = (MessageState.WAITING, MessageState.TO_CALL)
OVER = (MessageState.SENT, MessageState.CANCELLED, MessageState.FAILED, MessageState.UNCONFIRMED)


@transaction.atomic
def forget_contents(*, at: datetime) -> int:
    """Empty what was said two weeks ago: private links and names are kept in the clear nowhere else.

    The row stays, so that the same thing is not told twice.
    """
    old = Message.objects.filter(state__in=OVER, not_before__lt=at - KEEP_CONTENTS, forgotten_at__isnull=True)
    count: int = old.update(context={}, forgotten_at=at)
    return count


@transaction.atomic
def forget_messages_of(person: Person, *, by: Actor, at: datetime) -> None:
    """Registered with `privacy`: what was told to a forgotten person, and the notes they wrote or got, are emptied."""
    _empty(Message.objects.filter(recipient=person), at=at)
    RelayMessage.objects.filter(Q(sender=person) | Q(recipient=person)).update(text="")
    record("message.emptied", person, by=by, at=at)


@transaction.atomic
def forget_messages_about(about: models.Model, person: Person, *, at: datetime) -> None:
    """What this person was told about one thing is emptied, and not sent if it is still waiting."""
    told = Message.objects.filter(recipient=person, about_kind=about._meta.label_lower, about_id=about.pk)
    _empty(told, at=at)


def _empty(told: models.QuerySet[Message], *, at: datetime) -> None:
    told.filter(state__in=STILL_TO_GO).update(state=MessageState.CANCELLED)
    told.update(context={}, forgotten_at=at)
