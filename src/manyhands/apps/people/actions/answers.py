from datetime import datetime

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.actions.organisations import set_organisation_state
from manyhands.apps.people.actions.volunteers import admit_volunteer, leave_as_volunteer
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer
from manyhands.storage.actors import Actor


def admit_with_membership(membership: Membership, *, admitted: bool, by: Actor, at: datetime) -> None:
    """A yes to the member is a yes to the volunteer and to the organisations they signed up."""
    if admitted:
        for volunteer in Volunteer.objects.filter(membership=membership):
            admit_volunteer(volunteer, by=by, at=at)
    state = OrganisationState.ACTIVE if admitted else OrganisationState.NOT_ADMITTED
    for organisation in Organisation.objects.filter(membership=membership, state=OrganisationState.APPLICANT):
        set_organisation_state(organisation, state, by=by, at=at)


def leave_with_membership(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Whoever leaves the group, or is asked to, takes no more tasks; what they had taken is handed back."""
    for volunteer in Volunteer.objects.filter(membership=membership).select_related("person"):
        leave_as_volunteer(volunteer, by=by, at=at)
    for organisation in Organisation.objects.filter(membership=membership):
        set_organisation_state(organisation, OrganisationState.LEFT, by=by, at=at)
