from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from manyhands.apps.dispatch.models import BoardPresence
from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.prepared import Prepared

# Somebody whose board has not asked for so long has closed it, or sleeps.
HERE_FOR = timedelta(seconds=60)


def list_present(group: Group, *, at: datetime) -> list[BoardPresence]:
    """Everybody who has the board open now, whoever asks among them."""
    return _PRESENT.list(group=group.pk, since=at - HERE_FOR)


def _present(*, group: Any, since: Any) -> QuerySet[Any]:
    rows = BoardPresence.objects.filter(group=group, seen_at__gt=since)
    return rows.select_related("member").order_by("member_id")


_PRESENT = Prepared(_present)


def others(present: list[BoardPresence], member: Membership) -> list[BoardPresence]:
    return [one for one in present if one.member_id != member.pk]
