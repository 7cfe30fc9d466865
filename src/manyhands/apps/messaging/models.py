from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.storage.fields import EncryptedJSONField, EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    CALL = "call", _("To be called")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    TO_CALL = "to_call", _("Somebody has to call")
    UNCONFIRMED = "unconfirmed", _("Perhaps sent, not confirmed")
    FAILED = "failed", _("Could not be delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Message(GroupScopedModel):
    """One message to one person about one event: a row of the outbox.

    `context` (encrypted) fills the template when it is sent; a link's token exists nowhere else.
    """

    event = models.CharField(max_length=40)
    recipient = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="messages")
    member = models.ForeignKey(Membership, null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    language = models.CharField(max_length=12, default="en")
    context = EncryptedJSONField(default=dict)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    dedup_key = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.WAITING)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_digest = models.BooleanField(default=False)
    forgotten_at = models.DateTimeField(null=True)

    # The worker takes whatever is due, of every group, under a logged system role.
    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "dedup_key"], name="message_once")]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="message_due",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["group", "state"], name="message_state"),
        ]

    class Privacy:
        staff = (
            "event", "recipient", "member", "channel", "language", "about_kind", "about_id", "dedup_key", "state",
            "not_before", "created_at", "attempts", "lease_until", "sent_at", "provider_id", "last_error",
            "is_urgent", "is_digest", "forgotten_at",
        )  # fmt: skip
        personal = ("context",)


class EventRule(GroupScopedModel):
    """A group's change to the table event × recipient × channel: on or off, at once or in a digest."""

    event = models.CharField(max_length=40)
    is_on = models.BooleanField(default=True)
    is_digest = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "event"], name="event_rule_once")]

    class Privacy:
        staff = ("event", "is_on", "is_digest")


class RelayMessage(GroupScopedModel):
    """A note between a neighbour and their helper, through the platform: neither sees the other's number."""

    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    sender = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["group", "about_kind", "about_id"], name="relay_about")]

    class Privacy:
        staff = ("about_kind", "about_id", "sender", "recipient", "at", "read_at")
        personal = ("text",)
