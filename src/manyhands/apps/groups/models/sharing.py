from django.db import models

from manyhands.apps.groups.models.group import Membership
from manyhands.storage.managers import GroupScopedModel


class SharingPool(models.Model):
    """Groups that agreed to help each other out: a plan may give a request of one to a volunteer of another."""

    name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Privacy:
        staff = ("name", "made_at")


class PoolMembership(GroupScopedModel):
    """A group's own yes to sharing; it ends when the group takes it back."""

    pool = models.ForeignKey(SharingPool, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(left_at__isnull=True), name="pool_one_at_a_time"
            )
        ]

    class Privacy:
        staff = ("pool", "joined_at", "agreed_by", "left_at")
