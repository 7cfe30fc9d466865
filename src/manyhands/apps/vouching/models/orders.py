from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.models import Membership
from manyhands.apps.vetting.models import Check, Requirement
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class ProviderUse(GroupScopedModel):
    """How a group uses the provider for one requirement. Without a row a vetter looks at every answer."""

    requirement = models.OneToOneField(Requirement, on_delete=models.CASCADE, related_name="provider_use")
    clear_is_enough = models.BooleanField(default=False)

    class Privacy:
        members = ("requirement", "clear_is_enough")


class OrderState(models.TextChoices):
    WAITING = "waiting", _("About to be asked for")
    INVITED = "invited", _("Invited; they have not answered yet")
    RUNNING = "running", _("Being looked into")
    CLEAR = "clear", _("Finished: nothing was found")
    CONSIDER = "consider", _("Finished: somebody must look at it")
    EXPIRED = "expired", _("They did not answer in time")
    STOPPED = "stopped", _("Stopped at the provider")
    FAILED = "failed", _("The provider could not be asked")


ENDED = frozenset(
    {OrderState.CLEAR, OrderState.CONSIDER, OrderState.EXPIRED, OrderState.STOPPED, OrderState.FAILED}
)


class BackgroundOrder(GroupScopedModel):
    """One check that a provider was asked for. `next_at`: when we ask again; null when there is nothing to ask.

    What the provider calls the person stands in the check, by which its news are found.
    """

    check_of = models.OneToOneField(Check, on_delete=models.CASCADE, related_name="order")
    provider = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=OrderState.choices, default=OrderState.WAITING)
    invitation = EncryptedTextField(blank=True)
    url = EncryptedTextField(blank=True)
    report = EncryptedTextField(blank=True)
    problem = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Counted up each time it is asked for anew: the provider takes the same number for the same check.
    round = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField(null=True)
    ordered_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="background_order_next")]

    class Privacy:
        staff = (
            "check_of", "provider", "state", "problem", "attempts", "round", "next_at", "ordered_by", "ordered_at",
            "changed_at",
        )  # fmt: skip
        personal = ("url",)
        secret = ("invitation", "report")

    @property
    def reference(self) -> str:
        """What we call it at the provider: nothing about anybody."""
        return f"manyhands-{self.pk}-{self.round}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED
