from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category, Membership
from manyhands.apps.needs.states import (
    CloseReason,
    ForWhom,
    NeedState,
    PartState,
    Source,
    Urgency,
    WhenKind,
)
from manyhands.apps.people.models import Household, Organisation, Person
from manyhands.apps.places.models import Place
from manyhands.storage.fields import EncryptedJSONField, EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class Need(GroupScopedModel):
    """One ask for help, made of parts. Page word: "request".

    `summary` is what volunteers read before they say yes: staff or the neighbour keep names and addresses out.
    """

    reference = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=NeedState.choices, default=NeedState.NEW)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.WEB)
    for_whom = models.CharField(max_length=12, choices=ForWhom.choices, default=ForWhom.SELF)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.SET_NULL, related_name="+")
    place = models.ForeignKey(Place, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=12, default="en")
    summary = models.CharField(max_length=300, blank=True)
    details = EncryptedTextField(blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.WEEK)
    when_kind = models.CharField(max_length=8, choices=WhenKind.choices, default=WhenKind.SOON)
    starts_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    follow_up_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    still_needed_asked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    forgotten_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "reference"], name="need_reference_once"),
            models.CheckConstraint(
                name="need_closed_with_reason",
                condition=(Q(state="closed") & Q(closed_at__isnull=False) & ~Q(close_reason=""))
                | (~Q(state="closed") & Q(closed_at__isnull=True) & Q(close_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "state", "-urgency", "asked_at"], name="need_list"),
            # All that the board counts and sorts by: ten thousand rows are not read for twenty-five. With the id, which
            # PostgreSQL does not keep in an index by itself.
            models.Index(
                fields=["group", "state", "follow_up_at", "urgency", "asked_at", "id"], name="need_on_board"
            ),
            models.Index(fields=["group", "person"], name="need_person"),
        ]

    class Privacy:
        members = ("reference", "language", "summary", "urgency", "when_kind", "starts_at", "due_at")
        staff = (
            "state", "source", "for_whom", "person", "asked_by", "organisation", "household", "place", "owner",
            "follow_up_at", "asked_at", "confirmed_at", "still_needed_asked_at", "opened_at", "closed_at",
            "close_reason", "forgotten_at", "duplicate_of", "version",
        )  # fmt: skip
        personal = ("details",)


class NeedPart(GroupScopedModel):
    """One kind of help within a need. What the open list filters by is kept here, changed only by actions."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="parts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PartState.choices, default=PartState.WAITING)
    people_needed = models.PositiveSmallIntegerField(default=1)
    people_taken = models.PositiveSmallIntegerField(default=0)
    leads_needed = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=60)
    # Copies for the open list, so that one index answers it: see actions.refresh_listing.
    is_listed = models.BooleanField(default=False)
    public_cell = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=12, default="en")
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.WEEK)
    starts_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="part_never_overbooked", condition=Q(people_taken__lte=F("people_needed"))
            ),
            models.UniqueConstraint(fields=["need", "category"], name="part_once_per_category"),
        ]
        indexes = [
            # All that the open list counts by: what is open is not read to be counted.
            models.Index(
                fields=["group", "public_cell", "category", "need"],
                name="part_open",
                condition=Q(is_listed=True),
            ),
            # Of what is listed, what was wanted at a time: the list leaves out the few whose time has gone by.
            models.Index(
                fields=["group", "due_at"],
                name="part_timed",
                condition=Q(is_listed=True, starts_at__isnull=False),
            ),
        ]

    class Privacy:
        members = (
            "category", "state", "people_needed", "people_taken", "minutes", "is_listed", "public_cell", "language",
            "urgency", "starts_at", "due_at", "listed_at", "leads_needed",
        )  # fmt: skip
        staff = ("need",)


class NeedMove(GroupScopedModel):
    """One change of state, with what it was before: what undo and the timeline read."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=12)
    by_id = models.BigIntegerField(null=True)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    before = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]

    class Privacy:
        staff = ("need", "at", "by_kind", "by_id", "from_state", "to_state", "before", "reason", "undone_at")


class InternalNote(GroupScopedModel):
    """Seen by staff only."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    text = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    class Privacy:
        staff = ("need", "author", "at")
        personal = ("text",)


class ContactOutcome(models.TextChoices):
    REACHED = "reached", _("We spoke")
    NO_ANSWER = "no_answer", _("No answer")
    VOICEMAIL = "voicemail", _("Left a message")
    CALL_BACK = "call_back", _("Asked to call back")
    WRONG_NUMBER = "wrong_number", _("Wrong number")


class ContactAttempt(GroupScopedModel):
    """A call or message that staff tried, and how it went."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="contact_attempts")
    member = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=14, choices=ContactOutcome.choices)
    note = EncryptedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    class Privacy:
        staff = ("need", "member", "outcome", "at")
        personal = ("note",)


class RequestDraft(GroupScopedModel):
    """A public request that is being written: kept for a day under the hash of a cookie, so that a lost
    connection, the back button or a dead battery lose nothing.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    answers = EncryptedJSONField(default=dict)
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    need = models.ForeignKey(Need, null=True, on_delete=models.SET_NULL, related_name="+")

    class Privacy:
        staff = ("began_at", "updated_at", "expires_at", "need")
        personal = ("answers",)
        secret = ("token_hash",)
