from datetime import date, datetime

from django.db import transaction

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.privacy.models import LookedInto
from manyhands.storage.actors import Actor


@transaction.atomic
def look_into(
    group: Group, reader: Membership, day: date, *, looker: Membership, by: Actor, at: datetime
) -> LookedInto:
    """Somebody has asked `reader` about one day, or knows why it was so. Once; nothing else happens."""
    mark, is_new = LookedInto.objects.get_or_create(
        group=group, reader_id=reader.pk, day=day, defaults={"by": looker, "at": at}
    )
    if is_new:
        record("reading.looked_into", reader, by=by, at=at)
    return mark
