"""What people agree to, in which words, and that they may take it back."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import Consent, ConsentText
from manyhands.storage.actors import Actor
from manyhands.storage.prepared import Prepared

Follow = Callable[..., None]
_followers: list[Follow] = []


def register_withdrawal(follow: Follow) -> None:
    """`follow(consent, by=, at=)` does what follows in an app, in the transaction in which it is taken back."""
    _followers.append(follow)


@transaction.atomic
def give_consent(
    person: Person, *, purpose: str, version: str, text_shown: str, language: str, by: Actor, at: datetime
) -> Consent:
    known = {"purpose": purpose, "version": version, "language": language, "shown_hash": hash_of(text_shown)}
    text = _TEXT.find(group=person.group_id, **known)
    if text is None:
        first = {"shown": text_shown, "first_shown_at": at}
        text, _is_new = ConsentText.objects.get_or_create(group_id=person.group_id, **known, defaults=first)
    consent = Consent.objects.create(
        group_id=person.group_id, person=person, purpose=purpose, text=text, given_at=at
    )
    record("consent.given", consent, by=by, at=at)
    return consent


_TEXT = Prepared(lambda **known: ConsentText.objects.filter(**known)[:1], keeps_plan=True)


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Actor, at: datetime) -> bool:
    """From now on nothing rests on it; False when it was taken back before. What was told stays until it is deleted."""
    live = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True)
    if not live.update(withdrawn_at=at):
        return False
    consent.withdrawn_at = at
    for follow in _followers:
        follow(consent, by=by, at=at)
    record("consent.withdrawn", consent, by=by, at=at, fields=["withdrawn_at"])
    return True


def hash_of(text_shown: str) -> str:
    return hashlib.sha256(text_shown.encode()).hexdigest()
