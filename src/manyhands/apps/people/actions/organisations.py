from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group, Membership, Skill
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.persons import Contact, add_person, change_person
from manyhands.apps.people.actions.placing import keep_place
from manyhands.apps.people.actions.volunteers import run_changes, run_leavings
from manyhands.apps.people.models import Organisation, OrganisationKind, OrganisationState
from manyhands.apps.people.policies import organisation_waits
from manyhands.apps.places.actions import ToldPlace
from manyhands.storage.actors import Actor

ORGANISATION_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        ("applicant", "active"),
        ("applicant", "not_admitted"),
        ("applicant", "left"),
        ("active", "left"),
        ("not_admitted", "active"),
        ("left", "active"),
    }
)


class OrganisationMoveRefusedError(Exception):
    """The table of moves does not allow it: somebody else was quicker."""


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """What a congregation, pantry or clinic says of itself. `place` None: keep the one that is known."""

    name: str
    kind: str = OrganisationKind.OTHER
    about: str = ""
    place: ToldPlace | None = None
    can_ask: bool = True
    can_help: bool = True
    skills: Sequence[Skill] = ()
    languages: Sequence[str] = ("en",)
    week_slots: int | None = None
    radius_m: int = 15_000
    tasks_per_week: int = 5


@transaction.atomic
def sign_up_organisation(
    group: Group,
    contact: Contact,
    details: OrganisationDetails,
    *,
    membership: Membership | None = None,
    by: Actor,
    at: datetime,
) -> Organisation:
    """Signed up by one of its people (`membership`), or entered by staff."""
    waits = organisation_waits(group, membership)
    organisation = Organisation(
        group=group,
        contact=add_person(group, contact, by=by, at=at, user=membership.user if membership else None),
        membership=membership,
        state=OrganisationState.APPLICANT if waits else OrganisationState.ACTIVE,
        created_at=at,
    )
    _write(organisation, details, by=by, at=at)
    record("organisation.signed_up", organisation, by=by, at=at, fields=["state"])
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation, contact: Contact, details: OrganisationDetails, *, by: Actor, at: datetime
) -> Organisation:
    change_person(organisation.contact, contact, by=by, at=at)
    _write(organisation, details, by=by, at=at)
    record("organisation.changed", organisation, by=by, at=at)
    return organisation


@transaction.atomic
def set_organisation_state(organisation: Organisation, state: str, *, by: Actor, at: datetime) -> None:
    """Raises OrganisationMoveRefusedError. An organisation that leaves hands back what it had taken."""
    if (organisation.state, state) not in ORGANISATION_MOVES:
        raise OrganisationMoveRefusedError(f"{organisation.state} -> {state}")
    if state == OrganisationState.LEFT:
        run_leavings(organisation.contact, by=by, at=at)
    organisation.state = state
    organisation.save(update_fields=["state"])
    record(f"organisation.{state}", organisation, by=by, at=at, fields=["state"])
    run_changes(organisation.group_id)


def _write(organisation: Organisation, details: OrganisationDetails, *, by: Actor, at: datetime) -> None:
    for name in OrganisationDetails.__slots__:
        if name not in ("place", "skills", "languages"):
            setattr(organisation, name, getattr(details, name))
    organisation.languages = list(details.languages)
    organisation.place = keep_place(organisation.group, organisation.place, details.place, by=by, at=at)
    organisation.save()
    organisation.skills.set(details.skills)
    run_changes(organisation.group_id)
