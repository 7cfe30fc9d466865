from datetime import datetime

from django.db import IntegrityError, transaction

from manyhands.apps.accounts.models import SignInPhone, User, email_index, email_indexes, phone_index


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


def has_old_phone_index(known: SignInPhone) -> bool:
    return known.phone_index != phone_index(known.phone)


def renew_phone_index(known: SignInPhone) -> None:
    known.phone_index = phone_index(known.phone)
    known.save(update_fields=["phone_index"])


@transaction.atomic
def change_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])
