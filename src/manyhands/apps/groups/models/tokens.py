from django.db import models

from manyhands.apps.groups.models.group import Membership
from manyhands.storage.managers import GroupScopedModel


class ApiToken(GroupScopedModel):
    """What another program signs in with: as much as its permissions say, in one group, until it ends."""

    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)
    made_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    opened_by = "token_hash"
    across_groups = models.Manager()

    class Privacy:
        staff = ("name", "permissions", "made_by", "made_at", "expires_at", "last_used_at", "revoked_at")
        secret = ("token_hash",)
