"""Something felt wrong: said by the neighbour or the helper from their own page, read by the few who may."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.forms import AnswerForm, ProblemForm
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.safety import (
    find_report,
    find_task_of_need,
    find_task_of_report,
    list_reports,
)
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment
from manyhands.apps.dispatch.views.acting import act_once, speak
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.people.models import Person
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.web.missing import or_404


@member_page("tasks.take")
def task_problem(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = find_assignment(request.group, assignment_id)
    if assignment is None or not may(request.membership, "dispatch.own_task", assignment):
        raise Http404
    back = group_path(request.group, "dispatch:task", assignment_id=assignment.pk)
    return _problem(request, assignment, assignment.helper, back)


@link_page("invitation")
def invitation_problem(request: LinkRequest) -> HttpResponse:
    assignment = find_assignment(request.group, request.link.object_id)
    if assignment is None or assignment.helper_id != request.link.person_id:
        return render(request, "privacy/link_ended.html", status=410)
    speak(request, assignment.helper.language)
    return _problem(request, assignment, assignment.helper, request.path.removesuffix("problem/"))


@link_page("need_status")
def helper_problem(request: LinkRequest, assignment_id: int) -> HttpResponse:
    """From the neighbour's own page: about the person who helps or helped with their request."""
    assignment = or_404(find_task_of_need(request.group, request.link.object_id, assignment_id))
    speak(request, assignment.part.need.language)
    back = request.path.removesuffix(f"helper/{assignment_id}/")
    return _problem(request, assignment, assignment.part.need.person, back)


def _problem(request: Any, assignment: Assignment, reporter: Person, back: str) -> HttpResponse:
    form = ProblemForm(request.POST if request.method == "POST" else None)
    at = timezone.now()
    if request.method == "POST" and form.is_valid():
        done = act_once(
            request,
            "dispatch.problem",
            at=at,
            do=lambda: _take_in(request, assignment, reporter, form.cleaned_data, at=at),
        )
        if done:
            messages.success(
                request, _("Thank you for telling us. Somebody from the group will look after this.")
            )
        return redirect(back)
    about_helper = reporter != assignment.helper
    return render(
        request, "dispatch/problem.html", {"form": form, "back_url": back, "about_helper": about_helper}
    )


def _take_in(
    request: Any, assignment: Assignment, reporter: Person, told: dict[str, Any], *, at: datetime
) -> str:
    if told["text"]:
        actions.report_problem(assignment, told["text"], reporter=reporter, by=request.actor, at=at)
    if told["keep_apart"]:
        actions.keep_apart(assignment.part.need.person, assignment.helper, by=request.actor, at=at)
    return "taken"


@member_page("safety.handle")
def safety_reports(request: MemberRequest) -> HttpResponse:
    """Which reports there are. What they say is on the page of each, and looking at it is noted."""
    return render(request, "dispatch/safety_reports.html", {"reports": list_reports(request.group)})


@member_page("safety.handle")
def safety_report(request: MemberRequest, report_id: int) -> HttpResponse:
    report = or_404(find_report(request.group, report_id))
    at = timezone.now()
    assignment = find_task_of_report(report)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": report.answer})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        act_once(
            request,
            "dispatch.safety",
            at=at,
            do=lambda: actions.handle_report(
                report, told["answer"], is_kept_apart=told["keep_apart"], handled_by=request.membership,
                by=request.actor, at=at,
            ),
        )  # fmt: skip
        return redirect(group_path(request.group, "dispatch:safety_reports"))
    actions.note_report_read(report, reader=request.membership, by=request.actor, at=at)
    return render(
        request, "dispatch/safety_report.html", {"report": report, "form": form, "assignment": assignment}
    )
