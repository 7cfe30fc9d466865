"""The notes between the two of one task, as either sees them."""

from datetime import datetime

from manyhands.apps.dispatch.bridge.disclosure import disclosed
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.status import helper_name
from manyhands.apps.dispatch.states import GRANT_REASON
from manyhands.apps.messaging.queries import RelayThread, list_relay
from manyhands.apps.privacy.queries import granted_fields
from manyhands.core.privacy.disclosure import DisclosedField


def open_fields(assignment: Assignment, *, at: datetime) -> frozenset[str]:
    return granted_fields(assignment.helper, reason_kind=GRANT_REASON, reason_id=assignment.pk, at=at)


def find_thread(
    assignment: Assignment, fields: frozenset[str], *, for_helper: bool, send_url: str, other_name: str = ""
) -> RelayThread | None:
    """None unless the kind of help opens notes, and only as long as the grant is open."""
    if DisclosedField.MASKED_CONTACT not in fields:
        return None
    reader = assignment.helper if for_helper else assignment.part.need.person
    other = disclosed(assignment.part.need, fields).name if for_helper else helper_name(assignment)
    return RelayThread(list_relay(assignment, reader=reader), other or other_name, send_url)
