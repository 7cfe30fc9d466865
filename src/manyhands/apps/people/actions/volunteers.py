from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from manyhands.apps.groups.models import Category, Group, Membership, MembershipState, Skill
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.persons import Contact, add_person, change_person
from manyhands.apps.people.actions.placing import keep_place
from manyhands.apps.people.models import Person, Vehicle, Volunteer, VolunteerState
from manyhands.apps.people.queries.cards import find_bare_card
from manyhands.apps.places.actions import ToldPlace
from manyhands.storage.actors import Actor

Leaving = Callable[..., None]
_leavings: list[Leaving] = []
Change = Callable[[int], None]
_changes: list[Change] = []

VOLUNTEER_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        ("applicant", "approved"),
        ("applicant", "active"),
        ("applicant", "left"),
        ("approved", "active"),
        ("approved", "left"),
        ("active", "paused"),
        ("active", "left"),
        ("paused", "paused"),
        ("paused", "active"),
        ("paused", "left"),
        ("left", "applicant"),
        ("left", "active"),
    }
)
"""Every other move is refused: nobody takes a break before they are in, and so comes in by the back door."""


class VolunteerMoveRefusedError(Exception):
    """The table of moves does not allow it: `from_state` and `to_state` say which was tried."""

    def __init__(self, from_state: str, to_state: str) -> None:
        super().__init__(f"{from_state} -> {to_state}")
        self.from_state = from_state
        self.to_state = to_state


def register_leaving(leaving: Leaving) -> None:
    """`leaving(person, by=, at=)` runs when a helper leaves: apps above hand back what the helper had taken."""
    _leavings.append(leaving)


def run_leavings(person: Person, *, by: Actor, at: datetime) -> None:
    for leaving in _leavings:
        leaving(person, by=by, at=at)


def register_change(change: Change) -> None:
    """`change(group_id)` runs when who can help with what has changed: somebody new, a break, other hours."""
    _changes.append(change)


def run_changes(group_id: int) -> None:
    for change in _changes:
        change(group_id)


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
    """A member's own card, or one that staff keep for somebody without an account (`membership` None).

    A member has one card: whoever signs up again, or twice at once, gets the one there is, brought up to date.
    """
    known = _find_known(membership)
    if known is not None:
        return _return(known, contact, details, by=by, at=at)
    volunteer = Volunteer(
        group=group,
        person=_card_for(group, contact, membership, by=by, at=at),
        membership=membership,
        state=_state_for(membership),
    )
    _write(volunteer, details, by=by, at=at)
    record("volunteer.signed_up", volunteer, by=by, at=at, fields=["state"])
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
def set_leads(volunteer: Volunteer, kinds: Sequence[Category], *, by: Actor, at: datetime) -> None:
    """Staff know that they can lead others in these kinds of help, whatever they have done here."""
    volunteer.leads.set(kinds)
    record("volunteer.leads_set", volunteer, by=by, at=at, fields=["leads"])
    run_changes(volunteer.group_id)


