from datetime import datetime, time

from django.db import transaction

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.status import helper_name
from manyhands.apps.dispatch.states import GRANT_REASON
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.models import Reading
from manyhands.storage.actors import Actor


@transaction.atomic
def note_look(assignment: Assignment, fields: frozenset[str], *, by: Actor, at: datetime) -> None:
    """The helper is being shown what their grant opens: once a day for each task, where the neighbour can read it.

    A look after the task was done is told apart from those before.
    """
    today = datetime.combine(
        at.astimezone(assignment.group.zone).date(), time.min, tzinfo=assignment.group.zone
    )
    since = max(today, assignment.ended_at) if assignment.ended_at else today
    seen = Reading.objects.filter(
        subject=assignment.part.need.person, reason=GRANT_REASON, reason_id=assignment.pk, at__gte=since
    )
    # The same fields seen again by whichever way in are no news; a field more is.
    if any(fields <= set(reading.fields) for reading in seen):
        return
    note_reading(
        assignment.part.need.person,
        label={"name": helper_name(assignment), "role": "helper"},
        fields=fields,
        reason=GRANT_REASON,
        reason_id=assignment.pk,
        by=by,
        at=at,
    )
