"""Telling somebody that how they sign in has changed, on every channel they have."""

from datetime import datetime, timedelta

from manyhands.apps.accounts.channels import can_text
from manyhands.apps.accounts.models import SignInCode, SignInPhone, User, email_index
from manyhands.web.jobs import enqueue

SEND = "manyhands.apps.accounts.tasks.send_sign_in_code"
WORD_LIFE = timedelta(days=2)


def tell(user: User, purpose: str, *, at: datetime) -> None:
    """By e-mail, and by text message where a telephone is known: one channel alone may be in other hands."""
    tell_address(user, user.email, purpose, at=at)
    known = SignInPhone.objects.filter(user=user).first() if can_text() else None
    if known is not None:
        _write(user, purpose, {"phone": known.phone, "phone_index": known.phone_index}, at=at)


def tell_address(user: User, email: str, purpose: str, *, at: datetime) -> None:
    _write(user, purpose, {"email": email, "email_index": email_index(email)}, at=at)


def _write(user: User, purpose: str, address: dict[str, str], *, at: datetime) -> None:
    word = SignInCode.objects.create(
        purpose=purpose,
        user=user,
        language=user.language,
        requested_at=at,
        expires_at=at + WORD_LIFE,
        next_try_at=at,
        tries_left=0,
        **address,
    )
    enqueue(SEND, word.pk)
