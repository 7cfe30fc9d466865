from manyhands.apps.accounts.models.codes import WORDS, CodePurpose, SignInCode
from manyhands.apps.accounts.models.devices import Browser, Device, System
from manyhands.apps.accounts.models.factors import CodeApp, Loss, Passkey, RecoveryCode, credential_hash
from manyhands.apps.accounts.models.links import OneTimeLink
from manyhands.apps.accounts.models.users import (
    SignInPhone,
    User,
    UserManager,
    email_index,
    email_indexes,
    normalise_email,
    phone_index,
    phone_indexes,
)

__all__ = [
    "WORDS",
    "Browser",
    "CodeApp",
    "CodePurpose",
    "Device",
    "Loss",
    "OneTimeLink",
    "Passkey",
    "RecoveryCode",
    "SignInCode",
    "SignInPhone",
    "System",
    "User",
    "UserManager",
    "credential_hash",
    "email_index",
    "email_indexes",
    "normalise_email",
    "phone_index",
    "phone_indexes",
]
