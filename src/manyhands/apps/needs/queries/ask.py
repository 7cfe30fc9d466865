"""What the public request has to know: the draft behind a cookie, and who else could be asked."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.queries import is_in_area
from manyhands.apps.messaging.models import Message, MessageState
from manyhands.apps.needs.models import Need, RequestDraft
from manyhands.apps.people.models import Organisation, OrganisationState, Volunteer, VolunteerState
from manyhands.core.gazetteer import find_zip
from manyhands.storage.encryption import token_hash
from manyhands.storage.prepared import Prepared


def find_draft(group: Group, token: str, *, at: datetime) -> RequestDraft | None:
    if not token:
        return None
    found: RequestDraft | None = _DRAFT.find(group=group.pk, hashed=token_hash(token), at=at)
    return found


def _draft(*, group: Any, hashed: Any, at: Any) -> QuerySet[Any]:
    live = RequestDraft.objects.filter(group=group, token_hash=hashed, expires_at__gt=at)
    return live.select_related("need__person", "need__place").order_by("pk")[:1]


_DRAFT = Prepared(_draft, keeps_plan=True)


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


def find_confirmation(need: Need) -> Message | None:
    """The message that brings the private link to the neighbour, if there is a way to send one."""
    told = Message.objects.filter(event="need_received", about_kind=need._meta.label_lower, about_id=need.pk)
    return told.exclude(state=MessageState.CANCELLED).first()


def has_helpers(group: Group) -> bool:
    """Whether anybody is there who could be asked."""
    people = Volunteer.objects.filter(group=group, state__in=[VolunteerState.APPROVED, VolunteerState.ACTIVE])
    return (
        people.exists()
        or Organisation.objects.filter(group=group, state=OrganisationState.ACTIVE, can_help=True).exists()
    )
