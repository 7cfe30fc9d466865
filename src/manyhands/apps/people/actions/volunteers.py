from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from manyhands.apps.groups.models import Group, Membership, MembershipState, Skill
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.persons import Contact, add_person, change_person
from manyhands.apps.people.models import Vehicle, Volunteer, VolunteerState
from manyhands.apps.places.actions import ToldPlace, put_place
from manyhands.storage.actors import Actor

Leaving = Callable[..., None]
_leavings: list[Leaving] = []


def register_leaving(leaving: Leaving) -> None:
    """`leaving(person, by=, at=)` runs when a helper leaves: apps above hand back what the helper had taken."""
    _leavings.append(leaving)


@dataclass(frozen=True, slots=True)
class VolunteerDetails:
    """What somebody can give. `week_slots` None means: not said; `place` None: keep the one that is known."""

    skills: Sequence[Skill] = ()
    languages: Sequence[str] = ("en",)
    vehicle: str = Vehicle.NONE
    week_slots: int | None = None
    place: ToldPlace | None = None
    radius_m: int = 8000
    tasks_per_week: int = 3


@transaction.atomic
def sign_up_volunteer(
    group: Group,
    contact: Contact,
    details: VolunteerDetails,
    *,
    membership: Membership | None = None,
    by: Actor,
    at: datetime,
) -> Volunteer:
    """A member's own card, or one that staff keep for somebody without an account (`membership` None)."""
    person = add_person(group, contact, by=by, at=at, user=membership.user if membership else None)
    waits = membership is not None and membership.state == MembershipState.APPLICANT
    volunteer = Volunteer(
        group=group,
        person=person,
        membership=membership,
        state=VolunteerState.APPLICANT if waits else VolunteerState.ACTIVE,
    )
    _write(volunteer, details, by=by, at=at)
    record("volunteer.signed_up", volunteer, by=by, at=at)
    return volunteer


@transaction.atomic
def change_volunteer(
    volunteer: Volunteer, contact: Contact, details: VolunteerDetails, *, by: Actor, at: datetime
) -> Volunteer:
    change_person(volunteer.person, contact, by=by, at=at)
    _write(volunteer, details, by=by, at=at)
    record("volunteer.changed", volunteer, by=by, at=at)
    return volunteer


@transaction.atomic
def confirm_details(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Nothing has changed: the details are fresh again."""
    _set(volunteer, "volunteer.confirmed", by=by, at=at, details_confirmed_at=at)


@transaction.atomic
def admit_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    if volunteer.state in (VolunteerState.APPLICANT, VolunteerState.APPROVED):
        _set(volunteer, "volunteer.admitted", by=by, at=at, state=VolunteerState.ACTIVE)


@transaction.atomic
def pause_volunteer(volunteer: Volunteer, until: date | None, *, by: Actor, at: datetime) -> None:
    """Take a break, until a day or until further notice; nothing is asked meanwhile."""
    _set(volunteer, "volunteer.paused", by=by, at=at, state=VolunteerState.PAUSED, paused_until=until)


@transaction.atomic
def resume_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    if volunteer.state == VolunteerState.PAUSED:
        _set(volunteer, "volunteer.resumed", by=by, at=at, state=VolunteerState.ACTIVE, paused_until=None)


@transaction.atomic
def leave_as_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Whatever was taken is handed back at once; coming back later is one step."""
    for leaving in _leavings:
        leaving(volunteer.person, by=by, at=at)
    _set(volunteer, "volunteer.left", by=by, at=at, state=VolunteerState.LEFT, paused_until=None)


def _write(volunteer: Volunteer, details: VolunteerDetails, *, by: Actor, at: datetime) -> None:
    volunteer.languages = list(details.languages)
    volunteer.vehicle = details.vehicle
    volunteer.week_slots = details.week_slots
    volunteer.radius_m = details.radius_m
    volunteer.tasks_per_week = details.tasks_per_week
    volunteer.details_confirmed_at = at
    if details.place is not None:
        volunteer.start_place = put_place(volunteer.group, volunteer.start_place, details.place, by=by, at=at)
    volunteer.save()
    volunteer.skills.set(details.skills)


def _set(volunteer: Volunteer, verb: str, *, by: Actor, at: datetime, **values: object) -> None:
    for name, value in values.items():
        setattr(volunteer, name, value)
    volunteer.save(update_fields=list(values))
    record(verb, volunteer, by=by, at=at, fields=list(values))
