"""Whether those who have a task, or are about to take it, are checked for it today."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING
from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.queries import (
    Held,
    active_links,
    held_for,
    met_by,
    needed_by_part,
    needed_by_rows,
    needed_rows,
)
from manyhands.apps.vetting.queries.missing import misses_something
from manyhands.storage.prepared import Prepared

# Encrypted, and not shown in a list.
_CLOSED = ("helper__phone", "helper__email", "helper__reach_note", "part__need__details")


def is_checked(assignment: Assignment, *, at: datetime) -> bool:
    """One query; two where the kind of help asks for anything."""
    part = assignment.part
    needed = needed_by_part(part)
    codes = needed.by(part.category_id)
    if not codes:
        return True
    person_id, organisation_id = assignment.helper_id, assignment.organisation_id
    return codes <= met_by(needed, person_id, organisation_id, group=part.group, at=at)


def list_not_checked_any_more(group: Group, *, at: datetime) -> list[Assignment]:
    return [assignment for assignment, _missing in list_with_what_is_missing(group, language="en", at=at)]


def list_with_what_is_missing(
    group: Group, *, language: str, at: datetime
) -> list[tuple[Assignment, list[str]]]:
    """Tasks that somebody has said yes to who is not checked for them any more, and what they lack: staff decide.

    One query; two where there is any task that needs a check.
    """
    related = ("helper", "organisation", "part__category", "part__need", "part__group")
    asking = active_links().filter(group=group).values("category_id")
    rows = Assignment.objects.filter(group=group, state__in=HOLDING, part__category_id__in=asking)
    told = rows.annotate(checks_needed=needed_rows("part__category"))
    found = list(told.select_related(*related).defer(*_CLOSED).order_by("pk"))
    if not found:
        return []
    held = held_for(needed_by_rows(found), group=group, at=at)
    names = held.needed.names_in(language)
    return [(row, sorted(names[code] for code in codes)) for row, codes in _missing_of(found, held) if codes]


def count_not_checked_any_more(group: Group, *, at: datetime) -> int:
    """How many `list_not_checked_any_more` would list. One query."""
    found = _COUNT.find(group=group.pk, on=at.astimezone(group.zone).date())
    return int(found[0]) if found else 0


def counted_not_checked(*, group: Any, on: Any) -> QuerySet[Any, Any]:
    """Of the kinds that ask for something: most tasks are of others, and are not looked at one by one."""
    asking = active_links().filter(group=group).values("category_id")
    held = Assignment.objects.filter(
        misses_something(category="part__category", person="helper", organisation="organisation", on=on),
        group=group,
        state__in=HOLDING,
        part__group=group,
        part__category_id__in=asking,
    )
    return held.order_by().values("group").annotate(many=Count("pk"))


_COUNT = Prepared(lambda *, group, on: counted_not_checked(group=group, on=on).values_list("many"))


def _missing_of(rows: Iterable[Assignment], held: Held) -> Iterator[tuple[Assignment, frozenset[str]]]:
    for row in rows:
        met = (
            held.by_organisation(row.organisation_id)
            if row.organisation_id is not None
            else held.by_person(row.helper_id)
        )
        yield row, held.needed.by(row.part.category_id) - met
