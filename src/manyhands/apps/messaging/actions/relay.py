"""Notes between a neighbour and a helper through their pages: neither sees the other's number."""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.actions.tell import tell
from manyhands.apps.messaging.models import RelayMessage
from manyhands.apps.messaging.queries import has_unread
from manyhands.apps.people.models import BlockedPair, Person
from manyhands.core.privacy.hints import find_contact_hints
from manyhands.core.values.text import TextTooLongError, clean_text
from manyhands.storage.actors import Actor
from manyhands.storage.rates import Limit, take

LONGEST_NOTE = 1000
NOTES = Limit("relay", burst=20, per_minute=1)

REFUSALS: dict[str, str | Promise] = {
    "empty": _("Write a few words first."),
    "too_long": _("This note is too long. Please keep it under 1000 letters."),
    "shares_contact": _(
        "You are about to share a phone number or an e-mail address. That is your choice. "
        "Send it again to share it."
    ),
    "blocked": _("Notes to this person are not possible any more. The group can help you."),
    "too_many": _("These were many notes in a short time. Please wait a few minutes."),
}


class RelayError(ValueError):
    """A note that was not taken. `code` is a key of REFUSALS, `text` the sentence for the person who wrote it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = REFUSALS[code]


@transaction.atomic
def send_relay(
    about: models.Model,
    *,
    sender: Person,
    recipient: Person,
    text: str,
    reference: str,
    make_url: Callable[[], str],
    by: Actor,
    at: datetime,
    share_contact: bool = False,
) -> RelayMessage:
    """Pass a note on. `make_url` makes the address of the page where `recipient` can read it.

    It is called only when the recipient is told: once, until they have read what is there. Raises RelayError.
    """
    note = _clean(text)
    if not share_contact and shares_contact(note, region=sender.group.phone_region):
        raise RelayError("shares_contact")
    if _are_blocked(sender, recipient):
        raise RelayError("blocked")
    if not take(NOTES, f"{sender.group_id}:{sender.pk}", at=at):
        raise RelayError("too_many")
    knows_already = has_unread(about, reader=recipient)
    message = RelayMessage.objects.create(
        group=sender.group,
        about_kind=about._meta.label_lower,
        about_id=about.pk,
        sender=sender,
        recipient=recipient,
        text=note,
        at=at,
    )
    record("relay.sent", message, by=by, at=at)
    if not knows_already:
        context = {"reference": reference, "url": make_url()}
        tell(recipient, "relay_message", context=context, about=about, dedup=str(message.pk), by=by, at=at)
    return message


@transaction.atomic
def read_relay(about: models.Model, *, reader: Person, at: datetime) -> int:
    """`reader` has the thread before their eyes."""
    unread = RelayMessage.objects.filter(
        about_kind=about._meta.label_lower, about_id=about.pk, recipient=reader, read_at__isnull=True
    )
    count: int = unread.update(read_at=at)
    return count


def shares_contact(text: str, *, region: str) -> bool:
    """Whether a note seems to hold a telephone number or an e-mail address."""
    return bool(find_contact_hints(text, region=region))


def _clean(text: str) -> str:
    try:
        note = clean_text(text, max_length=LONGEST_NOTE, multiline=True)
    except TextTooLongError as error:
        raise RelayError("too_long") from error
    if not note:
        raise RelayError("empty")
    return note


def _are_blocked(one: Person, other: Person) -> bool:
    return BlockedPair.objects.filter(
        Q(neighbour=one, helper=other) | Q(neighbour=other, helper=one)
    ).exists()  # fmt: skip
