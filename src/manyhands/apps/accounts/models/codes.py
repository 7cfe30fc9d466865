from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.accounts.models.users import User
from manyhands.storage.fields import EncryptedTextField


class CodePurpose(models.TextChoices):
    SIGN_IN = "sign_in", _("Sign in")
    AGAIN = "again", _("Sign in again before something important")
    CHANGE_EMAIL = "change_email", _("Change the e-mail address")
    ADD_PHONE = "add_phone", _("Have codes sent to a telephone")
    # Words without a code, after something happened.
    EMAIL_CHANGED = "email_changed", _("Tell the old address of the change")
    WAY_ADDED = "way_added", _("Tell of a new way to sign in")
    WAY_REMOVED = "way_removed", _("Tell that a way to sign in is gone")
    CODE_USED = "code_used", _("Tell that a recovery code was used")
    LOSS_TOLD = "loss_told", _("Tell that somebody said that the second step is lost")
    LOSS_VOUCHED = "loss_vouched", _("Tell that somebody vouched for a lost second step")
    LOSS_ENDED = "loss_ended", _("Tell that a lost second step was let go")


WORDS = frozenset(
    {
        CodePurpose.EMAIL_CHANGED,
        CodePurpose.WAY_ADDED,
        CodePurpose.WAY_REMOVED,
        CodePurpose.CODE_USED,
        CodePurpose.LOSS_TOLD,
        CodePurpose.LOSS_VOUCHED,
        CodePurpose.LOSS_ENDED,
    }
)


class SignInCode(models.Model):
    """A six-digit code that is sent to an address or to a telephone; kept as a hash, for ten minutes and five tries.

    `code` holds it (encrypted) only until it has been handed over. `next_try_at` is when sending is tried next, and
    null once there is nothing left to send. A row of `WORDS` tells of something that happened: it has no code in it
    and opens nothing. Where `phone` is set it goes there, else to `email`.
    """

    purpose = models.CharField(max_length=14, choices=CodePurpose.choices, default=CodePurpose.SIGN_IN)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    email = EncryptedTextField(blank=True)
    email_index = models.CharField(max_length=32, db_index=True, blank=True)
    phone = EncryptedTextField(blank=True, default="", db_default="")
    phone_index = models.CharField(max_length=32, blank=True, default="", db_default="")
    code = EncryptedTextField(blank=True)
    code_hash = models.CharField(max_length=128)
    language = models.CharField(max_length=12, default="en")
    next_url = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    next_try_at = models.DateTimeField(null=True)
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="code_to_send", condition=models.Q(next_try_at__isnull=False)
            )
        ]

    class Privacy:
        personal = ("email", "phone")
        secret = (
            "purpose", "user", "email_index", "phone_index", "code", "code_hash", "language", "next_url",
            "requested_at", "expires_at", "next_try_at", "tries_left", "used_at",
        )  # fmt: skip
