from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.storage.fields import EncryptedJSONField, EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class LinkPurpose(models.TextChoices):
    NEED_STATUS = "need_status", _("A neighbour's own request")
    INVITATION = "invitation", _("An invitation to help")
    VOLUNTEER = "volunteer", _("A volunteer's own page")
    ORGANISATION = "organisation", _("An organisation's own page")
    CALENDAR = "calendar", _("A helper's own calendar")
    PARTNER_ASK = "partner_ask", _("A request of a group that shares")


class PrivateLink(GroupScopedModel):
    """Whoever holds the token may do one thing with one object. GET shows, POST acts."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=14, choices=LinkPurpose.choices)
    object_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    # The token comes before the group is known: see queries.find_link.
    opened_by = "token_hash"
    across_groups = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["group", "purpose", "object_id"], name="private_link_object")]

    class Privacy:
        staff = ("purpose", "object_id", "person", "made_at", "expires_at", "revoked_at")
        secret = ("token_hash",)


class DisclosureGrant(GroupScopedModel):
    """`viewer` may see `fields` of `subject` because of one assignment, from opening to closing.

    Holds (kind, id) of the reason and no foreign key: what it speaks of lies above this app.
    """

    viewer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(default=list)
    reason_kind = models.CharField(max_length=60)
    reason_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "viewer", "reason_kind", "reason_id"], name="grant_once"
            ),
        ]
        indexes = [models.Index(fields=["group", "subject"], name="grant_subject")]

    class Privacy:
        staff = ("viewer", "subject", "fields", "reason_kind", "reason_id", "opened_at", "closes_at")


class Reading(GroupScopedModel):
    """Somebody looked at somebody's personal data. The person looked at can read this list.

    `reader_label` is what that person is told ("Rosa, intake"), as it was at the time.
    """

    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="readings")
    reader_kind = models.CharField(max_length=12)
    reader_id = models.BigIntegerField(null=True)
    reader_label = EncryptedJSONField(default=dict)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=40)
    reason_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "subject", "-at"], name="reading_subject")]

    class Privacy:
        staff = ("subject", "reader_kind", "reader_id", "fields", "reason", "reason_id", "at")
        personal = ("reader_label",)


class ConsentText(GroupScopedModel):
    """Words that somebody agreed to, as they stood on the page: kept once, and never changed.

    Other words are another row, also where nobody thought of giving them another `version`.
    """

    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    shown = models.TextField()
    shown_hash = models.CharField(max_length=64)
    first_shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "purpose", "version", "language", "shown_hash"], name="consent_text_once"
            ),
        ]

    class Privacy:
        staff = ("purpose", "version", "language", "shown", "shown_hash", "first_shown_at")


class Consent(GroupScopedModel):
    """Somebody agreed to certain words."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Privacy:
        staff = ("person", "purpose", "text", "given_at", "withdrawn_at")


class LegalHold(GroupScopedModel):
    """What is known of somebody is kept for now, whatever the clocks say: a report to the police, a dispute in court.

    With a `need_id` it is about that request alone, and about whoever it is for. `until` is its last day.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    need_id = models.BigIntegerField(null=True)
    reason = EncryptedTextField()
    until = models.DateField(null=True)
    made_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["group", "person"], name="hold_person")]

    class Privacy:
        staff = ("person", "need_id", "until", "made_by", "made_at", "ended_at", "ended_by")
        personal = ("reason",)


class LookedInto(GroupScopedModel):
    """Somebody has asked about one day of a member's reading that was unusual, or knows why it was so."""

    reader_id = models.BigIntegerField()
    day = models.DateField()
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "reader_id", "day"], name="looked_into_once"),
        ]

    class Privacy:
        staff = ("reader_id", "day", "by", "at")
