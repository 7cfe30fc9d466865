"""What stands around the list: the member's own views of it, and how many tasks are of people not checked any more."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value

from manyhands.apps.dispatch.models import SavedView
from manyhands.apps.dispatch.queries.checked import counted_not_checked
from manyhands.apps.groups.models import Group, Membership
from manyhands.storage.prepared import Prepared

# Of so many groups a process keeps what it has counted last.
_MOST_GROUPS = 1_000


class View(NamedTuple):
    """A saved view, as a link."""

    pk: int
    name: str
    query: str


class Margin(NamedTuple):
    views: list[View]
    not_checked: int


class _Counted(NamedTuple):
    """How many there were on that day, when that was the last thing in the group's journal."""

    head: bytes
    on: date
    not_checked: int


_counted: dict[int, _Counted] = {}


def read_margin(group: Group, member: Membership, *, head: bytes, at: datetime) -> Margin:
    """One query. It is counted once a day for each `head`, the hash of the last line of the group's journal: that goes
    through everything under way, and whatever changes it is written there.
    """
    on = at.astimezone(group.zone).date()
    known = _counted.get(group.pk) if head else None
    if known is not None and (known.head, known.on) == (head, on):
        return Margin([View(*row) for row in _VIEWS.list(member=member.pk)], known.not_checked)
    rows = _MARGIN.list(group=group.pk, member=member.pk, on=on)
    not_checked = sum(row[-1] for row in rows)
    if head:
        if len(_counted) >= _MOST_GROUPS:
            _counted.clear()
        _counted[group.pk] = _Counted(head, on, not_checked)
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
