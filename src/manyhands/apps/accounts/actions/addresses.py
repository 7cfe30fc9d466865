"""What a code opens that was sent to an address or a telephone."""

from datetime import datetime

from django.db import IntegrityError, transaction

from manyhands.apps.accounts.actions.codes import CodeAnswer, Outcome, try_code
from manyhands.apps.accounts.actions.limits import Sender
from manyhands.apps.accounts.actions.notices import tell, tell_address
from manyhands.apps.accounts.actions.users import ensure_user
from manyhands.apps.accounts.models import (
    CodePurpose,
    SignInCode,
    SignInPhone,
    User,
    email_index,
    phone_index,
    phone_indexes,
)


@transaction.atomic
def sign_in_by_code(code: SignInCode, digits: str, *, sender: Sender, at: datetime) -> CodeAnswer:
    """Find, or make, the user whose address it is. Answers, never raises, so that a spent try stays spent."""
    answer = try_code(code, digits, sender=sender, at=at)
    if answer.outcome is not Outcome.RIGHT:
        return answer
    user = _whose(code, at)
    if user is None or not user.is_active:
        return CodeAnswer(Outcome.CLOSED)
    return CodeAnswer(Outcome.RIGHT, user, code.next_url)


def _whose(code: SignInCode, at: datetime) -> User | None:
    """A telephone opens the account that has proven it; an address may be somebody new."""
    if not code.phone_index:
        return ensure_user(code.email, language=code.language, at=at)
    found = (
        SignInPhone.objects.filter(phone_index__in=phone_indexes(code.phone)).select_related("user").first()
    )
    return found.user if found else None


@transaction.atomic
def change_email_by_code(code: SignInCode, digits: str, *, sender: Sender, at: datetime) -> CodeAnswer:
    """Give the user who asked for it the address that the code was sent to; every other session of theirs ends."""
    answer = try_code(code, digits, sender=sender, at=at)
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
    tell_address(code.user, old_email, CodePurpose.EMAIL_CHANGED, at=at)
    return CodeAnswer(Outcome.RIGHT, code.user)


@transaction.atomic
def add_phone_by_code(code: SignInCode, digits: str, *, sender: Sender, at: datetime) -> CodeAnswer:
    """From now on codes may go to this telephone; it takes the place of another. All their channels are told."""
    answer = try_code(code, digits, sender=sender, at=at)
    if answer.outcome is not Outcome.RIGHT or code.user is None:
        return answer
    try:
        with transaction.atomic():
            SignInPhone.objects.update_or_create(
                user=code.user,
                defaults={"phone": code.phone, "phone_index": phone_index(code.phone), "proven_at": at},
            )
    except IntegrityError:
        return CodeAnswer(Outcome.TAKEN)
    tell(code.user, CodePurpose.WAY_ADDED, at=at)
    return CodeAnswer(Outcome.RIGHT, code.user)


@transaction.atomic
def remove_phone(user: User, *, at: datetime) -> None:
    found = SignInPhone.objects.filter(user=user)
    if found.exists():
        # While it is still there, so that the telephone hears of it too.
        tell(user, CodePurpose.WAY_REMOVED, at=at)
        found.delete()
