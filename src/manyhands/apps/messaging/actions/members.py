"""Who asks to join is told the answer, and staff are told who asks; groups and people register these here."""

from datetime import datetime

from django.conf import settings

from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.messaging.actions.tell import tell_member, tell_staff
from manyhands.apps.people.models import Organisation
from manyhands.storage.actors import Actor


def tell_answer(membership: Membership, *, admitted: bool, by: Actor, at: datetime) -> None:
    event = "membership_approved" if admitted else "membership_not_admitted"
    context = (
        {"url": settings.PUBLIC_URL + group_path(membership.group, "people:my_details")} if admitted else {}
    )
    # Somebody may be told no, ask again later, and be told yes: each answer is news.
    tell_member(membership, event, context=context, about=membership, dedup=at.isoformat(), by=by, at=at)


def tell_of_applicant(membership: Membership, *, by: Actor, at: datetime) -> None:
    url = settings.PUBLIC_URL + group_path(membership.group, "people:list") + "?shelf=waiting"
    tell_staff(
        membership.group, "membership_asked", "members.approve", context={"url": url}, about=membership,
        dedup=at.isoformat(), by=by, at=at,
    )  # fmt: skip


def tell_organisation(organisation: Organisation, *, admitted: bool, by: Actor, at: datetime) -> None:
    """A yes to an organisation of somebody who is a member already."""
    if not admitted or organisation.membership is None:
        return
    path = group_path(organisation.group, "people:organisation", organisation_id=organisation.pk)
    context = {"url": settings.PUBLIC_URL + path, "organisation": organisation.name}
    tell_member(
        organisation.membership, "organisation_approved", context=context, about=organisation, dedup=at.isoformat(),
        by=by, at=at,
    )  # fmt: skip
