from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.models import Message, MessageState, RelayMessage
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.queries import live_holds
from manyhands.core.privacy.retention import lasts
from manyhands.storage.actors import Actor
from manyhands.storage.fields import sealed

STILL_TO_GO = (MessageState.WAITING, MessageState.TO_CALL)
OVER = (MessageState.SENT, MessageState.CANCELLED, MessageState.FAILED, MessageState.UNCONFIRMED)


@transaction.atomic
def forget_contents(*, at: datetime) -> int:
    """Empty what was said two weeks ago: private links and names are kept in the clear nowhere else.

    The row stays, so that the same thing is not told twice. What somebody has to keep stays for now.
    """
    limit = at - lasts("messages")
    old = Message.objects.filter(state__in=OVER, not_before__lt=limit, forgotten_at__isnull=True)
    old = old.exclude(Exists(live_holds(at=at).filter(person=OuterRef("recipient"))))
    count: int = old.update(context={}, forgotten_at=at)
    return count


@transaction.atomic
def forget_relayed(group: Group, *, at: datetime) -> int:
    """Registered with `privacy`: notes between a neighbour and a helper, long after the day they were about."""
    either = Q(person=OuterRef("sender")) | Q(person=OuterRef("recipient"))
    old = RelayMessage.objects.filter(group=group, at__lte=at - lasts("relayed")).annotate(
        kept=sealed("text")
    )
    return old.exclude(kept="").exclude(Exists(live_holds(at=at).filter(either))).update(text="")


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
