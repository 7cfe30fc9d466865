from datetime import date, datetime

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.vetting.actions.checks import OwnCheckError, WrongSubjectError
from manyhands.apps.vetting.bridge import Subject, day_of
from manyhands.apps.vetting.models import Exemption, Requirement
from manyhands.storage.actors import Actor


class ExemptionEndedError(Exception):
    """It has been ended already, or would end before it begins."""


@transaction.atomic
def exempt(
    requirement: Requirement,
    subject: Subject,
    *,
    reason: str,
    until: date,
    given_by: Membership,
    by: Actor,
    at: datetime,
) -> Exemption:
    """They need not meet it until a day (included). One given before is ended by it; nobody spares themselves."""
    if requirement.applies_to != subject.applies_to:
        raise WrongSubjectError(requirement.key)
    if subject.person.user_id is not None and subject.person.user_id == given_by.user_id:
        raise OwnCheckError
    if until < day_of(subject.group, at):
        raise ExemptionEndedError
    Exemption.objects.filter(requirement=requirement, ended_at__isnull=True, **subject.columns).update(
        ended_at=at
    )
    exemption: Exemption = Exemption.objects.create(
        group_id=requirement.group_id,
        requirement=requirement,
        reason=reason,
        until=until,
        given_by=given_by,
        given_at=at,
        **subject.columns,
    )
    record("exemption.given", exemption, by=by, at=at, fields=["until"])
    run_changes(exemption.group_id)
    return exemption


@transaction.atomic
def end_exemption(exemption: Exemption, *, by: Actor, at: datetime) -> Exemption:
    rows = Exemption.objects.filter(pk=exemption.pk, ended_at__isnull=True)
    if not rows.update(ended_at=at):
        raise ExemptionEndedError
    exemption.ended_at = at
    record("exemption.ended", exemption, by=by, at=at, fields=["ended_at"])
    run_changes(exemption.group_id)
    return exemption
