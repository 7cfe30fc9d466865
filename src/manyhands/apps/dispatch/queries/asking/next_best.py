"""Who is asked next for one part: the engine's order, with what the last plan says of who is needed elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from manyhands.apps.dispatch.bridge.planning.inputs import (
    planned_request,
    planned_volunteers,
    price_of,
    week_of,
)
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.queries.people.helpers import list_helpers
from manyhands.apps.dispatch.queries.people.leads import is_place_for_a_lead, known_in
from manyhands.apps.dispatch.queries.plans.inputs import busy_in, context_for, history_of, resting_in
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
from manyhands.apps.dispatch.states import PRICES_FRESH_FOR
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.vetting.queries import held_for, needed_by_part
from manyhands.core.dispatch.explanation import Code, Explanation, Kind, Remark
from manyhands.core.dispatch.objectives.styles import weights_of
from manyhands.core.dispatch.ranking import RankedCandidate, Standing, rank


@dataclass(frozen=True, slots=True)
class NextBest:
    """Somebody to ask, and why, as the plan would say it."""

    helper: Helper
    why: dict[str, object]


def list_next_best(part: NeedPart, *, count: int | None = None, at: datetime) -> list[NextBest]:
    """The best `count` of those who can, have not been asked for this request, nor too often this week; or all.

    A constant number of queries. Fewer where fewer are left.
    """
    week, group = week_of(part, at=at), part.group
    resting = resting_in(group, at=at)
    helpers = {one.key: one for one in list_helpers(group) if one.person.pk not in resting}
    is_for_a_lead = is_place_for_a_lead(part)
    needed = needed_by_part(part)
    request = planned_request(
        part, week, 1, requirements=needed.by(part.category_id), at=at, leads_missing=int(is_for_a_lead)
    )
    context = context_for(group, {request.id: part}, helpers, history_of([part]), at=at)
    held = held_for(needed, group=group, at=at)
    known = known_in(group, [part], [week.monday(group)], held)
    records = planned_volunteers(helpers.values(), [week], busy_in(group, [week]), group, known)
    ranked = rank(request, records, context, weights=weights_of(group.plan_style))
    can = [candidate for candidate in ranked if candidate.standing is Standing.CAN_HELP]
    prices = _fresh_prices(group, at=at)
    wishes = {key: cost for _request, key, cost in context.wishes}
    can.sort(
        key=lambda one: (len(one.unknowns), _cost(one, prices, week.pool) + wishes.get(one.volunteer_id, 0))
    )
    best = _one_for_each_person([(helpers[one.volunteer_id], one) for one in can])
    return [NextBest(helper, _why(request.id, candidate)) for helper, candidate in best[:count]]


def _one_for_each_person(found: list[tuple[Helper, RankedCandidate]]) -> list[tuple[Helper, RankedCandidate]]:
    """Somebody may be there twice, alone and for an organisation."""
    first: dict[int, tuple[Helper, RankedCandidate]] = {}
    for helper, candidate in found:
        first.setdefault(helper.person.pk, (helper, candidate))
    return list(first.values())


def _fresh_prices(group: Group, *, at: datetime) -> Mapping[str, Any]:
    latest = find_latest_run(group)
    is_fresh = (
        latest is not None and latest.finished_at is not None and at - latest.finished_at < PRICES_FRESH_FOR
    )
    return latest.prices if latest is not None and is_fresh else {}


def _cost(candidate: RankedCandidate, prices: Mapping[str, Any], pool: str) -> int:
    """Whoever the plan needs elsewhere costs what it would cost everybody together to do without them there: that
    price holds their load already.
    """
    price = price_of(prices, pool, candidate.volunteer_id) or 0
    return candidate.cost_parts["travel"] + max(candidate.cost_parts["load"], price)


def _why(request_id: str, candidate: RankedCandidate) -> dict[str, object]:
    """What speaks for them, in the words of the plan's own explanations."""
    remarks = []
    if candidate.distance_m is not None:
        remarks.append(Remark(code=Code.DISTANCE, facts={"distance_m": candidate.distance_m}))
    common = candidate.verdicts["language"].facts.get("common")
    if isinstance(common, tuple):
        remarks.append(Remark(code=Code.LANGUAGE, facts={"common": common}))
    week = candidate.verdicts["capacity"].facts
    tasks, limit = week.get("load_this_week"), week.get("capacity_per_week")
    if isinstance(tasks, int) and isinstance(limit, int):
        remarks.append(Remark(code=Code.LOAD, facts={"tasks": tasks, "tasks_per_week": limit}))
    chosen = Explanation(
        kind=Kind.CHOSEN, request_id=request_id, volunteer_id=candidate.volunteer_id, remarks=tuple(remarks)
    )
    return chosen.as_json()
