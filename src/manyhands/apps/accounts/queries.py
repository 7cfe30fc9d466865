from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.sessions.models import Session

from manyhands.apps.accounts.models import (
    CodeApp,
    Device,
    Loss,
    OneTimeLink,
    Passkey,
    RecoveryCode,
    SignInCode,
    SignInPhone,
    User,
    email_indexes,
)
from manyhands.apps.accounts.policies import LOSS_LIVES
from manyhands.core.privacy.masking import mask_email
from manyhands.storage.encryption import token_hash

# In a session: the day on which it was last used.
SEEN_ON = "seen_on"

_BACKENDS = "django.core.mail.backends"
_SMTP = f"{_BACKENDS}.smtp.EmailBackend"
_KEPT_HERE = {f"{_BACKENDS}.{name}.EmailBackend" for name in ("console", "dummy", "filebased")}


def find_user(email: str) -> User | None:
    return User.objects.filter(email_index__in=email_indexes(email)).first()


def find_active_user(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id, is_active=True).first()


def find_code(code_id: int | None, purpose: str) -> SignInCode | None:
    if code_id is None:
        return None
    return SignInCode.objects.filter(pk=code_id, purpose=purpose).select_related("user").first()


def find_one_time_link(token: str, *, at: datetime) -> OneTimeLink | None:
    """A link that still works, of an account that may be used."""
    live = OneTimeLink.objects.filter(token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=at)
    return live.filter(user__is_active=True).select_related("user").first()


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has besides their address."""

    passkeys: list[Passkey]
    code_app: CodeApp | None
    recovery_codes: int

    @property
    def is_enough(self) -> bool:
        """Whether there is a second step; codes on paper alone are none, they stand in for one."""
        return bool(self.passkeys) or self.code_app is not None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One line of the list of devices."""

    device: Device
    seen_on: date
    is_this: bool


def find_factors(user: User) -> Factors:
    return Factors(
        passkeys=list(Passkey.objects.filter(user=user)),
        code_app=CodeApp.objects.filter(user=user, confirmed_at__isnull=False).first(),
        recovery_codes=RecoveryCode.objects.filter(user=user, used_at__isnull=True).count(),
    )


def has_second_step(user: User) -> bool:
    return (
        Passkey.objects.filter(user=user).exists()
        or CodeApp.objects.filter(user=user, confirmed_at__isnull=False).exists()
    )


def find_passkey(user: User, passkey_id: int) -> Passkey | None:
    return Passkey.objects.filter(user=user, pk=passkey_id).first()


def find_code_app_to_confirm(user: User) -> CodeApp | None:
    return CodeApp.objects.filter(user=user, confirmed_at__isnull=True).select_related("user").first()


def find_sign_in_phone(user: User) -> SignInPhone | None:
    return SignInPhone.objects.filter(user=user).first()


def losses_count_from(at: datetime) -> datetime:
    """What was told before this and never went on counts no more."""
    return at - LOSS_LIVES


def find_open_loss(user: User, *, at: datetime) -> Loss | None:
    rows = Loss.objects.filter(user=user, ended_at__isnull=True, told_at__gt=losses_count_from(at))
    return rows.select_related("user").first()


def list_signed_in(user: User, *, this_key: str | None, at: datetime) -> list[SignedIn]:
    """Their devices, this one first, then as last used. Two queries."""
    devices = {device.session_key: device for device in Device.objects.filter(user=user)}
    live = Session.objects.filter(session_key__in=devices, expire_date__gt=at)
    found = [
        SignedIn(
            devices[row.session_key],
            date.fromisoformat(row.get_decoded().get(SEEN_ON, at.date().isoformat())),
            row.session_key == this_key,
        )
        for row in live
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen_on.toordinal(), -one.device.pk))


def find_device(user: User, device_id: int) -> Device | None:
    return Device.objects.filter(user=user, pk=device_id).first()


def find_live_code(code_id: int | None, purpose: str, *, at: datetime) -> SignInCode | None:
    found = find_code(code_id, purpose)
    return found if found is not None and found.used_at is None and found.expires_at > at else None


def address_hint(user: User) -> str:
    """Enough of the address for its owner to recognise it."""
    return mask_email(user.email)


def has_mail_server() -> bool:
    """Whether what is sent can reach anybody who is not on this machine."""
    if settings.EMAIL_BACKEND == _SMTP:
        return settings.EMAIL_HOST not in ("", "localhost", "127.0.0.1")
    return settings.EMAIL_BACKEND not in _KEPT_HERE


def shows_codes() -> bool:
    """In practice, without a mail server, the page itself shows the code; never where real people sign in."""
    return (settings.DEMO or settings.DEBUG) and not has_mail_server()


_read: ContextVar[User | None] = ContextVar("manyhands_user_read", default=None)


@contextmanager
def already_read(user: User | None) -> Iterator[None]:
    """Whoever came with another query is not asked for again. Whether the session is theirs Django still checks."""
    token = _read.set(user)
    try:
        yield
    finally:
        _read.reset(token)


def find_already_read() -> User | None:
    return _read.get()
