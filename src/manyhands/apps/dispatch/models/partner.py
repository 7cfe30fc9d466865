from django.db import models

from manyhands.apps.dispatch.states import AskState
from manyhands.apps.groups.models import Group, Membership, SharingPool
from manyhands.apps.people.models import Person, Volunteer
from manyhands.storage.managers import GroupScopedModel


class PartnerAsk(GroupScopedModel):
    """A group that shares asks whether one of ours would help. A row of *our* group: the helper is ours.

    Of the request it holds what volunteers may read before they say yes, and nothing of the neighbour. Rows of the
    other group are named by their number alone: nothing here can be followed into its data.
    """

    pool = models.ForeignKey(SharingPool, on_delete=models.CASCADE, related_name="+")
    asking_group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    part_number = models.BigIntegerField()
    helper = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=AskState.choices, default=AskState.PROPOSED)
    kind_names = models.JSONField(default=dict)
    when_kind = models.CharField(max_length=10)
    starts_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    area = models.CharField(max_length=120, blank=True)
    # What the neighbour speaks. Empty: asked before it was told.
    language = models.CharField(max_length=12, blank=True)
    minutes = models.PositiveSmallIntegerField()
    distance_m = models.PositiveIntegerField(null=True)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # What the helper has agreed that the other group may know: names of fields.
    agreed = models.JSONField(default=list)
    # Their card and their task in the other group, once there are any.
    card_number = models.BigIntegerField(null=True)
    assignment_number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part_number", "helper"], name="partner_ask_once")]
        indexes = [models.Index(fields=["group", "state"], name="partner_ask_state")]

    class Privacy:
        staff = (
            "pool", "asking_group", "part_number", "helper", "volunteer", "state", "kind_names", "when_kind",
            "starts_at", "due_at", "area", "language", "minutes", "distance_m", "proposed_at", "decided_by", "asked_at",
            "expires_at", "answered_at", "agreed", "card_number", "assignment_number",
        )  # fmt: skip
