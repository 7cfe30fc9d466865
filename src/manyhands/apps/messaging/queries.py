from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Group
from manyhands.apps.messaging.events import EVENTS, Event, title_of
from manyhands.apps.messaging.models import Channel, EventRule, Message, MessageState, RelayMessage
from manyhands.apps.messaging.rendering import (
    Email,
    render_digest,
    render_email,
    render_sms,
    render_words,
    sender_name_for_sms,
)
from manyhands.apps.messaging.timing import after_quiet_hours
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.queries import Extract
from manyhands.core.values.names import first_name

WITH_RECIPIENT = ("group", "recipient__user", "member__user")


def by_day(group: Group, moment: datetime) -> datetime:
    """`moment`, or the end of the group's quiet hours that it falls into."""
    return after_quiet_hours(moment, group.zone)


# --- what is due ----------------------------------------------------------------------------------------------


def due_messages(at: datetime) -> QuerySet[Message]:
    """What may go now. A message waits for earlier ones to the same person, so that news arrives in its order."""
    before = Q(state=MessageState.SENDING) | Q(state=MessageState.WAITING) & (
        Q(not_before__lte=at) | Q(attempts__gt=0)
    )
    earlier = Message.objects.filter(
        before, Q(recipient=OuterRef("recipient")) | Q(member=OuterRef("member")),
        group=OuterRef("group"), channel=OuterRef("channel"), id__lt=OuterRef("pk"),
    )  # fmt: skip
    due: QuerySet[Message] = Message.objects.filter(
        ~Exists(earlier), state=MessageState.WAITING, not_before__lte=at, forgotten_at__isnull=True
    )
    return due


def list_due(*, at: datetime, without: Iterable[str], at_most: int = 50) -> list[tuple[int, str]]:
    """(id, channel) of messages to send now, urgent ones first, over any channel but those that are down."""
    due = due_messages(at).exclude(channel__in=list(without))
    return list(due.order_by("-is_urgent", "not_before", "id").values_list("pk", "channel")[:at_most])


def list_digest_mates(message: Message, *, at: datetime) -> list[Message]:
    """The other news for the same person that goes into the same digest."""
    mates = Message.objects.filter(
        group=message.group, recipient=message.recipient, member=message.member, channel=message.channel,
        is_digest=True, state=MessageState.WAITING, not_before__lte=at,
    )  # fmt: skip
    return list(mates.exclude(pk=message.pk).order_by("id"))


# --- what a message says ----------------------------------------------------------------------------------------


def address_of(message: Message) -> str:
    """Where it goes right now: people change their numbers while a message waits."""
    if message.member is not None:
        return message.member.user.email
    person = message.recipient
    if person is None or person.anonymised_at is not None:
        return ""
    return person.phone if message.channel == Channel.SMS else person.email


def email_of(messages: list[Message]) -> Email:
    """The words of one message, or of several gathered in a digest."""
    first = messages[0]
    values = _letterhead(first)
    if len(messages) == 1:
        return render_email(first.event, {**values, **first.context}, first.language)
    return render_digest([(each.event, each.context) for each in messages], values, first.language)


def sms_of(message: Message) -> str:
    values = {**message.context, "group": sender_name_for_sms(message.group.name)}
    return render_sms(message.event, values, message.language)


def words_of(message: Message, *, language: str, with_links: bool) -> tuple[str, str]:
    """(subject, text) as staff may see it: a person's private link opens their page, so it is left out."""
    context = dict(message.context)
    if not with_links and message.recipient_id is not None:
        context = {
            key: _("(private link)") if key.endswith("url") else value for key, value in context.items()
        }
    if message.channel == Channel.SMS:
        return "", render_sms(message.event, {**context, "group": message.group.name}, language)
    return render_words(message.event, {**_letterhead(message), **context}, language)


