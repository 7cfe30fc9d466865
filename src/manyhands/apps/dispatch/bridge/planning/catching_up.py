"""A plan after a change: the one before, kept best step by step, so that each pair that moves has its reason.

No Django here: it runs in the child process.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from manyhands.apps.dispatch.bridge.planning.question import ChangeQuestion, Pair, Question, Since
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.objectives.costs import measure
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online.engine import Engine
from manyhands.core.dispatch.online.following import Followed, begin, follow
from manyhands.core.dispatch.online.steps import Kind, Situation, Step, list_steps, set_clock
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Problem

Event = dict[str, Any]
# Whatever nobody may be told of, or nobody knows a better reason for, is told in the same words.
UNSAID, TIME, HOURS = "unsaid", "time", "hours"


@dataclass(frozen=True, slots=True)
class Caught:
    """Where the engines are now, and how they came there. `plan` is None where hours, or leads, need a solver."""

    pairs: frozenset[Pair]
    plan: Plan | None
    events: list[Event]


def catch_up(asked: ChangeQuestion, problem: Problem, arcs: Arcs) -> Caught:
    """Raises ProblemError for what cannot be planned with, and RuntimeError when an engine's plan is not proven."""
    before, now = _by_pool(asked.since.before, told=asked.since.pairs), _by_pool(asked, told=asked.published)
    events, engines = [], {}
    for pool in sorted({one.pool for one in (*asked.since.before.requests, *asked.requests)}):
        past = _past_of(pool, before, now, asked.since)
        engine = engines[pool] = begin(past, asked.weights)
        events += _time_passed(engine, past, asked.since)
        steps = list_steps(past, now.get(pool, _nothing(past)), agreed=asked.since.agreed)
        ordered = _in_order(steps, asked.since.order)
        events += _told(follow(engine, ordered, now.get(pool, _nothing(past))), asked)
    pairs = frozenset((str(one), str(other)) for engine in engines.values() for one, other in engine.pairs())
    return Caught(pairs, _join(engines, problem, arcs, asked.weights), [one for one in events if one])


def _by_pool(question: Question, *, told: frozenset[Pair]) -> dict[str, Situation]:
    pools: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for request in question.requests:
        pools.setdefault(request.pool, ({}, {}))[0][request.id] = request
    for volunteer in question.volunteers:
        pools.setdefault(volunteer.pool, ({}, {}))[1][volunteer.id] = volunteer
    return {
        pool: Situation(
            requests, volunteers, question.context, frozenset(pair for pair in told if pair[0] in requests)
        )
        for pool, (requests, volunteers) in pools.items()
    }


def _past_of(
    pool: str, before: Mapping[str, Situation], now: Mapping[str, Situation], since: Since
) -> Situation:
    """A week that nothing was asked of begins with its people, who have nothing to do."""
    if pool not in before:
        return replace(now[pool], requests={}, published=frozenset())
    there = now.get(pool, _nothing(before[pool]))
    return set_clock(before[pool], there, touched=since.touched)


def _nothing(past: Situation) -> Situation:
    """A week that is over: nobody is left in it."""
    return Situation({}, {}, past.context, frozenset())


def _time_passed(engine: Engine, past: Situation, since: Since) -> list[Event]:
    """What is different only because it is later: some have waited longer than others."""
    told = {pair for pair in since.pairs if pair[0] in past.requests and pair[1] in past.volunteers}
    held = {(str(one), str(other)) for one, other in engine.pairs()}
    return [_event(TIME, made=held - told, broken=told - held)] if told - held else []


def hours_found(caught: Caught, pairs: Iterable[Pair]) -> list[Event]:
    """What the plan holds that the engines do not, because two tasks fell into the same hour."""
    final = frozenset(pairs)
    return (
        [_event(HOURS, made=final - caught.pairs, broken=caught.pairs - final)]
        if final != caught.pairs
        else []
    )


def _in_order(steps: list[Step], order: Mapping[str, int]) -> list[Step]:
    """As it has happened; a request ends or changes after the answers that it got."""
    last: dict[str, int] = {}
    for step in steps:
        if step.request_id is not None:
            last[step.request_id] = max(last.get(step.request_id, 0), _number(step, order))
    return sorted(steps, key=lambda step: _place(step, last, order))


def _place(step: Step, last: Mapping[str, int], order: Mapping[str, int]) -> tuple[bool, int, bool]:
    is_answer = step.kind in (Kind.SAID_YES, Kind.SAID_NO, Kind.APART)
    number = _number(step, order) if is_answer or step.request_id is None else last[step.request_id]
    # Whoever is busier for what they agreed to is so after that.
    return step.kind == Kind.BUSIER, number, not is_answer


