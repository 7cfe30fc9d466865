from django.db import models

from manyhands.apps.groups.models import Membership
from manyhands.storage.managers import GroupScopedModel


class SavedView(GroupScopedModel):
    """A way of looking at the board that one member gave a name: filters and order, as the address bar says them."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["member", "name"], name="saved_view_once")]

    class Privacy:
        staff = ("member", "name", "query", "made_at")


class BoardPresence(GroupScopedModel):
    """Who has the board open now: two dispatchers should know of each other before they call the same person."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    looking_at = models.CharField(max_length=12, blank=True)

    class Privacy:
        staff = ("member", "seen_at", "looking_at")
