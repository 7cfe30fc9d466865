from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

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


def phone_index(phone: str) -> str:
    """`phone` in its international form."""
    return blind_index(None, "phone", phone)


def phone_indexes(phone: str) -> list[str]:
    return blind_indexes(None, "phone", phone)


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
    # While somebody says that the second step is lost. A copy of `Loss`: every page looks, and each has read the user.
    told_lost_at = models.DateTimeField(null=True)

    objects = UserManager()

    USERNAME_FIELD = "email_index"
    EMAIL_FIELD = ""

    class Privacy:
        members = ("language",)
        staff = ("is_active", "is_host_steward", "created_at", "last_login")
        personal = ("email",)
        secret = ("email_index", "password", "told_lost_at")


class SignInPhone(models.Model):
    """A telephone number that its owner has proven, where sign-in codes may go besides the e-mail address."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=32, unique=True)
    proven_at = models.DateTimeField()

    class Privacy:
        personal = ("phone",)
        secret = ("user", "phone_index", "proven_at")