def _letterhead(message: Message) -> dict[str, str]:
    name = (
        message.member.display_name if message.member else message.recipient.name if message.recipient else ""
    )
    group = message.group
    return {
        "group": group.name,
        "name": first_name(name),
        "emergency": group.emergency_number,
        "help_phone": group.help_phone,
    }


# --- the outbox page --------------------------------------------------------------------------------------------

TABS = {
    "waiting": (MessageState.WAITING, MessageState.SENDING),
    "sent": (MessageState.SENT,),
    "failed": (MessageState.FAILED, MessageState.UNCONFIRMED),
    "call": (MessageState.TO_CALL,),
}
_ORDERS = {"waiting": ("not_before",), "call": ("-is_urgent", "created_at")}
_LATEST_FIRST = ("-created_at",)


def outbox(group: Group, tab: str, *, event: str = "") -> QuerySet[Message]:
    """One tab of the outbox: what waits, the next to go first; what is over, the latest first."""
    rows: QuerySet[Message] = Message.objects.filter(group=group, state__in=TABS[tab])
    if event:
        rows = rows.filter(event=event)
    return rows.select_related(*WITH_RECIPIENT).order_by(*_ORDERS.get(tab, _LATEST_FIRST), "id")


def count_by_tab(group: Group) -> dict[str, int]:
    counts = dict(
        Message.objects.filter(group=group)
        .exclude(state=MessageState.SENT)
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )
    return {
        tab: sum(counts.get(state, 0) for state in states) for tab, states in TABS.items() if tab != "sent"
    }


def find_message(group: Group, message_id: int) -> Message | None:
    return Message.objects.filter(group=group, pk=message_id).select_related(*WITH_RECIPIENT).first()


def list_rules(group: Group) -> list[tuple[str, Event, EventRule | None]]:
    """The whole table with what this group has changed in it."""
    changed = {rule.event: rule for rule in EventRule.objects.filter(group=group)}
    return [(name, event, changed.get(name)) for name, event in EVENTS.items()]


# --- notes between a neighbour and a helper ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RelayLine:
    text: str
    is_mine: bool
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class RelayThread:
    """What `messaging/_relay.html` shows. Without `send_url` it is read only."""

    lines: list[RelayLine]
    other_name: str
    send_url: str = ""
    text: str = ""
    problem: str = ""
    may_share: bool = False


def list_relay(about: models.Model, *, reader: Person) -> list[RelayLine]:
    """The notes that `reader` wrote or was written about this one thing, oldest first."""
    notes = _relay_about(about).filter(Q(sender=reader) | Q(recipient=reader))
    return [
        RelayLine(
            text=note.text, is_mine=note.sender_id == reader.pk, at=note.at, is_read=note.read_at is not None
        )
        for note in notes
    ]


def has_unread(about: models.Model, *, reader: Person) -> bool:
    return _relay_about(about).filter(recipient=reader, read_at__isnull=True).exists()


def _relay_about(about: models.Model) -> QuerySet[RelayMessage]:
    rows: QuerySet[RelayMessage] = RelayMessage.objects.filter(
        about_kind=about._meta.label_lower, about_id=about.pk
    )
    return rows


# --- what a person is told that we hold of them -----------------------------------------------------------------


def list_message_extracts(person: Person) -> list[Extract]:
    """Registered with `privacy`: what was told to somebody, and the notes they wrote or got."""
    told = [
        Extract.of(
            "message",
            _("We told you something"),
            ("event", _("What about"), title_of(message.event)),
            ("channel", _("How"), message.get_channel_display()),
            ("state", _("Did it arrive?"), message.get_state_display()),
            ("at", _("When"), message.created_at),
        )
        for message in Message.objects.filter(recipient=person).order_by("created_at")
    ]
    notes = [
        Extract.of(
            "note",
            _("You wrote a note") if note.sender_id == person.pk else _("You got a note"),
            ("text", _("Words"), note.text),
            ("at", _("When"), note.at),
        )
        for note in RelayMessage.objects.filter(Q(sender=person) | Q(recipient=person)).order_by("at")
    ]
    return [*told, *notes]