@transaction.atomic
def confirm_details(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Nothing has changed: the details are fresh again."""
    _set(volunteer, "volunteer.confirmed", by=by, at=at, details_confirmed_at=at)


@transaction.atomic
def admit_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    if volunteer.state in (VolunteerState.APPLICANT, VolunteerState.APPROVED):
        _move(volunteer, VolunteerState.ACTIVE, "volunteer.admitted", by=by, at=at)


@transaction.atomic
def pause_volunteer(volunteer: Volunteer, until: date | None, *, by: Actor, at: datetime) -> None:
    """Take a break, until a day or until further notice; nothing is asked meanwhile."""
    _move(volunteer, VolunteerState.PAUSED, "volunteer.paused", by=by, at=at, paused_until=until)


@transaction.atomic
def resume_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    if volunteer.state == VolunteerState.PAUSED:
        _move(volunteer, VolunteerState.ACTIVE, "volunteer.resumed", by=by, at=at, paused_until=None)


@transaction.atomic
def leave_as_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Whatever was taken is handed back at once; coming back later is one step."""
    if volunteer.state == VolunteerState.LEFT:
        return
    run_leavings(volunteer.person, by=by, at=at)
    _move(volunteer, VolunteerState.LEFT, "volunteer.left", by=by, at=at, paused_until=None)


@transaction.atomic
def return_volunteer(volunteer: Volunteer, *, by: Actor, at: datetime) -> None:
    """Somebody who had left helps again; a member whom nobody has admitted waits for a yes."""
    if volunteer.state != VolunteerState.LEFT:
        raise VolunteerMoveRefusedError(volunteer.state, VolunteerState.ACTIVE)
    _move(volunteer, _state_for(volunteer.membership), "volunteer.returned", by=by, at=at)


def _card_for(
    group: Group, contact: Contact, membership: Membership | None, *, by: Actor, at: datetime
) -> Person:
    """The card that was kept of a member before they said that they help, with all that hangs on it; or a new one."""
    bare = find_bare_card(membership) if membership else None
    if bare is not None:
        return change_person(bare, contact, by=by, at=at)
    return add_person(group, contact, by=by, at=at, user=membership.user if membership else None)


def _find_known(membership: Membership | None) -> Volunteer | None:
    """The member's card. The membership's row is locked: two sign-ups at once take turns."""
    if membership is None:
        return None
    Membership.objects.select_for_update().get(pk=membership.pk)
    known: Volunteer | None = (
        Volunteer.objects.filter(membership=membership)
        .select_related("group", "person", "start_place", "membership")
        .first()
    )
    if known is not None and known.person.anonymised_at is not None:
        # They had asked to be forgotten: the empty card stays empty, and they begin anew.
        known.membership = None
        known.save(update_fields=["membership"])
        return None
    return known


def _return(
    known: Volunteer, contact: Contact, details: VolunteerDetails, *, by: Actor, at: datetime
) -> Volunteer:
    change_person(known.person, contact, by=by, at=at)
    _write(known, details, by=by, at=at)
    if known.state == VolunteerState.LEFT:
        return_volunteer(known, by=by, at=at)
    elif known.state == VolunteerState.APPLICANT and _state_for(known.membership) == VolunteerState.ACTIVE:
        admit_volunteer(known, by=by, at=at)
    else:
        record("volunteer.changed", known, by=by, at=at)
    return known


def _state_for(membership: Membership | None) -> str:
    waits = membership is not None and membership.state != MembershipState.ACTIVE
    return VolunteerState.APPLICANT if waits else VolunteerState.ACTIVE


def _write(volunteer: Volunteer, details: VolunteerDetails, *, by: Actor, at: datetime) -> None:
    volunteer.languages = list(details.languages)
    volunteer.vehicle = details.vehicle
    volunteer.week_slots = details.week_slots
    volunteer.radius_m = details.radius_m
    volunteer.tasks_per_week = details.tasks_per_week
    volunteer.details_confirmed_at = at
    volunteer.start_place = keep_place(volunteer.group, volunteer.start_place, details.place, by=by, at=at)
    volunteer.save()
    volunteer.skills.set(details.skills)
    run_changes(volunteer.group_id)


def _move(volunteer: Volunteer, state: str, verb: str, *, by: Actor, at: datetime, **values: object) -> None:
    if (volunteer.state, state) not in VOLUNTEER_MOVES:
        raise VolunteerMoveRefusedError(volunteer.state, state)
    _set(volunteer, verb, by=by, at=at, state=state, **values)
    run_changes(volunteer.group_id)


def _set(volunteer: Volunteer, verb: str, *, by: Actor, at: datetime, **values: object) -> None:
    for name, value in values.items():
        setattr(volunteer, name, value)
    volunteer.save(update_fields=list(values))
    record(verb, volunteer, by=by, at=at, fields=list(values))
