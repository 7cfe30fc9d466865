"""A helper's own tasks in their own calendar."""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from manyhands.apps.dispatch.actions.calendar import end_calendar_link, make_calendar_link
from manyhands.apps.dispatch.bridge.calendar import calendar_of, file_of
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.calendar import (
    find_calendar_task,
    has_calendar,
    list_calendar_tasks,
)
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment, list_helper_ids_of
from manyhands.apps.dispatch.queries.assignments.view_of_task import Stage, TaskView, helper_of
from manyhands.apps.dispatch.queries.people.helpers import find_helper_of
from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.models import MembershipState
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.apps.groups.queries import find_member
from manyhands.apps.privacy.access import LinkRequest, link_page
from manyhands.web.downloads import send_file

FEED_TYPE = "text/calendar; charset=utf-8"
MAKE, END = "make", "end"


@member_page("tasks.take")
def calendar(request: MemberRequest) -> HttpResponse:
    """Make a private link, or end it. A new one is shown in the answer itself, and nowhere again."""
    at = timezone.now()
    helper = find_helper_of(request.membership)
    if helper is None:
        return redirect(group_path(request.group, "dispatch:my_tasks"))
    url = ""
    if request.method == "POST" and request.POST.get("do") == MAKE:
        token = make_calendar_link(request.membership, helper.person, by=request.actor, at=at)
        url = settings.PUBLIC_URL + reverse("dispatch:calendar_feed", kwargs={"token": token})
    elif request.method == "POST" and request.POST.get("do") == END:
        end_calendar_link(request.membership, by=request.actor, at=at)
        return redirect(request.path)
    context = {"url": url, "has_calendar": has_calendar(request.membership, at=at)}
    return render(request, "dispatch/calendar.html", context)


@require_safe
@link_page("calendar")
def feed(request: LinkRequest) -> Any:
    """For calendar programs, without signing in. The same until something changes, and then they are told so."""
    at = timezone.now()
    member = find_member(request.group, request.link.object_id)
    if member is None or member.state != MembershipState.ACTIVE or not may(member, "tasks.take"):
        return render(request, "privacy/link_ended.html", status=410)
    tasks = list_calendar_tasks(request.group, list_helper_ids_of(member), at=at)
    with translation.override(request.link.person.language):
        body = calendar_of(request.group, tasks)
    changed_at = max([request.link.made_at, *(task.changes.last_at for task in tasks)])
    response = HttpResponse(body, content_type=FEED_TYPE)
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["Last-Modified"] = http_date(changed_at.timestamp())
    return get_conditional_response(request, etag, int(changed_at.timestamp()), response)


@require_safe
@link_page("invitation")
def one_task(request: LinkRequest) -> HttpResponse:
    """One task as a file to keep, for whoever holds its invitation: once it is theirs, and as long as it is."""
    assignment = find_assignment(request.group, request.link.object_id)
    is_theirs = assignment is not None and assignment.helper_id == request.link.person_id
    entry = find_calendar_task(assignment) if assignment is not None and is_theirs else None
    if entry is None:
        return render(request, "privacy/link_ended.html", status=410)
    with translation.override(request.link.person.language):
        body = file_of(entry, is_member=_is_member(entry.assignment))
    response = send_file(body, media_type=FEED_TYPE, name="task.ics")
    response["Cache-Control"] = "private, no-store"
    return response


def calendar_context(request: Any, view: TaskView) -> dict[str, Any]:
    """What the page of a task says of calendars: the file goes with the invitation's own link."""
    is_dated = view.assignment.part.starts_at or view.assignment.part.due_at
    if view.stage != Stage.HELPING or not is_dated or not hasattr(request, "link"):
        return {}
    return {"calendar_url": f"{request.path}task.ics", "has_account": _is_member(view.assignment)}


def _is_member(assignment: Assignment) -> bool:
    return helper_of(assignment).card.membership_id is not None
