from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Membership
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Organisation, Person, Volunteer
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class AssignmentState(models.TextChoices):
    INVITED = "invited", _("Asked")
    CLAIMED = "claimed", _("Chosen by the volunteer")
    AWAITING_APPROVAL = "awaiting_approval", _("Chosen, waiting for staff")
    ACCEPTED = "accepted", _("Said yes")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETED = "completed", _("Done")
    DECLINED = "declined", _("Said no")
    NOT_APPROVED = "not_approved", _("Not approved")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Taken back")
    RELEASED = "released", _("Handed back")
    NO_SHOW = "no_show", _("Did not come")


LIVE = ("invited", "claimed", "awaiting_approval", "accepted", "under_way")
HOLDING = ("accepted", "under_way")

# From state to the states it may move to; every other move is refused with a reason.
MOVES: dict[str, tuple[str, ...]] = {
    "invited": ("accepted", "declined", "expired", "withdrawn"),
    "claimed": ("accepted", "withdrawn"),
    "awaiting_approval": ("accepted", "not_approved", "withdrawn", "released"),
    "accepted": ("under_way", "completed", "released", "withdrawn", "no_show"),
    "under_way": ("completed", "released", "withdrawn", "no_show"),
    "completed": ("accepted",),
    "declined": (),
    "not_approved": ("awaiting_approval",),
    "expired": (),
    "withdrawn": ("invited", "accepted"),
    "released": ("accepted",),
    "no_show": ("accepted",),
}


class Began(models.TextChoices):
    INVITATION = "invitation", _("Asked by staff")
    CLAIM = "claim", _("Chosen by the volunteer")
    ASSIGNED = "assigned", _("Agreed with staff")
    PLAN = "plan", _("Proposed by the plan")


class Outcome(models.TextChoices):
    DONE = "done", _("All done")
    PARTLY = "partly", _("Partly done")
    NOT_HOME = "not_home", _("Nobody was there")
    NOT_POSSIBLE = "not_possible", _("It was not possible")


class Assignment(GroupScopedModel):
    """The pairing of one part with one volunteer or organisation; begins at invitation or claim.

    `helper` is the person behind either: what grants, blocks and messages are about.
    """

    part = models.ForeignKey(NeedPart, on_delete=models.CASCADE, related_name="assignments")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    volunteer = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=18, choices=AssignmentState.choices)
    began = models.CharField(max_length=10, choices=Began.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
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
            models.UniqueConstraint(fields=["part", "helper"], condition=Q(state__in=LIVE), name="assignment_live_once"),
            models.CheckConstraint(
                name="assignment_one_helper",
                condition=(Q(volunteer__isnull=False) & Q(organisation__isnull=True))
                | (Q(volunteer__isnull=True) & Q(organisation__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "helper", "state"], name="assignment_helper"),
            models.Index(fields=["expires_at"], name="assignment_expiring", condition=Q(state="invited")),
        ]

    class Privacy:
        staff = (
            "part", "helper", "volunteer", "organisation", "state", "began", "made_at", "made_by", "expires_at",
            "answered_at", "ended_at", "distance_m", "why", "outcome", "minutes_spent",
        )  # fmt: skip
        personal = ("note", "decline_note")
