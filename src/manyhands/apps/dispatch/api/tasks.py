"""What the member who made the token has taken on, or may take: a program acts for nobody else here."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError, Report
from manyhands.apps.dispatch.api.doing import do_once
from manyhands.apps.dispatch.api.shapes import (
    Cursor,
    Id,
    Limit,
    Note,
    RequestOut,
    nothing_here,
    reader_language,
    show_request,
)
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.tasks import find_assignment, list_helper_ids_of
from manyhands.apps.dispatch.queries.assignments.view_of_task import view_task
from manyhands.apps.dispatch.queries.paging import list_tasks_before
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helper_of, is_ready
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.groups.access.programs import Program, ProgramRequest
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may
from manyhands.web.api.cursors import make_cursor, read_cursor

router = Router(tags=["tasks"])


class TaskOut(RequestOut):
    id: int
    state: str
    made_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None


class TaskPage(Schema):
    items: list[TaskOut]
    next: str


class OpenedOut(Schema):
    """What the neighbour's yes to this helper opens, and only while it does. Each look is noted for them to read."""

    name: str
    phone: str
    email: str
    address: str
    access_notes: str
    details: str


class OneTaskOut(TaskOut):
    opened: OpenedOut


class DoneOut(Schema):
    task_id: int
    state: str


class ClaimIn(Schema):
    model_config = ConfigDict(extra="forbid")

    even_over_limit: bool = False


class CompleteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    outcome: Literal["done", "partly", "not_home", "not_possible"] = "done"
    minutes_spent: Annotated[int, Field(ge=1, le=24 * 60)] | None = None
    note: Note = ""


@router.get("/tasks", auth=Program("tasks.take"), response=TaskPage, operation_id="list_tasks")
def list_tasks(
    request: ProgramRequest,
    state: Annotated[str, Query(pattern=r"^[a-z_]{0,18}$")] = "",
    cursor: Cursor = "",
    limit: Limit = 20,
) -> dict[str, Any]:
    """Everything that was the member's to answer or to do, the latest first."""
    this_list = {"list": "tasks", "member": request.membership.pk, "state": state}
    after = read_cursor(cursor, of=this_list)
    ids = list_helper_ids_of(request.membership)
    rows = list_tasks_before(
        request.group, ids, state=state, before_id=after[0] if after else None, at_most=limit + 1
    )
    shown = rows[:limit]
    more = make_cursor([shown[-1].pk], of=this_list) if len(rows) > limit else ""
    return {"items": [_show(row) for row in shown], "next": more}


def _request(task: Assignment) -> dict[str, Any]:
    """Of what is over only that it was, what and when: not where, for whom, or what was written about it."""
    told = show_request(task.part)
    return told if task.ended_at is None else {**told, "summary": "", "language": "", "area": None}


def _show(task: Assignment) -> dict[str, Any]:
    return {
        **_request(task),
        "id": task.pk,
        "state": task.state,
        "made_at": task.made_at,
        "expires_at": task.expires_at,
        "ended_at": task.ended_at,
    }


@router.get("/tasks/{task_id}", auth=Program("tasks.take"), response=OneTaskOut, operation_id="get_task")
def get_task(request: ProgramRequest, task_id: Id) -> dict[str, Any]:
    """One task with what has been opened for it: empty before a yes, and some time after it is done."""
    task = _own(request, task_id)
    view = view_task(task, language=reader_language(), at=request.at)
    if view.fields:
        actions.note_look(task, view.fields, by=request.actor, at=request.at)
    return {**_show(task), "opened": view.shown}


@router.post(
    "/open-requests/{part_id}/claim",
    auth=Program("tasks.take"),
    response={201: DoneOut},
    operation_id="claim",
)
def claim(request: ProgramRequest, part_id: Id, body: ClaimIn) -> Any:
    """Take it for the member who made the token: at once, or after a yes from staff, as the group wants it."""
    helper, part = find_helper_of(request.membership), find_part(request.group, part_id)
    if part is None:
        raise nothing_here()

    def do() -> dict[str, Any]:
        if helper is None or not is_ready(helper):
            raise RefusedError(Refusal.NO_PROFILE, _who_and_where(request))
        task = actions.claim(
            part, helper, by=request.actor, at=request.at, even_over_limit=body.even_over_limit
        )
        return {"task_id": task.pk, "state": task.state}

    return Status(201, do_once(request, do))


def _who_and_where(request: ProgramRequest) -> str:
    """Whoever reads this is a program, or somebody who is not the member."""
    where = settings.PUBLIC_URL + group_path(request.group, "people:volunteer_join")
    name = request.membership.display_name or _("the member who made this token")
    return _("It is about %(name)s, who can do that at %(where)s") % {"name": name, "where": where}


@router.post(
    "/tasks/{task_id}/hand-back", auth=Program("tasks.take"), response=DoneOut, operation_id="hand_back"
)
def hand_back(request: ProgramRequest, task_id: Id) -> dict[str, Any]:
    """They cannot do it after all; others are asked at once."""
    task = _own(request, task_id)
    return do_once(request, lambda: _as_done(actions.hand_back(task, by=request.actor, at=request.at)))


@router.post(
    "/tasks/{task_id}/complete", auth=Program("tasks.take"), response=DoneOut, operation_id="complete"
)
def complete(request: ProgramRequest, task_id: Id, body: CompleteIn) -> dict[str, Any]:
    """It is done, and how it went."""
    task = _own(request, task_id)
    report = Report(**body.model_dump())
    return do_once(request, lambda: _as_done(actions.complete(task, report, by=request.actor, at=request.at)))


def _own(request: ProgramRequest, task_id: int) -> Assignment:
    task = find_assignment(request.group, task_id)
    if task is None or not may(request.membership, "dispatch.own_task", task):
        raise nothing_here()
    return task


def _as_done(task: Assignment) -> dict[str, Any]:
    return {"task_id": task.pk, "state": task.state}
