"""Writes about people, one file per noun."""

from manyhands.apps.people.actions.answers import answer_organisation, register_organisation_answered
from manyhands.apps.people.actions.cards import keep_card_of
from manyhands.apps.people.actions.lent import add_lent_card, renew_lent_card
from manyhands.apps.people.actions.organisations import (
    OrganisationDetails,
    OrganisationMoveRefusedError,
    change_organisation,
    set_organisation_state,
    sign_up_organisation,
)
from manyhands.apps.people.actions.persons import Contact, add_person, change_person, empty_card
from manyhands.apps.people.actions.showing import register_showing, show_contact
from manyhands.apps.people.actions.volunteers import (
    VolunteerDetails,
    VolunteerMoveRefusedError,
    admit_volunteer,
    change_volunteer,
    confirm_details,
    leave_as_volunteer,
    pause_volunteer,
    register_change,
    register_leaving,
    resume_volunteer,
    return_volunteer,
    set_leads,
    sign_up_volunteer,
)
from manyhands.apps.people.actions.weeks_off import give_week_back, keep_week_free
from manyhands.apps.people.actions.wishes import say_wish

__all__ = [
    "Contact",
    "OrganisationDetails",
    "OrganisationMoveRefusedError",
    "VolunteerDetails",
    "VolunteerMoveRefusedError",
    "add_lent_card",
    "add_person",
    "admit_volunteer",
    "answer_organisation",
    "change_organisation",
    "change_person",
    "change_volunteer",
    "confirm_details",
    "empty_card",
    "give_week_back",
    "keep_card_of",
    "keep_week_free",
    "leave_as_volunteer",
    "pause_volunteer",
    "register_change",
    "register_leaving",
    "register_organisation_answered",
    "register_showing",
    "renew_lent_card",
    "resume_volunteer",
    "return_volunteer",
    "say_wish",
    "set_leads",
    "set_organisation_state",
    "show_contact",
    "sign_up_organisation",
    "sign_up_volunteer",
]
