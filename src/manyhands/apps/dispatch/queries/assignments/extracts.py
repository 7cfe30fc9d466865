"""What a person is told that we hold of their helping, when they ask for everything."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.groups.models import translated
from manyhands.apps.people.models import Person, SafetyReport, Volunteer
from manyhands.apps.people.words import week_in_words
from manyhands.apps.privacy.queries import Extract, Said
from manyhands.web.languages import language_name
from manyhands.web.words import distance_in_words


def list_task_extracts(person: Person) -> list[Extract]:
    """How they help, tasks they were asked for or took, and reports they made; nothing about those whom they helped."""
    language = get_language() or "en"
    volunteers = Volunteer.objects.filter(person=person).select_related("start_place", "group")
    tasks = Assignment.objects.filter(helper=person).select_related("part__category", "part__need")
    reports = SafetyReport.objects.filter(reporter=person)
    return [
        *(_volunteer(one, language) for one in volunteers.prefetch_related("skills")),
        *(_task(task, language) for task in tasks.order_by("made_at")),
        *(_report(report) for report in reports.order_by("made_at")),
    ]


def _volunteer(volunteer: Volunteer, language: str) -> Extract:
    skills = (translated(skill.names, language) for skill in volunteer.skills.all())
    unit = volunteer.group.distance_unit
    hours = (f"{day} {times}" for day, times in week_in_words(volunteer.week_slots))
    return Extract.of(
        "volunteer",
        _("How you help"),
        ("state", _("How it stands"), volunteer.get_state_display()),
        ("skills", _("Skills"), ", ".join(skills)),
        ("languages", _("Languages"), ", ".join(map(language_name, volunteer.languages))),
        ("vehicle", _("Gets around"), volunteer.get_vehicle_display()),
        ("week_slots", _("When"), "; ".join(hours)),
        ("start_place", _("Starts from"), volunteer.start_place.text if volunteer.start_place else ""),
        ("radius_m", _("How far"), Said(volunteer.radius_m, distance_in_words(volunteer.radius_m, unit))),
        ("tasks_per_week", _("Tasks a week at most"), volunteer.tasks_per_week),
        ("paused_until", _("Break until"), volunteer.paused_until),
        ("details_confirmed_at", _("Details confirmed"), volunteer.details_confirmed_at),
    )


def _task(task: Assignment, language: str) -> Extract:
    return Extract.of(
        "task",
        _("A task"),
        ("reference", _("Request"), task.part.need.reference),
        ("kind", _("Kind of help"), task.part.category.name_in(language)),
        ("state", _("How it stands"), task.get_state_display()),
        ("made_at", _("Asked or chosen"), task.made_at),
        ("answered_at", _("Answered"), task.answered_at),
        ("ended_at", _("Over"), task.ended_at),
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
        ("made_at", _("When"), report.made_at),
        ("answer", _("What was done"), report.answer),
    )
