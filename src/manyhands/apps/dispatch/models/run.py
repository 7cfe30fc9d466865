from django.db import models
from django.db.models import Q

from manyhands.apps.dispatch.models.assignment import Assignment
from manyhands.apps.dispatch.states import ProposalState, RunCause, RunFailure, RunState
from manyhands.apps.groups.models import Membership, SharingPool
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Organisation, Person, Volunteer
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class Run(GroupScopedModel):
    """One time that the engine made a plan for a group, with what it takes to check it again.

    One waits and one runs at most for each group: who asks while one waits gets that one.
    """

    pool = models.ForeignKey(SharingPool, null=True, on_delete=models.SET_NULL, related_name="+")
    cause = models.CharField(max_length=10, choices=RunCause.choices)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress_percent = models.PositiveSmallIntegerField(default=0)
    # The journal's number when the data were read: what happened after it the plan does not know.
    cursor = models.BigIntegerField(null=True)
    input_hash = models.CharField(max_length=64, blank=True)
    weights = models.JSONField(default=dict)
    certificate = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    failure = models.CharField(max_length=40, blank=True)
    # By week and helper: what one more task of theirs would cost everybody. Says who is next when somebody says no.
    prices = models.JSONField(default=dict)
    # What the plan was made from, so that it can be made again and explained; of a plan that nobody decided
    # anything by it goes when a newer one comes.
    inputs = EncryptedTextField(blank=True)
    # What has happened since the plan before, and which of its pairs each event has changed.
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(state="waiting"), name="run_one_waits"),
            models.UniqueConstraint(fields=["group"], condition=Q(state="running"), name="run_one_runs"),
        ]
        indexes = [models.Index(fields=["group", "state", "-finished_at"], name="run_latest")]

    class Privacy:
        staff = (
            "pool", "cause", "state", "requested_at", "requested_by", "started_at", "finished_at", "attempts",
            "progress_percent", "cursor", "input_hash", "weights", "certificate", "summary", "failure", "prices",
            "changes",
        )  # fmt: skip
        personal = ("inputs",)

    @property
    def failure_sentence(self) -> str:
        return str(RunFailure(self.failure).label) if self.failure else ""


class Proposal(GroupScopedModel):
    """One line of a plan: nobody has been asked yet. `explanation` is what the engine gave as its reasons, as data."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="proposals")
    part = models.ForeignKey(NeedPart, on_delete=models.CASCADE, related_name="proposals")
    helper = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    volunteer = models.ForeignKey(Volunteer, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.OPEN)
    distance_m = models.PositiveIntegerField(null=True)
    explanation = models.JSONField(default=dict)
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "part", "helper"], name="proposal_once"),
            models.CheckConstraint(
                name="proposal_one_helper",
                condition=(Q(volunteer__isnull=False) & Q(organisation__isnull=True))
                | (Q(volunteer__isnull=True) & Q(organisation__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["group", "state"], name="proposal_open")]

    class Privacy:
        staff = (
            "run", "part", "helper", "volunteer", "organisation", "state", "distance_m", "explanation", "assignment",
            "decided_at", "decided_by",
        )  # fmt: skip


class UnmetPart(GroupScopedModel):
    """A part for which the plan found too few people, and what stands in the way."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="unmet")
    part = models.ForeignKey(NeedPart, on_delete=models.CASCADE, related_name="+")
    people_missing = models.PositiveSmallIntegerField()
    explanation = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "part"], name="unmet_once")]

    class Privacy:
        staff = ("run", "part", "people_missing", "explanation")
