import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from manyhands.apps.accounts.actions.limits import Sender, TooManyCodesError, take_code, take_try
from manyhands.apps.accounts.models import (
    CodePurpose,
    SignInCode,
    SignInPhone,
    User,
    email_index,
    normalise_email,
    phone_index,
    phone_indexes,
)
from manyhands.web.jobs import enqueue

logger = logging.getLogger(__name__)

CODE_LIFE = timedelta(minutes=10)
CODE_DIGITS = 6
SEND = "manyhands.apps.accounts.tasks.send_sign_in_code"


class Outcome(Enum):
    RIGHT = auto()
    WRONG = auto()
    ENDED = auto()
    """Too old, tried too often, or used: a new one is needed."""
    CLOSED = auto()
    """The account may not be used any more."""
    TAKEN = auto()
    """The new address or number already belongs to an account of its own."""


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    outcome: Outcome
    user: User | None = None
    next_url: str = ""
    tries_left: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a code is for, and how it is written."""

    purpose: str = CodePurpose.SIGN_IN
    user: User | None = None
    language: str = "en"
    next_url: str = ""


def request_code(email: str, asked: Asked, *, sender: Sender, at: datetime) -> SignInCode:
    """Have a code sent to an address, the same way whether or not anybody has it.

    Raises:
        TooManyCodesError: for this address, or from this client.
    """
    if not take_code(sender, normalise_email(email), at=at):
        raise TooManyCodesError
    index = email_index(email)
    return _write_code(asked, {"email": normalise_email(email), "email_index": index}, is_sent=True, at=at)


def request_code_by_text(phone: str, asked: Asked, *, sender: Sender, at: datetime) -> SignInCode:
    """Have a code sent to a telephone. To sign in, only one that an account has proven gets it; nothing says so.

    Raises:
        TooManyCodesError: for this number, or from this client.
    """
    if not take_code(sender, phone, at=at):
        raise TooManyCodesError
    index = phone_index(phone)
    is_sent = (
        asked.user is not None or SignInPhone.objects.filter(phone_index__in=phone_indexes(phone)).exists()
    )
    return _write_code(asked, {"phone": phone, "phone_index": index}, is_sent=is_sent, at=at)


@transaction.atomic
def _write_code(asked: Asked, address: dict[str, str], *, is_sent: bool, at: datetime) -> SignInCode:
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    code = SignInCode(
        purpose=asked.purpose,
        user=asked.user,
        code=digits if is_sent else "",
        language=asked.language,
        next_url=asked.next_url,
        requested_at=at,
        expires_at=at + CODE_LIFE,
        next_try_at=at if is_sent else None,
        **address,
    )
    # Slow and salted; the address is in it, so that a row cannot be moved to another one.
    code.code_hash = make_password(_said(code, digits))
    code.save()
    if is_sent:
        enqueue(SEND, code.pk)
    return code


@transaction.atomic
def try_code(code: SignInCode, digits: str, *, sender: Sender, at: datetime) -> CodeAnswer:
    """Spend one try; then one update decides who uses the code, however many try at once."""
    if not take_try(sender, at=at):
        return CodeAnswer(Outcome.ENDED)
    live = SignInCode.objects.filter(pk=code.pk, used_at__isnull=True, expires_at__gt=at)
    if not live.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        return CodeAnswer(Outcome.ENDED)
    if not check_password(_said(code, digits), code.code_hash):
        logger.warning("code %s opened nothing", code.pk)
        code.refresh_from_db(fields=["tries_left"])
        return CodeAnswer(Outcome.WRONG if code.tries_left else Outcome.ENDED, tries_left=code.tries_left)
    used = live.update(used_at=at, code="", next_try_at=None)
    return CodeAnswer(Outcome.RIGHT if used else Outcome.ENDED)


def _said(code: SignInCode, digits: str) -> str:
    return f"{code.email_index}{code.phone_index}:{digits}"
