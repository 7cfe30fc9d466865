"""What the public request has to know: the draft behind a cookie, and who else could be asked."""

from datetime import datetime

from django.db.models import Q

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.queries import is_in_area
from manyhands.apps.needs.models import RequestDraft
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer, VolunteerState
from manyhands.core.gazetteer import find_zip
from manyhands.storage.encryption import token_hash


def find_draft(group: Group, token: str, *, at: datetime) -> RequestDraft | None:
    if not token:
        return None
    live = RequestDraft.objects.filter(group=group, token_hash=token_hash(token), expires_at__gt=at)
    return live.select_related("need__person", "need__place").first()


def list_asking_organisations(membership: Membership | None) -> list[Organisation]:
    """Organisations in whose name this member may ask."""
    if membership is None:
        return []
    mine = Organisation.objects.filter(membership=membership, state=OrganisationState.ACTIVE, can_ask=True)
    return list(mine.select_related("contact").order_by("name"))


def find_zip_code(typed: str) -> str | None:
    """The five digits of a ZIP code that exists."""
    found = find_zip(typed)
    return found.zip_code if found else None


def list_other_groups_serving(group: Group, zip_code: str, *, at: datetime) -> list[Group]:
    """Groups of this installation that serve a ZIP code and are taking requests. Groups are public, needs are not."""
    taking = Q(intake_paused_until__isnull=True) | Q(intake_paused_until__lte=at)
    others = Group.objects.filter(taking).exclude(pk=group.pk).order_by("name")
    return [
        other
        for other in others.iterator()
        if other.area and is_in_area(other, zip_code=zip_code, position=None)
    ]


def has_helpers(group: Group) -> bool:
    """Whether anybody is there who could be asked."""
    people = Volunteer.objects.filter(group=group, state__in=[VolunteerState.APPROVED, VolunteerState.ACTIVE])
    return (
        people.exists()
        or Organisation.objects.filter(group=group, state=OrganisationState.ACTIVE, can_help=True).exists()
    )