def _number(step: Step, order: Mapping[str, int]) -> int:
    keys = (step.request_id, step.volunteer_id)
    return order.get(" ".join(key for key in keys if key), 0)


def _told(followed: list[Followed], asked: ChangeQuestion) -> list[Event]:
    moved = {one.id for one in asked.since.before.requests} & {one.id for one in asked.requests}
    weights = {one.id: one.weight for one in (*asked.since.before.requests, *asked.requests)}
    return [_tell(one, asked.since, moved, weights) for one in followed]


def _tell(one: Followed, since: Since, moved: set[str], weights: Mapping[str, int]) -> Event:
    """Ids and kinds only. Who must not meet whom is told of nobody."""
    step, delta = one.step, one.delta
    kind, part, helper = str(step.kind), step.request_id, step.volunteer_id
    key = " ".join(name for name in (part, helper) if name)
    word, who = since.reasons.get(key, ("", helper or ""))
    if step.kind == Kind.APART or (step.kind == Kind.SAID_NO and not word):
        kind, part, who, word = UNSAID, None, "", ""
    elif step.kind in (Kind.NEW, Kind.ENDED) and part in moved:
        kind = TIME
    elif step.kind == Kind.NEW and word:
        kind = str(Kind.SAID_NO)
    elif step.kind == Kind.CHANGED and part not in since.touched:
        kind, part = UNSAID, None
    outranked = sorted(
        {pair[0] for pair in delta.broken if weights[str(pair[0])] < weights.get(part or "", 0)}
    )
    event = _event(kind, made=delta.made, broken=delta.broken, restored=delta.published_restored)
    told = {"part": part, "helper": who, "why": word, "outranks": outranked}
    return event | {name: value for name, value in told.items() if value}


def _event(kind: str, *, made: Iterable[Any], broken: Iterable[Any], restored: Iterable[Any] = ()) -> Event:
    return {
        "kind": kind,
        "made": sorted(map(list, made)),
        "broken": sorted(map(list, broken)),
        "restored": sorted(map(list, restored)),
    }


def _join(engines: Mapping[str, Engine], problem: Problem, arcs: Arcs, weights: Weights) -> Plan | None:
    """The engines' plans as one of the whole question; None where one of them took a solver."""
    request_row = {str(one): row for row, one in enumerate(problem.requests.id.tolist())}
    pools = [str(pool) for pool in problem.vocabulary.pools] if problem.vocabulary else []
    volunteer_row = {
        (pools[pool], str(one)): row
        for row, (pool, one) in enumerate(
            zip(problem.volunteers.pool.tolist(), problem.volunteers.id.tolist(), strict=True)
        )
    }
    pairs: list[tuple[int, int]] = []
    prices = np.zeros(len(problem.volunteers), dtype=np.int64)
    duals = np.zeros(len(problem.requests), dtype=np.int64)
    for pool, engine in engines.items():
        plan, table = engine.plan(), engine.problem()
        if plan.solver != "online":
            return None
        requests = [request_row[str(one)] for one in table.requests.id.tolist()]
        helpers = [volunteer_row.get((pool, str(one)), -1) for one in table.volunteers.id.tolist()]
        pairs += [(requests[row], helpers[other]) for row, other in plan.pairs.tolist()]
        duals[requests] = plan.duals
        is_there = np.array(helpers, dtype=np.int64) >= 0
        prices[np.array(helpers, dtype=np.int64)[is_there]] = plan.prices[is_there]
    return replace(_plan(problem, arcs, sorted(pairs), weights), prices=prices, duals=duals)


def _plan(problem: Problem, arcs: Arcs, pairs: list[tuple[int, int]], weights: Weights) -> Plan:
    """Without prices."""
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    width = max(1, len(problem.volunteers))
    chosen = np.isin(
        arcs.request.astype(np.int64) * width + arcs.volunteer, table[:, 0] * width + table[:, 1]
    )
    found = np.bincount(table[:, 0], minlength=len(problem.requests))
    return Plan(
        pairs=table.astype(np.int32),
        unmet=(problem.requests.quantity - found).astype(np.int16),
        objective=measure(problem, arcs, chosen, weights),
        prices=np.empty(0, dtype=np.int64),
        duals=np.empty(0, dtype=np.int64),
        solver="online",
    )
