"""The page of one task, the same for a member who has signed in and for whoever holds its private link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.forms import DoneForm, NoForm
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.notes import find_thread
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment
from manyhands.apps.dispatch.queries.assignments.view_of_task import TaskView, view_task
from manyhands.apps.dispatch.states import AssignmentState
from manyhands.apps.dispatch.views.acting import act_once, speak
from manyhands.apps.dispatch.views.calendar import calendar_context
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.policies import may
from manyhands.apps.messaging.actions import read_relay
from manyhands.apps.messaging.queries import RelayThread
from manyhands.apps.needs.states import WhenKind
from manyhands.apps.people.queries import find_wish_of_helper
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.storage.actors import Actor

EARLY = timedelta(hours=12)
"""So long before its time a task is rarely done: the page asks once more."""
LOOK_AGAIN = "look_again"
"""Changes nothing and is answered with the page itself: what it shows has no address of its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """One press of a helper: what it does, and what they read afterwards."""

    do: Callable[[Assignment, Any, Actor, datetime], object]
    said: Any


def _yes(assignment: Assignment, post: Any, by: Actor, at: datetime) -> object:
    return actions.accept(assignment, by=by, at=at, even_over_limit="over_limit" in post)


def _no(assignment: Assignment, post: Any, by: Actor, at: datetime) -> object:
    form = NoForm(post)
    return actions.decline(
        assignment, by=by, at=at, note=form.cleaned_data["note"] if form.is_valid() else ""
    )


def _wish(assignment: Assignment, post: Any, by: Actor, at: datetime) -> object:
    actions.say_of_neighbour(assignment, post.get("wish", ""), by=by, at=at)
    return assignment


STEPS: dict[str, Step] = {
    "yes": Step(_yes, gettext_lazy("Thank you! Here is what you need to know.")),
    "no": Step(_no, gettext_lazy("Thank you for telling us. Nobody will ask you for this one again.")),
    "start": Step(
        lambda one, _post, by, at: actions.start(one, by=by, at=at), gettext_lazy("Good. All the best!")
    ),
    "hand_back": Step(
        lambda one, _post, by, at: actions.hand_back(one, by=by, at=at),
        gettext_lazy("Thank you for telling us in time. We are asking others now."),
    ),
    "undo_hand_back": Step(
        lambda one, _post, by, at: actions.undo_ending(one, by=by, at=at), gettext_lazy("It is yours again.")
    ),
    "wish": Step(_wish, gettext_lazy("Thank you. Only you can see what you said.")),
    "undo_done": Step(
        lambda one, _post, by, at: actions.undo_complete(one, by=by, at=at), gettext_lazy("It is open again.")
    ),
}


@member_page("tasks.take")
def task(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = find_assignment(request.group, assignment_id)
    if assignment is None or not may(request.membership, "dispatch.own_task", assignment):
        raise Http404
    return _answer(request, assignment, "dispatch/task.html")


@link_page("invitation")
def invitation(request: LinkRequest) -> HttpResponse:
    """Yes, not this time, done, hand back: without an account, as long as the link is good."""
    assignment = find_assignment(request.group, request.link.object_id)
    if assignment is None or assignment.helper_id != request.link.person_id:
        return render(request, "privacy/link_ended.html", status=410)
    speak(request, assignment.helper.language)
    return _answer(request, assignment, "dispatch/invitation.html")


def _answer(request: Any, assignment: Assignment, template: str) -> HttpResponse:
    at, here = timezone.now(), request.path
    done_form = DoneForm()
    is_look_again = request.method == "POST" and request.POST.get("do") == LOOK_AGAIN
    if request.method == "POST" and not is_look_again:
        done_form = DoneForm(request.POST) if request.POST.get("do") == "done" else done_form
        if not done_form.is_bound or done_form.is_valid():
            _step(request, assignment, done_form, at=at)
            return redirect(here)
    view = view_task(assignment, language=get_language() or "en", at=at, is_look_again=is_look_again)
    relay = _look(view, f"{here}note/", by=request.actor, at=at)
    context: dict[str, Any] = {
        "view": view,
        "relay": relay,
        "assignment": assignment,
        "part": assignment.part,
        "need": assignment.part.need,
    }
    context["is_early"] = _is_early(assignment, at=at)
    if assignment.state == AssignmentState.COMPLETED:
        context["wish"] = find_wish_of_helper(assignment.helper, assignment.part.need.person)
    context |= calendar_context(request, view)
    forms = {"done_form": done_form, "no_form": NoForm(), "form": done_form if done_form.is_bound else None}
    return render(
        request,
        template,
        {**context, **forms, "problem_url": f"{here}problem/", "stage": view.stage.value, "at": at},
    )


def _is_early(assignment: Assignment, *, at: datetime) -> bool:
    """Whether it was to be later than now; what is wanted soon, or by some day, may be done at any time before."""
    starts_at = assignment.part.starts_at
    is_at_a_time = assignment.part.need.when_kind == WhenKind.AT_TIME
    return is_at_a_time and starts_at is not None and starts_at > at + EARLY


def _step(request: Any, assignment: Assignment, done_form: DoneForm, *, at: datetime) -> None:
    verb = request.POST.get("do", "")
    step = STEPS.get(verb)
    if done_form.is_bound:
        report = done_form.report()
        step = Step(
            lambda one, _post, by, at: actions.complete(one, report, by=by, at=at),
            gettext_lazy("Thank you for helping, and for telling us."),
        )
    if step is None:
        raise Http404
    done = act_once(
        request,
        f"dispatch.task.{verb}",
        at=at,
        do=lambda: step.do(assignment, request.POST, request.actor, at) and "done",
    )
    if done:
        messages.success(request, step.said)


def _look(view: TaskView, note_url: str, *, by: Actor, at: datetime) -> RelayThread | None:
    """What is open is looked at: the neighbour can see that, and notes to the helper count as read."""
    if not view.fields:
        return None
    actions.note_look(view.assignment, view.fields, by=by, at=at)
    thread = find_thread(view.assignment, view.fields, for_helper=True, send_url=note_url)
    if thread:
        read_relay(view.assignment, reader=view.assignment.helper, at=at)
    return thread
