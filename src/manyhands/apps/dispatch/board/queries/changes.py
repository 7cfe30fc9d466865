"""What has happened since a page was drawn, and to which request: "Ana R. said yes"."""

from dataclasses import dataclass
from datetime import datetime

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import Need
from manyhands.core.values.names import initial_form

_NEED, _ASSIGNMENT = "needs.need", "dispatch.assignment"
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
    """The latest for each request. At most four queries."""
    entries = Entry.objects.filter(group_id=group.pk, number__gt=since, subject_kind__in=[_NEED, _ASSIGNMENT])
    latest = list(entries.order_by("-number")[:_MOST])
    tasks = _tasks([entry.subject_id for entry in latest if entry.subject_kind == _ASSIGNMENT])
    references = _references([entry.subject_id for entry in latest if entry.subject_kind == _NEED])
    members = _members([entry.actor_id for entry in latest if entry.actor_kind == "member"])
    found: dict[str, Change] = {}
    for entry in latest:
        task = tasks.get(entry.subject_id) if entry.subject_kind == _ASSIGNMENT else None
        reference = task.part.need.reference if task else references.get(entry.subject_id)
        if reference is None or (reference in found and not _says_more(entry, found[reference])):
            continue
        is_own = entry.actor_kind == "member" and entry.actor_id == member.pk
        who = members.get(entry.actor_id, "") if entry.actor_kind == "member" else ""
        if task and entry.actor_kind != "member":
            who = initial_form(task.helper.name)
        found[reference] = Change(reference, entry.verb, who, entry.at, is_own)
    return list(found.values())


def _says_more(entry: Entry, other: Change) -> bool:
    """A yes of somebody makes the request move too: the yes is what is told."""
    return entry.subject_kind == _ASSIGNMENT and not other.verb.startswith("assignment.")


def _tasks(ids: list[int | None]) -> dict[int | None, Assignment]:
    rows = Assignment.objects.filter(pk__in=ids).select_related("part__need", "helper") if ids else []
    return {row.pk: row for row in rows}


def _references(ids: list[int | None]) -> dict[int | None, str]:
    return dict(Need.objects.filter(pk__in=ids).values_list("pk", "reference")) if ids else {}


def _members(ids: list[int | None]) -> dict[int | None, str]:
    return dict(Membership.objects.filter(pk__in=ids).values_list("pk", "display_name")) if ids else {}
