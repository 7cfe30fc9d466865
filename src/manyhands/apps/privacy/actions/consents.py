from datetime import datetime

from django.db import transaction

from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import Consent
from manyhands.storage.actors import Actor


@transaction.atomic
def give_consent(
    person: Person, *, purpose: str, version: str, text_shown: str, language: str, by: Actor, at: datetime
) -> Consent:
    consent = Consent.objects.create(
        group_id=person.group_id,
        person=person,
        purpose=purpose,
        version=version,
        text_shown=text_shown,
        language=language,
        given_at=at,
    )
    record("consent.given", consent, by=by, at=at)
    return consent
