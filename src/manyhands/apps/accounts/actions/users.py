from datetime import datetime

from django.db import IntegrityError, transaction

from manyhands.apps.accounts.models import User, email_index, email_indexes


@transaction.atomic
def ensure_user(email: str, *, language: str, at: datetime) -> User:
    """The account of an address that has been proven; made now if there is none."""
    user = User.objects.filter(email_index__in=email_indexes(email)).first()
    if user is not None:
        return user
    try:
        with transaction.atomic():
            return User.objects.create_user(email, at=at, language=language)
    except IntegrityError:
        # The same person in another window, a moment earlier.
        return User.objects.get(email_index__in=email_indexes(email))


def has_old_index(user: User) -> bool:
    return user.email_index != email_index(user.email)


def renew_index(user: User) -> None:
    user.email_index = email_index(user.email)
    user.save(update_fields=["email_index"])


@transaction.atomic
def change_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def end_all_sessions(user: User) -> None:
    """Every session carries a hash of the unusable password: a new one ends them all."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
