"""The private link to a helper's own calendar."""

from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.actions import make_link, revoke_links
from manyhands.apps.privacy.models import LinkPurpose
from manyhands.storage.actors import Actor

# A calendar is set up once and forgotten; after a year somebody should look whether it is still wanted.
LIVES = timedelta(days=400)


@transaction.atomic
def make_calendar_link(membership: Membership, person: Person, *, by: Actor, at: datetime) -> str:
    """Its token. There is one at a time: a new one ends the one before."""
    end_calendar_link(membership, by=by, at=at)
    return make_link(
        membership.group, LinkPurpose.CALENDAR, membership.pk, person, expires_at=at + LIVES, by=by, at=at
    )


@transaction.atomic
def end_calendar_link(membership: Membership, *, by: Actor, at: datetime) -> int:
    return revoke_links(membership.group, LinkPurpose.CALENDAR, membership.pk, by=by, at=at)
