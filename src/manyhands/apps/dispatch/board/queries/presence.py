from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from manyhands.apps.dispatch.board.queries.needs import cursor_of
from manyhands.apps.dispatch.models import BoardPresence
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.queries import get_cursor
from manyhands.storage.prepared import Prepared

# Somebody whose board has not asked for so long has closed it, or sleeps.
HERE_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Present:
    """`cursor`: the number of the last thing that happened in the group."""

    people: list[BoardPresence]
    cursor: int


def read_present(group: Group, *, at: datetime) -> Present:
    """Everybody who has the board open now, whoever asks among them. One query, two for the first to come."""
    rows = _PRESENT.list(group=group.pk, since=at - HERE_FOR)
    return Present(rows, rows[0].cursor if rows else get_cursor(group.pk))


def _present(*, group: Any, since: Any) -> QuerySet[Any]:
    rows = BoardPresence.objects.filter(group=group, seen_at__gt=since)
    return rows.select_related("member").annotate(cursor=cursor_of(group)).order_by("member_id")


_PRESENT = Prepared(_present)


def others(present: list[BoardPresence], member: Membership) -> list[BoardPresence]:
    return [one for one in present if one.member_id != member.pk]
