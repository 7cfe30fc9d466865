import secrets
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record, record_about
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.models import PrivateLink
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import token_hash


@transaction.atomic
def make_link(
    group: Group,
    purpose: str,
    object_id: int,
    person: Person,
    *,
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> str:
    """Make a private link and return its token: the only time that it exists in the clear."""
    token = secrets.token_urlsafe(24)
    link = PrivateLink.objects.create(
        group=group,
        token_hash=token_hash(token),
        purpose=purpose,
        object_id=object_id,
        person=person,
        made_at=at,
        expires_at=expires_at,
    )
    record("link.made", link, by=by, at=at)
    return token


@transaction.atomic
def revoke_links(group: Group, purpose: str, object_id: int, *, by: Actor, at: datetime) -> int:
    live = PrivateLink.objects.filter(purpose=purpose, object_id=object_id, revoked_at__isnull=True)
    count = live.update(revoked_at=at)
    if count:
        record_about(group.pk, "link.revoked", purpose, object_id, by=by, at=at)
    return count
