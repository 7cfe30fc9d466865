from dataclasses import dataclass

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment
from manyhands.apps.dispatch.states import GRANT_REASON
from manyhands.apps.groups.models import Group
from manyhands.apps.people.models import SafetyReport


@dataclass(frozen=True, slots=True)
class ReportLine:
    report: SafetyReport
    assignment: Assignment | None


def list_reports(group: Group) -> list[ReportLine]:
    """Those that wait first, then the latest; without what they say."""
    rows = SafetyReport.objects.filter(group=group).select_related("reporter", "about", "handled_by")
    reports = sorted(
        rows.defer("text", "answer").order_by("-made_at"), key=lambda row: row.handled_at is not None
    )
    ids = [row.reason_id for row in reports if row.reason_kind == GRANT_REASON]
    tasks = Assignment.objects.filter(pk__in=ids).select_related("part__need", "part__category", "group")
    by_id = {task.pk: task for task in tasks}
    return [ReportLine(row, by_id.get(row.reason_id or 0)) for row in reports]


def count_open_reports(group: Group) -> int:
    return SafetyReport.objects.filter(group=group, handled_at__isnull=True).count()


def find_report(group: Group, report_id: int) -> SafetyReport | None:
    rows = SafetyReport.objects.filter(group=group, pk=report_id)
    return rows.select_related("group", "reporter", "about", "handled_by").first()


def find_task_of_report(report: SafetyReport) -> Assignment | None:
    """The task in which it happened, where there was one."""
    if report.reason_kind != GRANT_REASON or report.reason_id is None:
        return None
    return find_assignment(report.group, report.reason_id)


def find_task_of_need(group: Group, need_id: int, assignment_id: int) -> Assignment | None:
    """A task of this need that somebody has held: about others a neighbour knows nothing."""
    assignment = find_assignment(group, assignment_id)
    if assignment is None or assignment.part.need_id != need_id or assignment.answered_at is None:
        return None
    return assignment
