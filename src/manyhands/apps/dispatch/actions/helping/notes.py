from datetime import datetime

from django.db import transaction

from manyhands.apps.dispatch.actions.telling import status_url, task_url
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.messaging.actions import send_relay
from manyhands.apps.messaging.models import RelayMessage
from manyhands.storage.actors import Actor


@transaction.atomic
def send_note(
    assignment: Assignment,
    text: str,
    *,
    from_helper: bool,
    by: Actor,
    at: datetime,
    share_contact: bool = False,
) -> RelayMessage:
    """A note between the two of one task; neither sees the other's number. Raises messaging's RelayError."""
    neighbour, helper = assignment.part.need.person, assignment.helper
    make_url = status_url if from_helper else task_url
    return send_relay(
        assignment,
        sender=helper if from_helper else neighbour,
        recipient=neighbour if from_helper else helper,
        text=text,
        reference=assignment.part.need.reference,
        make_url=lambda: make_url(assignment, by=by, at=at),
        share_contact=share_contact,
        by=by,
        at=at,
    )
