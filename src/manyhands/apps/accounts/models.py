from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.storage.encryption import blind_index, blind_indexes
from manyhands.storage.fields import EncryptedTextField


def normalise_email(email: str) -> str:
    return email.strip().casefold()


def email_index(email: str) -> str:
    """Accounts span groups, so their index belongs to the installation and not to a group."""
    return blind_index(None, "email", normalise_email(email))


def email_indexes(email: str) -> list[str]:
    """To find an account by, also while keys are changed."""
    return blind_indexes(None, "email", normalise_email(email))


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email_index__in=email_indexes(username or ""))

    def create_user(self, email: str, *, at: datetime, **fields: Any) -> User:
        user = self.model(
            email=normalise_email(email), email_index=email_index(email), created_at=at, **fields
        )
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. The address is encrypted; the index finds it."""

    email = EncryptedTextField()
    email_index = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    is_host_steward = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "email_index"
    EMAIL_FIELD = ""

    class Privacy:
        members = ("language",)
        staff = ("is_active", "is_host_steward", "created_at", "last_login")
        personal = ("email",)
        secret = ("email_index", "password")


class CodePurpose(models.TextChoices):
    SIGN_IN = "sign_in", _("Sign in")
    CHANGE_EMAIL = "change_email", _("Change the e-mail address")
    EMAIL_CHANGED = "email_changed", _("Tell the old address of the change")


class SignInCode(models.Model):
    """A six-digit code that is sent to an address; kept as a hash, for ten minutes and five tries.

    `code` holds it (encrypted) only until it has been handed to the mail server. `next_try_at` is when sending is
    tried next, and null once there is nothing left to send. The row that tells an old address of the change has no
    code in it and opens nothing.
    """

    purpose = models.CharField(max_length=14, choices=CodePurpose.choices, default=CodePurpose.SIGN_IN)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    email = EncryptedTextField()
    email_index = models.CharField(max_length=32, db_index=True)
    code = EncryptedTextField(blank=True)
    code_hash = models.CharField(max_length=64)
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
        personal = ("email",)
        secret = (
            "purpose", "user", "email_index", "code", "code_hash", "language", "next_url", "requested_at",
            "expires_at", "next_try_at", "tries_left", "used_at",
        )  # fmt: skip


class OneTimeLink(models.Model):
    """Signs one user in once: printed by the demo, or handed over by an organiser beside the person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    next_url = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Privacy:
        secret = ("user", "token_hash", "next_url", "expires_at", "used_at")
