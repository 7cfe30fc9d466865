"""What stands around the list: the member's own views of it, and how many tasks are of people not checked any more."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value

from manyhands.apps.dispatch.board.queries.counted import Counted
from manyhands.apps.dispatch.models import SavedView
from manyhands.apps.dispatch.queries.assignments.checked import counted_not_checked
from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.prepared import Prepared


class View(NamedTuple):
    """A saved view, as a link."""

    pk: int
    name: str
    query: str


class Margin(NamedTuple):
    views: list[View]
    not_checked: int


_counted = Counted[int]()


def read_margin(group: Group, member: Membership, *, head: bytes, at: datetime) -> Margin:
    """One query. It goes through everything under way only where the journal's `head` or the day has changed."""
    on = at.astimezone(group.zone).date()
    known = _counted.find(group.pk, head, also=on)
    if known is not None:
        return Margin([View(*row) for row in _VIEWS.list(member=member.pk)], known)
    rows = _MARGIN.list(group=group.pk, member=member.pk, on=on)
    not_checked = sum(row[-1] for row in rows)
    _counted.keep(group.pk, head, not_checked, also=on)
    return Margin([View(*row[:-1]) for row in rows if row[0]], not_checked)


def _views(*, member: Any) -> QuerySet[Any, Any]:
    return SavedView.objects.filter(member=member).values_list("pk", "name", "query")


def _margin(*, group: Any, member: Any, on: Any) -> QuerySet[Any, Any]:
    """The number in a row without a view."""
    named = {"row_id": F("pk"), "row_name": F("name"), "row_query": F("query"), "row_many": _NONE}
    views = SavedView.objects.filter(member=member).order_by().annotate(**named).values_list(*named)
    nothing = {"row_id": _NONE, "row_name": _BLANK, "row_query": _BLANK}
    count = counted_not_checked(group=group, on=on).annotate(**nothing)
    rows = views.union(count.values_list(*nothing, "many"), all=True)
    return rows.order_by("row_name", "row_id")


_NONE, _BLANK = Value(0, BigIntegerField()), Value("", CharField())
_VIEWS, _MARGIN = Prepared(_views), Prepared(_margin)
