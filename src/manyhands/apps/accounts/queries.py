from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings

from manyhands.apps.accounts.models import OneTimeLink, SignInCode, User, email_indexes
from manyhands.core.privacy.masking import mask_email
from manyhands.storage.encryption import token_hash

_BACKENDS = "django.core.mail.backends"
_SMTP = f"{_BACKENDS}.smtp.EmailBackend"
_KEPT_HERE = {f"{_BACKENDS}.{name}.EmailBackend" for name in ("console", "dummy", "filebased")}


def find_user(email: str) -> User | None:
    return User.objects.filter(email_index__in=email_indexes(email)).first()


def find_code(code_id: int | None, purpose: str) -> SignInCode | None:
    if code_id is None:
        return None
    return SignInCode.objects.filter(pk=code_id, purpose=purpose).select_related("user").first()


def find_one_time_link(token: str, *, at: datetime) -> OneTimeLink | None:
    """A link that still works, of an account that may be used."""
    live = OneTimeLink.objects.filter(token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=at)
    return live.filter(user__is_active=True).select_related("user").first()


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
