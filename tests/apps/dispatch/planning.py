"""Plans for tests: made by the engine where that is the point, by hand where it is what becomes of them."""

from collections.abc import Iterable
from typing import Any

from django.utils.module_loading import import_string
from django_q.models import OrmQ

from manyhands.apps.dispatch.actions import request_run
from manyhands.apps.dispatch.actions.plans.changes import PLANNER
from manyhands.apps.dispatch.actions.plans.run import finish_run, take_run
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.tasks import make_plan
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from tests.apps.dispatch.conftest import NOW, STAFF


def plan_now(group: Group, *, cause: str = "requested", at=NOW) -> Run:
    """Asked for, and worked out by the engine in its process."""
    run = request_run(group, cause=cause, by=STAFF, at=at)
    make_plan(group.pk)
    return Run.objects.get(pk=run.pk)


def plan_by_hand(
    group: Group, pairs: Iterable[tuple[NeedPart, Helper]], *, prices=None, at=NOW
) -> list[Proposal]:
    """Stored as if the engine had said it."""
    request_run(group, cause="requested", by=STAFF, at=at)
    run = take_run(group, by=PLANNER, at=at)
    finish_run(run, read_inputs(group, at=at), answer_of(pairs, prices=prices), by=PLANNER, at=at)
    return list(Proposal.objects.filter(run=run).select_related("part__need").order_by("pk"))


def answer_of(
    pairs: Iterable[tuple[NeedPart, Helper]], *, prices=None, is_feasible: bool = True
) -> dict[str, Any]:
    lines = [
        {
            "request_id": f"p{part.pk}",
            "volunteer_id": helper.key,
            "distance_m": 1_200,
            "explanation": explanation_of(f"p{part.pk}", helper.key),
            "others": {},
        }
        for part, helper in pairs
    ]
    proof = {"is_feasible": is_feasible, "is_optimal": is_feasible, "gap": 0, "input_hash": "ab" * 32}
    return {"lines": lines, "unmet": [], "prices": prices or {}, "certificate": proof}


def explanation_of(request_id: str, volunteer_id: str, *, passed_over: str = "") -> dict[str, Any]:
    reason = {"code": "busier_this_week", "tasks": 3, "tasks_per_week": 3}
    nearer = [{"volunteer_id": passed_over, "distance_m": 200, "reason": reason}] if passed_over else []
    return {
        "kind": "chosen",
        "request_id": request_id,
        "volunteer_id": volunteer_id,
        "remarks": [{"code": "distance", "distance_m": 1_200}],
        "passed_over": nearer,
        "people_missing": 0,
    }


def jobs(name: str) -> list[tuple[Any, ...]]:
    """What waits to be done by the task of this name, with its arguments."""
    waiting = [row.task for row in OrmQ.objects.order_by("pk")]
    return [tuple(job["args"]) for job in waiting if job["func"].endswith(f".{name}")]


def do_jobs(*, but: str = "") -> None:
    """What a worker would do now, until nothing is left. Messages are not sent."""
    for _ in range(20):
        rows = list(OrmQ.objects.order_by("pk"))
        if not rows:
            return
        for row in rows:
            job = row.task
            row.delete()
            if ".messaging." not in job["func"] and not (but and job["func"].endswith(but)):
                import_string(job["func"])(*job["args"])
    raise AssertionError("Jobs make jobs without end.")
