"""Whether those who have a task, or are about to take it, are checked for it today."""

from collections.abc import Iterable
from datetime import datetime

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import HOLDING
from manyhands.apps.groups.models import Group
from manyhands.apps.vetting.queries import Held, held_for, met_by, needed_in


def is_checked(assignment: Assignment, *, at: datetime) -> bool:
    """One query; two where the kind of help asks for anything."""
    part = assignment.part
    needed = needed_in(part.group, [part.category_id])
    codes = needed.by(part.category_id)
    if not codes:
        return True
    person_id, organisation_id = assignment.helper_id, assignment.organisation_id
    return codes <= met_by(needed, person_id, organisation_id, group=part.group, at=at)


def list_not_checked_any_more(group: Group, *, at: datetime) -> list[Assignment]:
    """Tasks that somebody has said yes to who is not checked for them any more: staff decide. Three queries at most."""
    needed = needed_in(group)
    if not needed.of_category:
        return []
    rows = Assignment.objects.filter(
        group=group, state__in=HOLDING, part__category_id__in=list(needed.of_category)
    )
    related = ("helper", "organisation", "part__category", "part__need", "part__group")
    held = held_for(needed, group=group, at=at)
    return list(_without_what_they_need(rows.select_related(*related).order_by("pk"), held))


def _without_what_they_need(rows: Iterable[Assignment], held: Held) -> Iterable[Assignment]:
    for row in rows:
        met = (
            held.by_organisation(row.organisation_id)
            if row.organisation_id is not None
            else held.by_person(row.helper_id)
        )
        if held.needed.by(row.part.category_id) - met:
            yield row
