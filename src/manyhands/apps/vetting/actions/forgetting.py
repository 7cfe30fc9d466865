from datetime import datetime

from django.db.models import Q

from manyhands.apps.people.models import Person
from manyhands.apps.vetting.models import OPEN_STATES, Check, CheckState, Evidence, Exemption
from manyhands.storage.actors import Actor


def forget_checks_of(person: Person, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - as all are called
    """Registered with `privacy`: what was found and why is gone; that there was a check stays, without a name to it."""
    checks = Check.objects.filter(person=person)
    Evidence.objects.filter(check_of__in=checks).update(text="", file_name="", stored_as="", removed_at=at)
    checks.update(note="", provider_reference="", provider_reference_index="")
    checks.filter(state=CheckState.MET, ended_at__isnull=True).update(ended_at=at)
    checks.filter(state__in=OPEN_STATES).update(state=CheckState.WITHDRAWN)
    live = Q(ended_at__isnull=True)
    Exemption.objects.filter(person=person).update(reason="")
    Exemption.objects.filter(live, person=person).update(ended_at=at)
