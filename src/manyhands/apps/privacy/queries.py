from datetime import datetime

from django.db.models import Q

from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import DisclosureGrant, PrivateLink, Reading
from manyhands.storage.encryption import token_hash


def find_link(token: str, purpose: str, *, at: datetime) -> PrivateLink | None:
    """A link that works now. The token comes before the group is known."""
    live = PrivateLink.across_groups.filter(
        token_hash=token_hash(token), purpose=purpose, revoked_at__isnull=True, expires_at__gt=at
    )
    return live.select_related("group", "person").first()


def granted_fields(viewer: Person, *, reason_kind: str, reason_id: int, at: datetime) -> frozenset[str]:
    """The names of the fields that `viewer` may see because of this reason, now."""
    grant = (
        DisclosureGrant.objects.filter(viewer=viewer, reason_kind=reason_kind, reason_id=reason_id, opened_at__lte=at)
        .filter(Q(closes_at__isnull=True) | Q(closes_at__gt=at))
        .first()
    )
    return frozenset(grant.fields) if grant else frozenset()


def list_readings_of(person: Person, *, at_most: int = 50) -> list[Reading]:
    """Who looked at this person's details, the latest first."""
    return list(Reading.objects.filter(subject=person).order_by("-at")[:at_most])
