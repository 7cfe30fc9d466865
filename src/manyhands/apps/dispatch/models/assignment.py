from django.db import models
from django.db.models import Q

from manyhands.apps.dispatch.states import LIVE, AssignmentState, Began, Outcome
from manyhands.apps.groups.models import Membership
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Organisation, Person, Volunteer
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class Assignment(GroupScopedModel):
    """The pairing of one part with one volunteer or organisation; begins at invitation or claim.

    `helper` is the person behind either: what grants, blocks and messages are about.
    """

    part = models.ForeignKey(NeedPart, on_delete=models.CASCADE, related_name="assignments")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    volunteer = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    state = models.CharField(max_length=18, choices=AssignmentState.choices)
    began = models.CharField(max_length=10, choices=Began.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_before_at = models.DateTimeField(null=True)
    """When the volunteer was asked the last time before this, for when the asking is undone."""
    never_heard = models.BooleanField(default=False)
    """Over before the message went out: as far as they know nobody has asked them."""
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    distance_m = models.PositiveIntegerField(null=True)
    why = models.JSONField(default=dict)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    minutes_spent = models.PositiveSmallIntegerField(null=True)
    note = EncryptedTextField(blank=True)
    decline_note = EncryptedTextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "helper"], condition=Q(state__in=LIVE), name="assignment_live_once"
            ),
            models.CheckConstraint(
                name="assignment_one_helper",
                condition=(Q(volunteer__isnull=False) & Q(organisation__isnull=True))
                | (Q(volunteer__isnull=True) & Q(organisation__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "helper", "state"], name="assignment_helper"),
            # What is under way is found without reading all that is over.
            models.Index(fields=["group", "state"], name="assignment_by_state"),
            models.Index(fields=["expires_at"], name="assignment_expiring", condition=Q(state="invited")),
        ]

    class Privacy:
        staff = (
            "part", "helper", "volunteer", "organisation", "state", "began", "made_at", "made_by",
            "asked_before_at", "never_heard", "expires_at", "answered_at", "ended_at", "distance_m", "why", "outcome",
            "minutes_spent",
        )  # fmt: skip
        personal = ("note", "decline_note")
