from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from manyhands.apps.dispatch.board.queries.needs import cursor_of, head_of
from manyhands.apps.dispatch.models import BoardPresence
from manyhands.apps.dispatch.queries.asks import count_asks_to_decide, undecided_asks
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.queries import get_cursor
from manyhands.storage.prepared import Prepared

# Somebody whose board has not asked for so long has closed it, or sleeps.
HERE_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Present:
    """`cursor`: the number of the last thing that happened in the group; `head`: its hash in the journal, where it was
    read. `partner_asks`: how many of what groups that share ask nobody here has decided yet.
    """

    people: list[BoardPresence]
    cursor: int
    partner_asks: int
    head: bytes = b""


def read_present(group: Group, *, at: datetime) -> Present:
    """Everybody who has the board open now, whoever asks among them. One query, two more for the first to come."""
    rows = _PRESENT.list(group=group.pk, since=at - HERE_FOR)
    if not rows:
        return Present([], get_cursor(group.pk), count_asks_to_decide(group))
    return Present(rows, rows[0].cursor, rows[0].asks, bytes(rows[0].head or b""))


def _present(*, group: Any, since: Any) -> QuerySet[Any]:
    rows = BoardPresence.objects.filter(group=group, seen_at__gt=since)
    asks = Subquery(
        undecided_asks(group).order_by().values("group").annotate(many=Count("pk")).values("many")
    )
    told = rows.select_related("member").annotate(
        cursor=cursor_of(group), asks=Coalesce(asks, Value(0)), head=head_of(group)
    )
    return told.order_by("member_id")


_PRESENT = Prepared(_present, keeps_plan=True)


def others(present: list[BoardPresence], member: Membership) -> list[BoardPresence]:
    return [one for one in present if one.member_id != member.pk]
