"""Something felt wrong: a report to the few who may read it, and two people who never meet again."""

from datetime import datetime, time

from django.conf import settings
from django.db import transaction

from manyhands.apps.dispatch.actions.helping.release import tell_all_of_release
from manyhands.apps.dispatch.actions.hold import dismiss, let_go
from manyhands.apps.dispatch.actions.moving import lock_assignment
from manyhands.apps.dispatch.actions.plans.changes import note_change
from manyhands.apps.dispatch.actions.telling import tell_helper
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.states import GRANT_REASON, HOLDING, LIVE, AssignmentState
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.actions import tell_staff
from manyhands.apps.people.models import BlockedPair, Person, SafetyReport
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.models import Reading
from manyhands.apps.privacy.queries import reader_label
from manyhands.storage.actors import Actor

REPORT_REASON = "people.safetyreport"


@transaction.atomic
def report_problem(
    assignment: Assignment, text: str, *, reporter: Person, by: Actor, at: datetime
) -> SafetyReport:
    """The neighbour or the helper of one task reports; staff who handle safety are told at once, without the words."""
    neighbour, helper = assignment.part.need.person, assignment.helper
    report: SafetyReport = SafetyReport.objects.create(
        group_id=assignment.group_id,
        reporter=reporter,
        about=helper if reporter == neighbour else neighbour,
        reason_kind=GRANT_REASON,
        reason_id=assignment.pk,
        text=text,
        made_at=at,
    )
    record("safety.reported", report, by=by, at=at)
    context = {
        "url": settings.PUBLIC_URL
        + group_path(assignment.group, "dispatch:safety_report", report_id=report.pk)
    }
    tell_staff(
        assignment.group, "safety_report", "safety.handle", context=context, about=report, by=by, at=at
    )
    return report


@transaction.atomic
def handle_report(
    report: SafetyReport, answer: str, *, is_kept_apart: bool, handled_by: Membership, by: Actor, at: datetime
) -> SafetyReport:
    """Staff have looked after it; perhaps these two never meet again."""
    report.answer, report.handled_by, report.handled_at = answer, handled_by, at
    report.save(update_fields=["answer", "handled_by", "handled_at"])
    record("safety.handled", report, by=by, at=at, fields=["answer"])
    assignment = (
        Assignment.objects.filter(pk=report.reason_id).select_related("part__need__person", "helper").first()
    )
    if is_kept_apart and report.reason_kind == GRANT_REASON and assignment:
        keep_apart(assignment.part.need.person, assignment.helper, by=by, at=at)
    return report


@transaction.atomic
def note_report_read(report: SafetyReport, *, reader: Membership, by: Actor, at: datetime) -> None:
    """What somebody reported is being read: once a day for each reader, where the reporter can see it."""
    zone = report.group.zone
    today = datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone)
    seen = Reading.objects.filter(
        subject=report.reporter, reason=REPORT_REASON, reason_id=report.pk, reader_id=by.id, at__gte=today
    )
    if not seen.exists():
        note_reading(
            report.reporter,
            label=reader_label(reader),
            fields=["safety_report"],
            reason=REPORT_REASON,
            reason_id=report.pk,
            by=by,
            at=at,
        )


@transaction.atomic
def keep_apart(neighbour: Person, helper: Person, *, by: Actor, at: datetime) -> BlockedPair:
    """These two never meet again; what they have with each other ends now. Neither is told who asked for it."""
    pair, is_new = BlockedPair.objects.get_or_create(
        group_id=neighbour.group_id, neighbour=neighbour, helper=helper, defaults={"made_at": at}
    )
    if is_new:
        record("pair.blocked", pair, by=by, at=at)
        note_change(neighbour.group_id)
    together = Assignment.objects.filter(part__need__person=neighbour, helper=helper, state__in=LIVE)
    # In the order of the needs: two who part several pairs at once take the locks in the same order.
    for assignment in together.order_by("part__need_id", "pk"):
        _part_ways(lock_assignment(assignment), by=by, at=at)
    return pair


def _part_ways(assignment: Assignment, *, by: Actor, at: datetime) -> None:
    if assignment.state not in HOLDING:
        dismiss(assignment, by=by, at=at)
        return
    let_go(assignment, AssignmentState.WITHDRAWN, "assignment.withdrawn", by=by, at=at)
    tell_helper(assignment, "task_cancelled", by=by, at=at)
    tell_all_of_release(assignment, by=by, at=at)
