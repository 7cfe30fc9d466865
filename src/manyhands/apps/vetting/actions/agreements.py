"""What was signed counts for as long as whoever signed it stands by it."""

from datetime import datetime

from django.db.models import Q

from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.privacy.models import Consent
from manyhands.apps.vetting.models import Check, CheckState, RequirementKind
from manyhands.storage.actors import Actor

_AGREEMENT = "agreement:"


def agreement_purpose(key: str) -> str:
    """What the consent to the agreement with this key is kept under."""
    return _AGREEMENT + key


def end_signed(consent: Consent, *, by: Actor, at: datetime) -> None:
    """Registered with `privacy`: whoever takes back what they signed has signed nothing, unless they did so again."""
    again = Consent.objects.filter(
        person=consent.person_id,
        purpose=consent.purpose,
        given_at__gt=consent.given_at,
        withdrawn_at__isnull=True,
    )
    if not consent.purpose.startswith(_AGREEMENT) or again.exists():
        return
    theirs = Q(person=consent.person_id) | Q(organisation__contact=consent.person_id)
    key = consent.purpose.removeprefix(_AGREEMENT)
    signed = Check.objects.filter(
        theirs,
        requirement__kind=RequirementKind.AGREEMENT,
        requirement__key=key,
        state=CheckState.MET,
        ended_at__isnull=True,
    )
    for check in signed:
        check.ended_at = at
        check.save(update_fields=["ended_at"])
        record("check.ended", check, by=by, at=at, fields=["ended_at"])
    run_changes(consent.group_id)
