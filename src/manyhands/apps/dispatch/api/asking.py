"""For staff's programs: who can help, asking them, and what was agreed with them elsewhere."""

from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.dispatch.api.doing import do_once
from manyhands.apps.dispatch.api.shapes import HelperKey, Id, nothing_here, reader_language
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.queries.asking.who_can import PersonWhoCan, list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helpers
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.groups.access.programs import Program, ProgramRequest
from manyhands.apps.needs.models import NeedPart

router = Router(tags=["asking people"])
MOST_ASKED_AT_ONCE = 10


class PersonOut(Schema):
    """`helper` is what other operations call them: v for a volunteer, o for an organisation."""

    helper: str
    name: str
    standing: str
    distance_m: int | None
    tasks_this_week: int
    reasons: list[str]
    is_asked: bool


class PeopleOut(Schema):
    items: list[PersonOut]
    next: str = ""


class InviteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    helpers: Annotated[list[HelperKey], Field(min_length=1, max_length=MOST_ASKED_AT_ONCE)]


class AssignIn(Schema):
    model_config = ConfigDict(extra="forbid")

    helper: HelperKey
    even_over_limit: bool = False


class AskedOut(Schema):
    task_ids: list[int]


@router.get(
    "/open-requests/{part_id}/people",
    auth=Program("needs.assign"),
    response=PeopleOut,
    operation_id="list_people_who_can",
)
def list_people(request: ProgramRequest, part_id: Id) -> dict[str, Any]:
    """Everybody of the group, whoever fits best first, with what speaks against them. No contact details."""
    people = list_people_who_can(_part(request, part_id), language=reader_language(), at=request.at)
    return {"items": [_show(one) for one in (*people.can, *people.over_limit, *people.cannot)]}


def _show(one: PersonWhoCan) -> dict[str, Any]:
    return {
        "helper": one.helper.key,
        "name": one.helper.name,
        "standing": one.standing.value,
        "distance_m": one.distance_m,
        "tasks_this_week": one.load.this_week,
        "reasons": one.reasons,
        "is_asked": one.is_asked,
    }


@router.post(
    "/open-requests/{part_id}/invitations",
    auth=Program("needs.assign"),
    response={201: AskedOut},
    operation_id="invite",
)
def invite(request: ProgramRequest, part_id: Id, body: InviteIn) -> Any:
    """Ask several people; whoever says yes first has it."""
    part = _part(request, part_id)

    def do() -> dict[str, Any]:
        helpers = _helpers(request, body.helpers)
        asked = actions.invite(part, helpers, made_by=request.membership, by=request.actor, at=request.at)
        return {"task_ids": [task.pk for task in asked]}

    return Status(201, do_once(request, do))


@router.post(
    "/open-requests/{part_id}/assignments",
    auth=Program("needs.assign"),
    response={201: AskedOut},
    operation_id="assign",
)
def assign(request: ProgramRequest, part_id: Id, body: AssignIn) -> Any:
    """Somebody has said yes elsewhere, on the telephone perhaps: it is theirs now."""
    part = _part(request, part_id)

    def do() -> dict[str, Any]:
        task = actions.assign(
            part,
            _helpers(request, [body.helper])[0],
            made_by=request.membership,
            by=request.actor,
            at=request.at,
            even_over_limit=body.even_over_limit,
        )
        return {"task_ids": [task.pk]}

    return Status(201, do_once(request, do))


def _part(request: ProgramRequest, part_id: int) -> NeedPart:
    part = find_part(request.group, part_id)
    if part is None:
        raise nothing_here()
    return part


def _helpers(request: ProgramRequest, keys: list[str]) -> list[Helper]:
    """All of them, or none is asked."""
    helpers = find_helpers(request.group, keys)
    if len(helpers) < len(set(keys)):
        raise RefusedError(Refusal.NOT_FOR_THEM)
    return helpers
