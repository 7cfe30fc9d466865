from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Category, Membership, Role, translated
from manyhands.apps.people.models import Organisation, Person
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class RequirementKind(models.TextChoices):
    REFERENCES = "references", _("References")
    IDENTITY = "identity", _("Identity")
    BACKGROUND_CHECK = "background_check", _("Background check")
    TRAINING = "training", _("Training")
    AGREEMENT = "agreement", _("Agreement")
    DRIVING_LICENCE = "driving_licence", _("Driving licence")
    VEHICLE_INSURANCE = "vehicle_insurance", _("Vehicle insurance")
    FACILITY_LICENCE = "facility_licence", _("Licence of a facility")
    STAFF_CHECKS = "staff_checks", _("Checks of the staff")
    LIABILITY_INSURANCE = "liability_insurance", _("Liability insurance")
    VISIT = "visit", _("A visit")
    OTHER = "other", _("Something else")


class AppliesTo(models.TextChoices):
    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Organisations")


class Stage(models.TextChoices):
    """When on the way of somebody new it is asked for."""

    APPLICATION = "application", _("Getting to know each other")
    APPROVAL = "approval", _("Checking")
    ONBOARDING = "onboarding", _("Getting ready")


class EvidenceViewers(models.TextChoices):
    VETTERS = "vetters", _("Everybody who checks people")
    ORGANISERS = "organisers", _("Only organisers")


class Requirement(GroupScopedModel):
    """What whoever helps must have shown. `validity_days` None: it does not end."""

    key = models.SlugField(max_length=30)
    names = models.JSONField(default=dict)
    hints = models.JSONField(default=dict)
    steps = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=RequirementKind.choices, default=RequirementKind.OTHER)
    applies_to = models.CharField(max_length=12, choices=AppliesTo.choices, default=AppliesTo.PERSON)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.APPROVAL)
    validity_days = models.PositiveSmallIntegerField(null=True)
    renewal_days = models.PositiveSmallIntegerField(default=60)
    grace_days = models.PositiveSmallIntegerField(default=30)
    agreement_text = models.JSONField(default=dict)
    # Counted up with each change of the text; whoever has signed an older one has still signed that.
    agreement_version = models.PositiveSmallIntegerField(default=1)
    evidence_viewers = models.CharField(
        max_length=10, choices=EvidenceViewers.choices, default=EvidenceViewers.VETTERS
    )
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="requirement_key_once")]

    class Privacy:
        members = (
            "key", "names", "hints", "steps", "kind", "applies_to", "stage", "validity_days", "renewal_days",
            "grace_days", "agreement_text", "agreement_version", "evidence_viewers", "is_active", "position",
        )  # fmt: skip

    def name_in(self, language: str) -> str:
        return translated(self.names, language) or self.key

    def hint_in(self, language: str) -> str:
        return translated(self.hints, language)

    def steps_in(self, language: str) -> str:
        return translated(self.steps, language)

    def agreement_in(self, language: str) -> str:
        return translated(self.agreement_text, language)


class RequirementFor(GroupScopedModel):
    """What it is needed for: one kind of help, or one role."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="needed_for")
    category = models.ForeignKey(Category, null=True, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requirement", "category"], name="requirement_for_category_once"),
            models.UniqueConstraint(fields=["requirement", "role"], name="requirement_for_role_once"),
            models.CheckConstraint(
                condition=models.Q(category__isnull=False, role__isnull=True)
                | models.Q(category__isnull=True, role__isnull=False),
                name="requirement_for_one_thing",
            ),
        ]

    class Privacy:
        members = ("requirement", "category", "role")


class CheckState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    SUBMITTED = "submitted", _("Handed in")
    IN_PROGRESS = "in_progress", _("Being looked at")
    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (CheckState.ASKED, CheckState.SUBMITTED, CheckState.IN_PROGRESS)
_ONE_SUBJECT = models.Q(person__isnull=False, organisation__isnull=True) | models.Q(
    person__isnull=True, organisation__isnull=False
)


class Check(GroupScopedModel):
    """One time that a requirement was gone through with somebody. A renewal is another row."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="checks")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=CheckState.choices, default=CheckState.ASKED)
    asked_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    # Days in the group's time zone, both included; `valid_until` None: it does not end.
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    # A later decision said no: from then on this one holds nothing, with no time left over.
    ended_at = models.DateTimeField(null=True)
    # What the person is told about the decision.
    note = EncryptedTextField(blank=True)
    provider = models.CharField(max_length=30, blank=True)
    provider_reference = EncryptedTextField(blank=True)
    provider_reference_index = models.CharField(max_length=32, blank=True)
    # Of the text that was signed; the text as shown is in the person's consents.
    agreement_version = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["group", "person"], name="check_person"),
            models.Index(fields=["group", "organisation"], name="check_organisation"),
            models.Index(fields=["group", "state", "valid_until"], name="check_ending"),
            models.Index(fields=["provider_reference_index"], name="check_provider"),
        ]
        constraints = [
            models.CheckConstraint(condition=_ONE_SUBJECT, name="check_of_one"),
            models.UniqueConstraint(
                fields=["requirement", "person"],
                condition=models.Q(state__in=OPEN_STATES),
                name="check_open_once_person",
            ),
            models.UniqueConstraint(
                fields=["requirement", "organisation"],
                condition=models.Q(state__in=OPEN_STATES),
                name="check_open_once_organisation",
            ),
        ]

    class Privacy:
        staff = (
            "requirement", "person", "organisation", "state", "asked_at", "submitted_at", "decided_at", "decided_by",
            "valid_from", "valid_until", "ended_at", "provider", "agreement_version",
        )  # fmt: skip
        personal = ("note",)
        secret = ("provider_reference", "provider_reference_index")


class EvidenceKind(models.TextChoices):
    NOTE = "note", _("A note")
    FILE = "file", _("A file")
    REFERENCE = "reference", _("What somebody said about them")


class Evidence(GroupScopedModel):
    """What a decision rests on. A removed one keeps when it was there, and nothing of what it said."""

    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices, default=EvidenceKind.NOTE)
    text = EncryptedTextField(blank=True)
    file_name = EncryptedTextField(blank=True)
    stored_as = models.CharField(max_length=80, blank=True)
    size_bytes = models.PositiveIntegerField(null=True)
    media_type = models.CharField(max_length=60, blank=True)
    added_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "id"]

    class Privacy:
        staff = ("check_of", "kind", "size_bytes", "media_type", "added_by", "added_at", "removed_at")
        personal = ("text", "file_name")
        secret = ("stored_as",)


class Exemption(GroupScopedModel):
    """Somebody need not meet it, for a reason and until a day (included)."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="exemptions")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    reason = EncryptedTextField()
    until = models.DateField()
    given_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["group", "person"], name="exemption_person"),
            models.Index(fields=["group", "organisation"], name="exemption_organisation"),
        ]
        constraints = [
            models.CheckConstraint(condition=_ONE_SUBJECT, name="exemption_of_one"),
            models.UniqueConstraint(
                fields=["requirement", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="exemption_once_person",
            ),
            models.UniqueConstraint(
                fields=["requirement", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="exemption_once_organisation",
            ),
        ]

    class Privacy:
        staff = ("requirement", "person", "organisation", "until", "given_by", "given_at", "ended_at")
        personal = ("reason",)
