"""For staff's programs: the plans of the engine, what they propose, and a yes or no to each line."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query, Router, Schema, Status

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.api.doing import do_once
from manyhands.apps.dispatch.api.shapes import (
    Cursor,
    Id,
    Limit,
    RequestOut,
    nothing_here,
    reader_language,
    show_request,
)
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.dispatch.queries.paging import list_proposals_after, list_runs_before
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, find_run, list_proposals
from manyhands.apps.dispatch.queries.plans.sentences import say_stored
from manyhands.apps.groups.access.programs import Program, ProgramRequest
from manyhands.web.api.cursors import make_cursor, read_cursor

router = Router(tags=["plans"])


class RunOut(Schema):
    """One time that a plan was worked out. `summary` and `certificate` are what the engine found and proved."""

    id: int
    cause: str
    state: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress_percent: int
    input_hash: str
    weights: dict[str, Any]
    summary: dict[str, Any]
    certificate: dict[str, Any]
    failure: str


class RunPage(Schema):
    items: list[RunOut]
    next: str


class RunWanted(Schema):
    run_id: int


class ProposalOut(RequestOut):
    id: int
    run_id: int
    state: str
    helper: str
    name: str
    distance_m: int | None
    why: str
    """In the reader's language; `explanation` is the same as data, with ids in place of names."""
    explanation: dict[str, Any]


class ProposalPage(Schema):
    items: list[ProposalOut]
    next: str


class DecidedOut(Schema):
    """`task_id` is the invitation that came of it; `stale` says why none did."""

    proposal_id: int
    task_id: int | None = None
    stale: str = ""


@router.get("/runs", auth=Program("needs.assign"), response=RunPage, operation_id="list_runs")
def list_runs(request: ProgramRequest, cursor: Cursor = "", limit: Limit = 20) -> dict[str, Any]:
    """The latest first."""
    this_list = {"list": "runs", "group": request.group.pk}
    after = read_cursor(cursor, of=this_list)
    rows = list_runs_before(request.group, before_id=after[0] if after else None, at_most=limit + 1)
    more = make_cursor([rows[limit - 1].pk], of=this_list) if len(rows) > limit else ""
    return {"items": rows[:limit], "next": more}


@router.get("/runs/{run_id}", auth=Program("needs.assign"), response=RunOut, operation_id="get_run")
def get_run(request: ProgramRequest, run_id: Id) -> Run:
    """How far it is, and what came of it."""
    run = find_run(request.group, run_id)
    if run is None:
        raise nothing_here()
    return run


@router.post("/runs", auth=Program("needs.assign"), response={202: RunWanted}, operation_id="request_run")
def request_run(request: ProgramRequest) -> Any:
    """A plan is wanted. It is worked out in the background; whoever asks while one waits gets that one."""

    def do() -> dict[str, Any]:
        run = actions.ask_for_plan(
            request.group, requested_by=request.membership, by=request.actor, at=request.at
        )
        return {"run_id": run.pk}

    return Status(202, do_once(request, do))


@router.get("/proposals", auth=Program("needs.assign"), response=ProposalPage, operation_id="list_proposals")
def list_open(
    request: ProgramRequest,
    run_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    cursor: Cursor = "",
    limit: Limit = 20,
) -> dict[str, Any]:
    """What can still be decided, of the latest plan or of the one that is named."""
    run = find_latest_run(request.group) if run_id is None else find_run(request.group, run_id)
    if run is None and run_id is not None:
        raise nothing_here()
    this_list = {"list": "proposals", "run": run.pk if run else None}
    after = read_cursor(cursor, of=this_list)
    rows = list_proposals_after(run, after_id=after[0] if after else 0, at_most=limit + 1) if run else []
    more = make_cursor([rows[limit - 1].pk], of=this_list) if len(rows) > limit else ""
    shown = rows[:limit]
    said = say_stored(request.group, [row.explanation for row in shown], language=reader_language())
    return {"items": [_show(row, why) for row, why in zip(shown, said, strict=True)], "next": more}


def _show(row: Proposal, why: str) -> dict[str, Any]:
    helper = Helper(row.volunteer or row.organisation)  # type: ignore[arg-type]  # the table insists on one
    return {
        **show_request(row.part),
        "id": row.pk,
        "run_id": row.run_id,
        "state": row.state,
        "helper": helper.key,
        "name": helper.name,
        "distance_m": row.distance_m,
        "why": why,
        "explanation": row.explanation,
    }


@router.post(
    "/proposals/{proposal_id}/approve",
    auth=Program("needs.assign"),
    response=DecidedOut,
    operation_id="approve_proposal",
)
def approve(request: ProgramRequest, proposal_id: Id) -> dict[str, Any]:
    """Yes: they are asked. What is no longer possible since the plan was made is said, and nobody is asked."""
    proposal = _proposal(request, proposal_id)

    def do() -> dict[str, Any]:
        done = actions.approve_proposals(
            [proposal], made_by=request.membership, by=request.actor, at=request.at
        )
        return {
            "proposal_id": proposal.pk,
            "task_id": done.asked[0].pk if done.asked else None,
            "stale": done.stale[0][1].value if done.stale else "",
        }

    return do_once(request, do)


@router.post(
    "/proposals/{proposal_id}/dismiss",
    auth=Program("needs.assign"),
    response=DecidedOut,
    operation_id="dismiss_proposal",
)
def dismiss(request: ProgramRequest, proposal_id: Id) -> dict[str, Any]:
    """Not this one; the next plan leaves the pair out."""
    proposal = _proposal(request, proposal_id)

    def do() -> dict[str, Any]:
        actions.dismiss_proposal(proposal, by=request.actor, at=request.at, decided_by=request.membership)
        return {"proposal_id": proposal.pk}

    return do_once(request, do)


def _proposal(request: ProgramRequest, proposal_id: int) -> Proposal:
    found = list_proposals(request.group, [proposal_id])
    if not found:
        raise nothing_here()
    return found[0]
