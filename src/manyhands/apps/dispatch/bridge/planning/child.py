"""What runs in the child process: the question from standard input, percents and the answer to standard output.

No Django here, and nothing of the database: only the engine and the records it was given.
"""

import os
import sys
from datetime import timedelta
from typing import Any

import numpy as np

from manyhands.apps.dispatch.bridge.planning.pipes import say, serve
from manyhands.apps.dispatch.bridge.planning.question import ChangeQuestion, Question
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.columns import from_records
from manyhands.core.dispatch.explain import Explainer, Said
from manyhands.core.dispatch.objectives.travel import METRES_PER_UNIT
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT, Plan
from manyhands.core.dispatch.problem import PLACED, Problem, ProblemError
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import Certificate, certify

OTHERS_EXPLAINED = 6
"""For so many who could do it too, each line holds what choosing them instead would cost everybody."""


def answer_in_own_process(question: Question) -> dict[str, Any]:
    """The answer, with what it takes loaded once for all questions of the process."""
    if not question.is_large:
        # Heeded when the kernels are loaded for the first time.
        os.environ["NUMBA_DISABLE_JIT"] = "1"
    return answer(question)


def answer(question: Question) -> dict[str, Any]:
    """The plan with its proof and its reasons."""
    problem = from_records(
        question.requests, question.volunteers, question.context, published=question.published
    )
    say(progress=10)
    arcs = find_candidates(problem)
    say(progress=25)
    if isinstance(question, ChangeQuestion) and (followed := _follow(question, problem, arcs)):
        return followed
    plan = solve(problem, arcs, weights=question.weights)
    say(progress=60)
    certificate = certify(problem, arcs, plan, question.weights)
    say(progress=75)
    return lay_out(question, problem, arcs, plan, certificate)


def _follow(question: ChangeQuestion, problem: Problem, arcs: Arcs) -> dict[str, Any] | None:
    """The plan before, brought up to date; None when that cannot be proven best, so that it is worked out anew."""
    # Loaded for this alone: most questions need no engine.
    from manyhands.apps.dispatch.bridge.planning.catching_up import catch_up, hours_found  # noqa: PLC0415

    try:
        caught = catch_up(question, problem, arcs)
    except (ProblemError, RuntimeError):
        return None
    plan = caught.plan or solve(problem, arcs, weights=question.weights)
    say(progress=60)
    certificate = certify(problem, arcs, plan, question.weights)
    if not certificate.may_be_shown or (caught.plan and not certificate.is_optimal):
        return None
    say(progress=75)
    told = lay_out(question, problem, arcs, plan, certificate)
    pairs = [(line["request_id"], line["volunteer_id"]) for line in told["lines"]]
    return told | {"changes": [*caught.events, *hours_found(caught, pairs)]}


def lay_out(
    question: Question, problem: Problem, arcs: Arcs, plan: Plan, certificate: Certificate
) -> dict[str, Any]:
    """A plan with its reasons. One that is not proven is not told."""
    said = Said(
        at=question.context.at,
        in_pools={(one.pool, one.id): one for one in question.volunteers},
        later_pools=_later_pools(question),
        weeks_off=frozenset((one.pool, one.id) for one in question.volunteers if one.is_week_off),
        are_wishes_secret=True,
    )
    explainer = Explainer(problem, arcs, plan, question.weights, said=said)
    return {
        "lines": _lines(problem, arcs, plan, explainer) if certificate.may_be_shown else [],
        "unmet": _unmet(problem, plan, explainer) if certificate.may_be_shown else [],
        "certificate": {**certificate.as_json(), "solver": plan.solver},
        "prices": _prices(plan, question),
    }


def _later_pools(question: Question) -> frozenset[str]:
    """Weeks after the present one. Pools are called after their group and their Monday."""
    today = question.context.at.astimezone(question.context.zone).date()
    monday = (today - timedelta(days=today.weekday())).isoformat()
    return frozenset(one.pool for one in question.requests if one.pool.rpartition(":")[2] > monday)


def _lines(problem: Problem, arcs: Arcs, plan: Plan, explainer: Explainer) -> list[dict[str, Any]]:
    lines = []
    for request, volunteer in plan.pairs.tolist():
        request_id, volunteer_id = str(problem.requests.id[request]), str(problem.volunteers.id[volunteer])
        lines.append(
            {
                "request_id": request_id,
                "volunteer_id": volunteer_id,
                "distance_m": _distance_m(problem, arcs, request, volunteer),
                "explanation": explainer.explain(request_id, volunteer_id).as_json(),
                "others": {
                    other_id: explainer.explain(request_id, other_id).as_json()
                    for other_id in _others(problem, arcs, plan, request)
                },
            }
        )
    return lines


def _others(problem: Problem, arcs: Arcs, plan: Plan, request: int) -> list[str]:
    """Those whom somebody might choose instead: the nearest, and those the least needed elsewhere."""
    pairs = slice(int(arcs.start[request]), int(arcs.start[request + 1]))
    rows = arcs.volunteer[pairs]
    away = arcs.distance_m[pairs].astype(np.int64) // METRES_PER_UNIT + arcs.preference[pairs]
    order = np.argsort(away * GRAINS_PER_UNIT + plan.prices[rows], kind="stable")
    chosen = set(plan.pairs[plan.pairs[:, 0] == request, 1].tolist())
    others = [row for row in rows[order].tolist() if row not in chosen]
    return [str(problem.volunteers.id[row]) for row in others[:OTHERS_EXPLAINED]]


def _distance_m(problem: Problem, arcs: Arcs, request: int, volunteer: int) -> int | None:
    """The way there; None where there is none, or nobody knows how far it is."""
    start, end = int(arcs.start[request]), int(arcs.start[request + 1])
    place = start + int(np.searchsorted(arcs.volunteer[start:end], volunteer))
    is_placed = problem.requests.where[request] == PLACED and problem.volunteers.radius_m[volunteer] >= 0
    return int(arcs.distance_m[place]) if is_placed else None


def _unmet(problem: Problem, plan: Plan, explainer: Explainer) -> list[dict[str, Any]]:
    short = [(str(problem.requests.id[row]), int(plan.unmet[row])) for row in np.flatnonzero(plan.unmet)]
    return [
        {
            "request_id": request_id,
            "people_missing": missing,
            "explanation": explainer.explain(request_id).as_json(),
        }
        for request_id, missing in short
    ]


def _prices(plan: Plan, question: Question) -> dict[str, dict[str, int]]:
    """By pool and volunteer, in units of 10 m."""
    prices: dict[str, dict[str, int]] = {}
    # The rows are in the order of the records.
    for volunteer, price in zip(question.volunteers, plan.prices, strict=True):
        prices.setdefault(volunteer.pool, {})[volunteer.id] = int(price) // GRAINS_PER_UNIT
    return prices


if __name__ == "__main__":
    sys.exit(serve(answer_in_own_process))
