"""Writes about people, one file per noun."""

from manyhands.apps.people.actions.organisations import (
    OrganisationDetails,
    change_organisation,
    set_organisation_state,
    sign_up_organisation,
)
from manyhands.apps.people.actions.persons import Contact, add_person, change_person, empty_card
from manyhands.apps.people.actions.volunteers import (
    VolunteerDetails,
    admit_volunteer,
    change_volunteer,
    confirm_details,
    leave_as_volunteer,
    pause_volunteer,
    register_leaving,
    resume_volunteer,
    sign_up_volunteer,
)

__all__ = [
    "Contact",
    "OrganisationDetails",
    "VolunteerDetails",
    "add_person",
    "admit_volunteer",
    "change_organisation",
    "change_person",
    "change_volunteer",
    "confirm_details",
    "empty_card",
    "leave_as_volunteer",
    "pause_volunteer",
    "register_leaving",
    "resume_volunteer",
    "set_organisation_state",
    "sign_up_organisation",
    "sign_up_volunteer",
]
