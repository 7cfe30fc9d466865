"""Writing a note to the other one of a task. What cannot be taken is shown again with the reason and every word."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.notes import find_thread, open_fields
from manyhands.apps.dispatch.queries.assignments.safety import find_task_of_need
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment
from manyhands.apps.dispatch.states import AssignmentState
from manyhands.apps.dispatch.views.acting import act_once, speak
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.policies import may
from manyhands.apps.messaging.actions import RelayError, read_relay
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.web.forms.errors import Problem
from manyhands.web.missing import or_404

_WITH_WHOM = frozenset({"name", "first_name", "nickname"})


@member_page("tasks.take")
def task_note(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = find_assignment(request.group, assignment_id)
    if assignment is None or not may(request.membership, "dispatch.own_task", assignment):
        raise Http404
    return _send(request, assignment, from_helper=True, back=request.path.removesuffix("note/"))


@link_page("invitation")
def invitation_note(request: LinkRequest) -> HttpResponse:
    assignment = find_assignment(request.group, request.link.object_id)
    if assignment is None or assignment.helper_id != request.link.person_id:
        raise Http404
    speak(request, assignment.helper.language)
    return _send(request, assignment, from_helper=True, back=request.path.removesuffix("note/"))


@link_page("need_status")
def neighbour_note(request: LinkRequest, assignment_id: int) -> HttpResponse:
    assignment = or_404(find_task_of_need(request.group, request.link.object_id, assignment_id))
    speak(request, assignment.part.need.language)
    return _send(
        request,
        assignment,
        from_helper=False,
        back=request.path.removesuffix(f"helper/{assignment_id}/note/"),
    )


def _send(request: Any, assignment: Assignment, *, from_helper: bool, back: str) -> HttpResponse:
    at = timezone.now()
    fields = open_fields(assignment, at=at)
    thread = find_thread(assignment, fields, for_helper=from_helper, send_url=request.path)
    if thread is None:
        messages.warning(request, _("Notes about this task are not possible any more."))
        return redirect(back)
    if from_helper and assignment.state == AssignmentState.COMPLETED:
        # What was said before is on the task's page, behind the one more look that is noted.
        thread = replace(thread, lines=[], other_name=_("the neighbour"))
    elif request.method != "POST":
        read_relay(
            assignment, reader=assignment.helper if from_helper else assignment.part.need.person, at=at
        )
    if from_helper and assignment.state != AssignmentState.COMPLETED:
        # Above the notes stands with whom.
        actions.note_look(assignment, fields & _WITH_WHOM, by=request.actor, at=at)
    if request.method != "POST":
        return render(request, "dispatch/note.html", {"relay": thread, "back_url": back})
    text = request.POST.get("note", "")

    def send() -> str:
        share_contact = "share_contact" in request.POST
        sent = actions.send_note(
            assignment, text, from_helper=from_helper, by=request.actor, at=at, share_contact=share_contact
        )
        return str(sent.pk)

    try:
        act_once(request, "dispatch.note", at=at, do=send)
    except RelayError as problem:
        again = replace(
            thread, text=text, problem=str(problem.text), may_share=problem.code == "shares_contact"
        )
        context = {"relay": again, "back_url": back, "problems": [Problem(again.problem, "id_relay")]}
        return render(request, "dispatch/note.html", context, status=422)
    return redirect(f"{back}#notes")
