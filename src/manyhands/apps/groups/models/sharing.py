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
    # Of what sharing means, as the page said it when the group agreed; see WORDS_VERSION.
    words_version = models.PositiveSmallIntegerField(default=1)

    # Whom a group shares with: of the others' rows nothing else is read than which group it is.
    opened_by = "anybody"
    across_groups = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(left_at__isnull=True), name="pool_one_at_a_time"
            )
        ]

    class Privacy:
        staff = ("pool", "joined_at", "agreed_by", "left_at", "words_version")


class PoolInvite(GroupScopedModel):
    """A group's own yes to one other group, whichever uses the link first."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    # The token comes before any scope can be known.
    opened_by = "token_hash"
    across_groups = models.Manager()

    class Privacy:
        staff = ("made_by", "made_at", "expires_at", "ended_at")
        secret = ("token_hash",)
