from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import Helpers
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer, VolunteerState
from manyhands.apps.places.models import Place
from manyhands.apps.places.queries import Owner

# Encrypted, and not shown in a list: each one left closed saves its share of a millisecond.
_CLOSED = (
    *(f"person__{name}" for name in ("phone", "email", "reach_note")),
    *(f"start_place__{name}" for name in ("text", "access_notes", "position")),
)


def with_all(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What a row of a list shows of a volunteer."""
    related = rows.select_related("person", "start_place", "membership").prefetch_related("skills")
    return related.defer(*_CLOSED)


def list_helpers_at(group: Group, places: Sequence[Place]) -> dict[int, Owner]:
    """Registered with `places`: those who still help and start from a place that has to be found. Nameless there."""
    starting = Volunteer.objects.filter(start_place__in=places).exclude(state=VolunteerState.LEFT)
    return {
        place_id: Owner(label="", url=group_path(group, "people:detail", person_id=person_id))
        for place_id, person_id in starting.values_list("start_place_id", "person_id")
    }


def count_helpers(group: Group) -> Helpers:
    """Registered with `groups`: whoever can be asked, without those on a break and those of other groups."""
    people = Volunteer.objects.filter(group=group, state=VolunteerState.ACTIVE).count()
    organisations = list_organisations(group).filter(can_help=True).order_by().count()
    return Helpers(people, organisations)


def list_applicants(group: Group) -> list[Volunteer]:
    """Who waits for a yes, the longest first."""
    return list(
        with_all(Volunteer.objects.filter(group=group, state=VolunteerState.APPLICANT)).order_by("id")
    )


def list_organisations(group: Group, state: str = OrganisationState.ACTIVE) -> QuerySet[Any]:
    rows = Organisation.objects.filter(group=group, state=state, contact__anonymised_at=None)
    return rows.select_related("contact", "place").order_by("name", "id")


def list_organisations_of(membership: Membership) -> list[Organisation]:
    rows = Organisation.objects.filter(membership=membership, contact__anonymised_at=None)
    return list(rows.order_by("name"))


def list_asking_organisations(group: Group) -> list[Organisation]:
    """Organisations that staff may take a request from."""
    return list(list_organisations(group).filter(can_ask=True))
