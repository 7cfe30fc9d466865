from django.db import models

from manyhands.apps.accounts.models.users import User


class OneTimeLink(models.Model):
    """Signs one user in once: printed by the demo, or handed over by an organiser beside the person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    next_url = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Privacy:
        secret = ("user", "token_hash", "next_url", "expires_at", "used_at")
