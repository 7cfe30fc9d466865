"""What somebody has besides their e-mail address: a key on a device, an app that makes codes, codes on paper."""

from django.db import models

from manyhands.apps.accounts.models.users import User
from manyhands.storage.encryption import token_hash
from manyhands.storage.fields import EncryptedTextField


def credential_hash(credential_id: str) -> str:
    """Chosen at random by the device, and long: no key is needed to hide it."""
    return token_hash(f"passkey:{credential_id}")


class Passkey(models.Model):
    """A key that a device or a password manager keeps for one person; we hold the public half.

    That half is encrypted too. It is no secret, but whoever can write to the database and has no key cannot put
    another in its place.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    credential_hash = models.CharField(max_length=64, unique=True)
    credential_id = EncryptedTextField()
    public_key = EncryptedTextField()
    # What the device says of whose it is: a random word, the same for all keys of one person.
    handle = models.CharField(max_length=64)
    # How often the device says that it has signed; one that goes back was copied. Many devices always say 0.
    sign_count = models.BigIntegerField(default=0)
    name = EncryptedTextField(blank=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]

    class Privacy:
        personal = ("name",)
        secret = (
            "user", "credential_hash", "credential_id", "public_key", "handle", "sign_count", "made_at", "last_used_at",
        )  # fmt: skip


class CodeApp(models.Model):
    """An app that shows six digits, others every thirty seconds (RFC 6238). It counts once a code has been typed."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    secret = EncryptedTextField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # Of the newest code that was taken: it and those before it open nothing any more.
    last_step = models.BigIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)

    class Privacy:
        secret = ("user", "secret", "made_at", "confirmed_at", "last_step", "last_used_at")


class RecoveryCode(models.Model):
    """A code on paper, for the day the telephone is lost. `begins` finds the row, the rest is hashed slowly."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    begins = models.CharField(max_length=2)
    code_hash = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "begins"], name="recovery_code_begins_once")]

    class Privacy:
        secret = ("user", "begins", "code_hash", "made_at", "used_at")


class Loss(models.Model):
    """Somebody has lost every second step. Somebody who knows them vouches, some time passes, then it is let go.

    Only one is open at a time. `vouched_by` is an organiser; null with `vouched_at` set: whoever runs the machine.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    vouched_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    vouched_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="one_open_loss", condition=models.Q(ended_at__isnull=True)
            )
        ]

    class Privacy:
        secret = ("user", "told_at", "vouched_by", "vouched_at", "opens_at", "ended_at")
