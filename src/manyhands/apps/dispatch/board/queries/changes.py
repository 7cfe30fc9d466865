"""What has happened since a page was drawn, and to which request: "Ana R. said yes"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import Need
from manyhands.core.values.names import initial_form
from manyhands.storage.fields import sealed, unseal
from manyhands.storage.prepared import Prepared

_NEED, _ASSIGNMENT, _MEMBER = "needs.need", "dispatch.assignment", "member"
# More than this has happened only while the page slept: then the list says it all.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """`who` did `verb` to the request `reference`. `is_own`: the reader did it, here or in another window."""

    reference: str
    verb: str
    who: str
    at: datetime
    is_own: bool


def list_changes(group: Group, *, since: int, member: Membership) -> list[Change]:
    """The latest for each request. One query."""
    found: dict[str, Change] = {}
    for entry in _LATEST.list(group=group.pk, since=since):
        is_task = entry.subject_kind == _ASSIGNMENT
        reference = entry.task_reference if is_task else entry.need_reference
        if reference is None or (reference in found and not _says_more(entry, found[reference])):
            continue
        is_own = entry.actor_kind == _MEMBER and entry.actor_id == member.pk
        found[reference] = Change(reference, entry.verb, _who(entry), entry.at, is_own)
    return list(found.values())


def _says_more(entry: Entry, other: Change) -> bool:
    """A yes of somebody makes the request move too: the yes is what is told."""
    return entry.subject_kind == _ASSIGNMENT and not other.verb.startswith("assignment.")


def _who(entry: Any) -> str:
    if entry.actor_kind == _MEMBER:
        return unseal(entry.member_name or "")
    return initial_form(unseal(entry.helper_name or "")) if entry.subject_kind == _ASSIGNMENT else ""


def _latest(*, group: Any, since: Any) -> QuerySet[Any]:
    """With the request each is about, and the names of whoever it may be about."""
    need = Need.objects.filter(pk=OuterRef("subject_id"))
    task = Assignment.objects.filter(pk=OuterRef("subject_id"))
    member = Membership.objects.filter(pk=OuterRef("actor_id"))
    entries = Entry.objects.filter(group_id=group, number__gt=since, subject_kind__in=[_NEED, _ASSIGNMENT])
    told = entries.annotate(
        need_reference=Subquery(need.values("reference")),
        task_reference=Subquery(task.values("part__need__reference")),
        helper_name=Subquery(task.values_list(sealed("helper__name"))),
        member_name=Subquery(member.values_list(sealed("display_name"))),
    )
    latest: QuerySet[Any] = told.order_by("-number")[:_MOST]
    return latest


_LATEST = Prepared(_latest)
