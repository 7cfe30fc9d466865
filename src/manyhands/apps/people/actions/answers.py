"""A yes or a no: to a member and all that they signed up, or to one organisation."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.actions import answer_applicant
from manyhands.apps.groups.models import Membership, MembershipState
from manyhands.apps.people.actions.organisations import set_organisation_state
from manyhands.apps.people.actions.volunteers import admit_volunteer, leave_as_volunteer
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer
from manyhands.storage.actors import Actor

Answered = Callable[..., None]
_organisation_answered: list[Answered] = []


def register_organisation_answered(handler: Answered) -> None:
    """`handler(organisation, admitted=, by=, at=)` runs in the transaction that says yes or no to an organisation
    of somebody who is a member already; a new member hears of both at once.
    """
    _organisation_answered.append(handler)


def settle_with_membership(membership: Membership, *, admitted: bool, by: Actor, at: datetime) -> None:
    """A yes to the member is a yes to the volunteer and to the organisations they signed up; so is a no."""
    for volunteer in Volunteer.objects.filter(membership=membership).select_related("person"):
        (admit_volunteer if admitted else leave_as_volunteer)(volunteer, by=by, at=at)
    state = OrganisationState.ACTIVE if admitted else OrganisationState.NOT_ADMITTED
    for organisation in Organisation.objects.filter(membership=membership, state=OrganisationState.APPLICANT):
        set_organisation_state(organisation, state, by=by, at=at)


def leave_with_membership(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Who leaves the group stops helping, and so do the organisations that only they answered for."""
    for volunteer in Volunteer.objects.filter(membership=membership).select_related("person"):
        leave_as_volunteer(volunteer, by=by, at=at)
    there = [OrganisationState.APPLICANT, OrganisationState.ACTIVE]
    for organisation in Organisation.objects.filter(membership=membership, state__in=there).select_related(
        "contact"
    ):
        set_organisation_state(organisation, OrganisationState.LEFT, by=by, at=at)


@transaction.atomic
def answer_organisation(organisation: Organisation, *, admitted: bool, by: Actor, at: datetime) -> None:
    """Raises AlreadyAnsweredError or OrganisationMoveRefusedError when somebody else was quicker.

    Its member comes in with it. A no to the organisation leaves alone what they asked for themselves.
    """
    membership = organisation.membership
    is_waiting = membership is not None and membership.state == MembershipState.APPLICANT
    if membership is not None and is_waiting and (admitted or not _waits_for_more(organisation, membership)):
        answer_applicant(membership, admitted=admitted, by=by, at=at)
        organisation.refresh_from_db(fields=["state"])
        return
    state = OrganisationState.ACTIVE if admitted else OrganisationState.NOT_ADMITTED
    set_organisation_state(organisation, state, by=by, at=at)
    for handler in _organisation_answered:
        handler(organisation, admitted=admitted, by=by, at=at)


def _waits_for_more(organisation: Organisation, membership: Membership) -> bool:
    """Whether the member also asked to help themselves, or signed up another organisation."""
    others = Organisation.objects.filter(membership=membership, state=OrganisationState.APPLICANT)
    volunteers = Volunteer.objects.filter(membership=membership)
    return volunteers.exists() or others.exclude(pk=organisation.pk).exists()
