import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.db import IntegrityError, transaction
from django.db.models import F

from manyhands.apps.accounts.actions.users import ensure_user
from manyhands.apps.accounts.models import CodePurpose, SignInCode, User, email_index, normalise_email
from manyhands.storage.encryption import keyed_hash
from manyhands.storage.rates import Limit, take
from manyhands.web.jobs import enqueue

logger = logging.getLogger(__name__)

CODE_LIFE = timedelta(minutes=10)
CODE_DIGITS = 6
WORD_LIFE = timedelta(days=2)
SEND = "manyhands.apps.accounts.tasks.send_sign_in_code"

# A whole office may share one address; a person needs a code now and then.
PER_CLIENT = Limit("accounts.code.client", burst=20, per_minute=10)
PER_EMAIL = Limit("accounts.code.email", burst=5, per_minute=0.1)
TRIES_PER_CLIENT = Limit("accounts.try.client", burst=30, per_minute=10)


class TooManyCodesError(Exception):
    """Too many codes were asked for, or tried, from one place or for one address."""


class Outcome(Enum):
    RIGHT = auto()
    WRONG = auto()
    ENDED = auto()
    """Too old, tried too often, or used: a new one is needed."""
    CLOSED = auto()
    """The account may not be used any more."""
    TAKEN = auto()
    """The new address already has an account of its own."""


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    outcome: Outcome
    user: User | None = None
    next_url: str = ""
    tries_left: int = 0


def request_code(
    email: str,
    *,
    purpose: str = CodePurpose.SIGN_IN,
    user: User | None = None,
    language: str,
    next_url: str = "",
    client: str,
    at: datetime,
) -> SignInCode:
    """Have a code sent to an address, the same way whether or not anybody has it.

    Raises:
        TooManyCodesError: for this address, or from this client.
    """
    if not take(PER_CLIENT, client, at=at) or not take(PER_EMAIL, normalise_email(email), at=at):
        raise TooManyCodesError
    return _write_code(email, purpose=purpose, user=user, language=language, next_url=next_url, at=at)


@transaction.atomic
def _write_code(
    email: str, *, purpose: str, user: User | None, language: str, next_url: str, at: datetime
) -> SignInCode:
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    index = email_index(email)
    code = SignInCode.objects.create(
        purpose=purpose,
        user=user,
        email=normalise_email(email),
        email_index=index,
        code=digits,
        code_hash=_hash(index, digits),
        language=language,
        next_url=next_url,
        requested_at=at,
        expires_at=at + CODE_LIFE,
        next_try_at=at,
    )
    enqueue(SEND, code.pk)
    return code


@transaction.atomic
def sign_in_by_code(code: SignInCode, digits: str, *, client: str, at: datetime) -> CodeAnswer:
    """Find, or make, the user whose address it is. Answers, never raises, so that a spent try stays spent."""
    answer = _try(code, digits, client=client, at=at)
    if answer.outcome is not Outcome.RIGHT:
        logger.warning("code %s opened nothing: %s", code.pk, answer.outcome.name.lower())
        return answer
    user = ensure_user(code.email, language=code.language, at=at)
    if not user.is_active:
        return CodeAnswer(Outcome.CLOSED)
    return CodeAnswer(Outcome.RIGHT, user, code.next_url)


@transaction.atomic
def change_email_by_code(code: SignInCode, digits: str, *, client: str, at: datetime) -> CodeAnswer:
    """Give the user who asked for it the address that the code was sent to; every other session of theirs ends."""
    answer = _try(code, digits, client=client, at=at)
    if answer.outcome is not Outcome.RIGHT or code.user is None:
        return answer
    old_email = code.user.email
    code.user.email, code.user.email_index = code.email, email_index(code.email)
    code.user.set_unusable_password()
    try:
        with transaction.atomic():
            code.user.save(update_fields=["email", "email_index", "password"])
    except IntegrityError:
        return CodeAnswer(Outcome.TAKEN)
    _tell_old_address(code.user, old_email, at=at)
    return CodeAnswer(Outcome.RIGHT, code.user)


def _tell_old_address(user: User, old_email: str, *, at: datetime) -> None:
    """Whoever lost the account to somebody else learns of it."""
    word = SignInCode.objects.create(
        purpose=CodePurpose.EMAIL_CHANGED,
        user=user,
        email=old_email,
        email_index=email_index(old_email),
        language=user.language,
        requested_at=at,
        expires_at=at + WORD_LIFE,
        next_try_at=at,
        tries_left=0,
    )
    enqueue(SEND, word.pk)


def _try(code: SignInCode, digits: str, *, client: str, at: datetime) -> CodeAnswer:
    """Spend one try; then one update decides who uses the code, however many try at once."""
    if not take(TRIES_PER_CLIENT, client, at=at):
        return CodeAnswer(Outcome.ENDED)
    live = SignInCode.objects.filter(pk=code.pk, used_at__isnull=True, expires_at__gt=at)
    if not live.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        return CodeAnswer(Outcome.ENDED)
    if not hmac.compare_digest(code.code_hash, _hash(code.email_index, digits)):
        code.refresh_from_db(fields=["tries_left"])
        return CodeAnswer(Outcome.WRONG if code.tries_left else Outcome.ENDED, tries_left=code.tries_left)
    used = live.update(used_at=at, code="", next_try_at=None)
    return CodeAnswer(Outcome.RIGHT if used else Outcome.ENDED)


def _hash(index: str, digits: str) -> str:
    """With the address in it, so that equal codes do not look equal."""
    return keyed_hash(f"code:{index}:{digits}")
