"""Keys that a device keeps. Every way of cheating that we know of ends in the same answer: not accepted."""

import base64
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from manyhands.apps.accounts.actions.notices import tell
from manyhands.apps.accounts.bridge import (
    NotAcceptedError,
    Site,
    ask_for_key,
    ask_for_new_key,
    read_new_key,
    read_told,
    verify_key,
)
from manyhands.apps.accounts.models import CodePurpose, Passkey, User, credential_hash
from manyhands.storage.rates import Limit, take

logger = logging.getLogger(__name__)

MOST_KEYS = 20
LONGEST_NAME = 60
# A question is answered once, however many answers come at the same moment.
ANSWERED = Limit("accounts.key.answered", burst=1, per_minute=0)


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked, and what its answer must hold."""

    options: str
    challenge: str
    handle: str = ""


def ask_to_make(user: User, site: Site) -> Question:
    challenge = secrets.token_bytes(32)
    keys = list(Passkey.objects.filter(user=user))
    handle = keys[0].handle if keys else secrets.token_urlsafe(32)
    known = [key.credential_id for key in keys]
    options = ask_for_new_key(
        site, handle=handle.encode(), label=user.email, known=known, challenge=challenge
    )
    return Question(options, _written(challenge), handle)


def ask_to_use(site: Site, *, user: User | None = None) -> Question:
    """`user`: only their keys will do."""
    challenge = secrets.token_bytes(32)
    known = [key.credential_id for key in Passkey.objects.filter(user=user)] if user else []
    return Question(ask_for_key(site, known=known, challenge=challenge), _written(challenge))


def add_passkey(user: User, answer: str, asked: Question, *, site: Site, name: str, at: datetime) -> Passkey:
    """Raises NotAcceptedError. The person is told on every channel."""
    _answer_once(asked.challenge, at)
    key = read_new_key(answer, site=site, challenge=_read(asked.challenge))
    if Passkey.objects.filter(user=user).count() >= MOST_KEYS:
        raise NotAcceptedError("too many")
    try:
        with transaction.atomic():
            made = Passkey.objects.create(
                user=user,
                credential_hash=credential_hash(key.credential_id),
                credential_id=key.credential_id,
                public_key=key.public_key,
                handle=asked.handle,
                sign_count=key.sign_count,
                name=name[:LONGEST_NAME],
                made_at=at,
            )
            tell(user, CodePurpose.WAY_ADDED, at=at)
    except IntegrityError as error:
        raise NotAcceptedError("known already") from error
    return made


def use_passkey(answer: str, asked: Question, *, site: Site, at: datetime, user: User | None = None) -> User:
    """Whose key it is. `user`: it must be theirs.

    Raises:
        NotAcceptedError: and what has happened is in the log, by number.
    """
    _answer_once(asked.challenge, at)
    told = read_told(answer)
    with transaction.atomic():
        found = _find(told.credential_id)
        owner = found.user
        # A key that was found without an address must say itself whose it is.
        if told.user_handle != found.handle and (user is None or told.user_handle):
            raise NotAcceptedError("another owner")
        if (user is not None and owner.pk != user.pk) or not owner.is_active:
            raise NotAcceptedError("another account")
        count = _verify(answer, found, site=site, challenge=asked.challenge)
        Passkey.objects.filter(pk=found.pk).update(sign_count=count, last_used_at=at)
    return owner


def _find(credential_id: str) -> Passkey:
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(credential_hash=credential_hash(credential_id)).first()
    if found is None:
        raise NotAcceptedError("unknown key")
    return found


def _verify(answer: str, key: Passkey, *, site: Site, challenge: str) -> int:
    try:
        return verify_key(
            answer,
            site=site,
            challenge=_read(challenge),
            public_key=key.public_key,
            sign_count=key.sign_count,
        )
    except NotAcceptedError:
        logger.warning("key %s of user %s was not accepted", key.pk, key.user_id)
        raise


@transaction.atomic
def rename_passkey(key: Passkey, name: str) -> None:
    key.name = name[:LONGEST_NAME]
    key.save(update_fields=["name"])


@transaction.atomic
def remove_passkey(key: Passkey, *, at: datetime) -> None:
    tell(key.user, CodePurpose.WAY_REMOVED, at=at)
    key.delete()


def _answer_once(challenge: str, at: datetime) -> None:
    if not challenge or not take(ANSWERED, challenge, at=at):
        raise NotAcceptedError("answered already")


def _written(challenge: bytes) -> str:
    return base64.b64encode(challenge).decode("ascii")


def _read(challenge: str) -> bytes:
    return base64.b64decode(challenge)
