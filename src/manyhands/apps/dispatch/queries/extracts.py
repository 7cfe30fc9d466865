"""What a person is told that we hold of their helping, when they ask for everything."""

from django.utils.translation import gettext as _

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.people.models import Person, SafetyReport
from manyhands.apps.privacy.queries import Extract


def list_task_extracts(person: Person) -> list[Extract]:
    """Tasks they were asked for or took, and reports they made; nothing about those whom they helped."""
    tasks = Assignment.objects.filter(helper=person).select_related("part__category", "part__need")
    reports = SafetyReport.objects.filter(reporter=person)
    return [
        *(_task(task, person) for task in tasks.order_by("made_at")),
        *(_report(report) for report in reports.order_by("made_at")),
    ]


def _task(task: Assignment, person: Person) -> Extract:
    return Extract.of(
        "task",
        _("A task"),
        ("reference", _("Request"), task.part.need.reference),
        ("kind", _("Kind of help"), task.part.category.name_in(person.language)),
        ("state", _("How it stands"), task.get_state_display()),
        ("made_at", _("Asked or chosen"), task.made_at.isoformat()),
        ("answered_at", _("Answered"), task.answered_at.isoformat() if task.answered_at else ""),
        ("ended_at", _("Over"), task.ended_at.isoformat() if task.ended_at else ""),
        ("outcome", _("How it went"), task.get_outcome_display()),
        ("minutes_spent", _("Minutes"), task.minutes_spent),
        ("note", _("Your note"), task.note),
        ("decline_note", _("Your words when you could not"), task.decline_note),
    )


def _report(report: SafetyReport) -> Extract:
    return Extract.of(
        "safety_report",
        _("A safety report"),
        ("text", _("What you wrote"), report.text),
        ("made_at", _("When"), report.made_at.isoformat()),
        ("answer", _("What was done"), report.answer),
    )
