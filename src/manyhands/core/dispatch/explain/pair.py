"""Why this volunteer, and why not that one."""

import numpy as np

from manyhands.core.dispatch.chains import Exchange
from manyhands.core.dispatch.conditions import distances_m
from manyhands.core.dispatch.explain.case import Case
from manyhands.core.dispatch.explain.weighing import facts_of, weigh
from manyhands.core.dispatch.explanation import Code, Explanation, Fact, Kind, PassedOver, Remark
from manyhands.core.dispatch.hours import hours_fit
from manyhands.core.dispatch.objectives.travel import METRES_PER_UNIT
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT

MOST_PASSED_OVER = 2
NEARER_BY_M = 805
"""Below this nobody is called nearer: half a mile, the least by which two ways read differently."""
LEAST_TOLD_M = 100
"""What costs everybody together less than this is called as good."""
_NEARER_BY_SHARE = 0.9

# In the order in which they are told; what a person could change comes last.
RULES = (
    Code.OTHER_POOL,
    Code.EXCLUDED,
    Code.PAUSED,
    Code.WEEK_OFF,
    Code.SKILL_MISSING,
    Code.REQUIREMENT_NOT_MET,
    Code.NO_VEHICLE,
    Code.LEAD_NEEDED,
    Code.NO_COMMON_LANGUAGE,
    Code.START_NOT_KNOWN,
    Code.TOO_FAR,
    Code.NO_TIME,
    Code.FULL,
)
# Somebody nearer who was passed over for one of these is worth a word; the others were never in question.
_WORTH_A_WORD = frozenset({Code.FULL, Code.NO_TIME, Code.TOO_FAR, Code.NO_VEHICLE})


def explain_chosen(case: Case, request: int, volunteer: int) -> Explanation:
    """Say what speaks for a pair of the plan, and who is nearer and was passed over."""
    apart_m = case.distance_m(request, volunteer)
    # Two of a plan between whom there is no way need none.
    remarks = [
        Remark(code=Code.REMOTE)
        if apart_m is None
        else Remark(code=Code.DISTANCE, facts={"distance_m": apart_m})
    ]
    common = case.languages(request, volunteer)
    if common:
        remarks.append(Remark(code=Code.LANGUAGE, facts={"common": common}))
    if case.holds_lead(request, volunteer):
        needed = case.codes_missing(request, None, Code.LEAD_NEEDED)
        remarks.append(Remark(code=Code.LEADS, facts={"needed": needed}))
    remarks.append(Remark(code=Code.LOAD, facts=case.chosen_facts(request, volunteer)))
    passed_over = _passed_over(case, request, volunteer, apart_m)
    is_said = any(other.reason.code is Code.OTHER_TOLD for other in passed_over)
    remarks += _wishes(case, request, volunteer)
    remarks += [] if is_said else _kept(case, request, volunteer)
    if case.arcs.start[request + 1] - case.arcs.start[request] == 1:
        remarks.append(Remark(code=Code.ONLY_ONE))
    return Explanation(
        kind=Kind.CHOSEN,
        request_id=str(case.problem.requests.id[request]),
        volunteer_id=str(case.problem.volunteers.id[volunteer]),
        remarks=tuple(remarks),
        passed_over=tuple(passed_over),
        people_missing=max(0, int(case.ledger.missing[request])),
    )


def explain_not_chosen(case: Case, request: int, volunteer: int) -> Explanation:
    """Say which rules stand between the two; if none does, what it would cost everybody together."""
    broken = broken_remarks(case, request, volunteer)
    return Explanation(
        kind=Kind.NOT_CHOSEN,
        request_id=str(case.problem.requests.id[request]),
        volunteer_id=str(case.problem.volunteers.id[volunteer]),
        remarks=tuple(broken or _what_it_would_take(case, request, volunteer)),
        people_missing=max(0, int(case.ledger.missing[request])),
    )


def broken_remarks(case: Case, request: int, volunteer: int) -> list[Remark]:
    """Return every rule that a pair breaks, with its numbers."""
    flags = case.rules(request, np.array([volunteer]))
    codes = [code for code in (Code.PLACE_NOT_KNOWN, *RULES) if flags[code][0]]
    # In another pool nothing else means anything: bits of masks are numbered pool by pool.
    codes = codes[:1] if codes[:1] == [Code.OTHER_POOL] else codes
    return [Remark(code=code, facts=facts_of(case, request, volunteer, code)) for code in codes]


def _wishes(case: Case, request: int, volunteer: int) -> list[Remark]:
    """Return whether a pair meets a wish."""
    pair = np.array([request]), np.array([volunteer])
    wish = int(case.ledger.preference(*pair)[0])
    wish -= case.weights.preference * int(case.problem.volunteers.malus[volunteer])
    return [Remark(code=Code.WISH)] if wish < 0 and not case.are_wishes_secret else []


def _kept(case: Case, request: int, volunteer: int) -> list[Remark]:
    """Return that a pair is of the plan before: where people know, or where without it somebody else would do."""
    ledger, helpers = case.ledger, case.helpers.get(request, [])
    if ledger.switch(np.array([request]), np.array([volunteer]))[0] >= 0:
        return []
    rows = np.array([volunteer, *(one for one in case.could(request) if one not in helpers)], dtype=np.int64)
    given = ledger.load[rows]
    has_room = given < case.problem.volunteers.capacity[rows]
    requests, nth = np.full(len(rows), request), np.where(rows == volunteer, given, given + 1)
    kept = GRAINS_PER_UNIT * ledger.switch(requests, rows)
    costs = ledger.pair_cost(requests, rows) - kept + ledger.step_cost(rows, nth)
    facts = case.kept_facts(request, volunteer)
    decides = bool(facts) or bool((has_room & (costs < costs[0]))[1:].any())
    return [Remark(code=Code.KEPT, facts=facts)] if decides else []


def _passed_over(case: Case, request: int, chosen: int, apart_m: int | None) -> list[PassedOver]:
    """Return up to two who are nearer, those first who could have done it."""
    if apart_m is None:
        return []
    limit_m = min(apart_m - NEARER_BY_M, apart_m * _NEARER_BY_SHARE)
    rows = case.pool_rows(request)
    rows = rows[case.is_about_within(request, rows, limit_m)]
    ways = distances_m(case.problem, np.full(len(rows), request), rows)
    is_nearer = (ways <= limit_m) & (case.problem.volunteers.radius_m[rows] >= 0)
    rows, ways = rows[is_nearer], ways[is_nearer]
    flags = case.rules(request, rows)
    broken_count = np.sum([flags[code] for code in RULES], axis=0)
    found: list[tuple[int, int, PassedOver]] = []
    for place in np.flatnonzero(broken_count <= 1).tolist():
        volunteer = int(rows[place])
        if volunteer in case.helpers.get(request, []):
            continue
        code = next((one for one in RULES if flags[one][place]), None)
        if code is not None and code not in _WORTH_A_WORD:
            continue
        reason = (
            weigh(case, request, volunteer, chosen)
            if code is None
            else Remark(code=code, facts=facts_of(case, request, volunteer, code))
        )
        other = PassedOver(
            volunteer_id=str(case.problem.volunteers.id[volunteer]),
            distance_m=int(ways[place]),
            reason=reason,
        )
        found.append((int(broken_count[place]), int(ways[place]), other))
    found.sort(key=lambda one: (one[0], one[1], one[2].volunteer_id))
    return _once([other for _count, _way, other in found])[:MOST_PASSED_OVER]


def _once(others: list[PassedOver]) -> list[PassedOver]:
    """Return them without those of whom it would be said again that somebody was proposed before."""
    first = next((other for other in others if other.reason.code is Code.OTHER_TOLD), None)
    return [other for other in others if other is first or other.reason.code is not Code.OTHER_TOLD]


def _what_it_would_take(case: Case, request: int, volunteer: int) -> list[Remark]:
    """Return what would have to change for a pair that is possible but not in the plan."""
    helpers, tasks = case.helpers.get(request, []), case.tasks.get(volunteer, [])
    theirs: dict[str, Fact] = {"request_ids": case.request_ids(tasks)}
    if helpers:
        weighed = weigh(case, request, volunteer, _whom_instead(case, request, volunteer))
    elif len(tasks) >= case.problem.volunteers.capacity[volunteer]:
        weighed = Remark(code=Code.NEEDED_ELSEWHERE, facts=theirs)
    else:
        weighed = Remark(code=Code.AS_GOOD)
    if not hours_fit(case.problem, volunteer, [*tasks, request]):
        return [Remark(code=Code.HOURS_CLASH, facts=theirs)]
    if case.problem.requests.leads[request]:
        # Prices and hand-overs are of one kind of place; here there are two.
        return [weighed]
    # Where hours clash or leads are needed, the graph of changes does not see them: only prices tell.
    is_simple = not case.plan.clash_cost and not case.problem.requests.leads.any()
    exchange = case.chains.exchange(request, volunteer) if is_simple else None
    cost = _by_prices(case, request, volunteer) if exchange is None else _by_exchange(case, request, exchange)
    if cost is None:
        return [weighed]
    return [cost] if weighed.code is Code.AS_GOOD else [weighed, cost]


def _whom_instead(case: Case, request: int, volunteer: int) -> int:
    """Return whose place it would be: of somebody who leads no more than they do, if there is one."""
    helpers = case.helpers[request]
    if case.can_lead(request, np.array([volunteer]))[0]:
        return helpers[-1]
    leads = case.can_lead(request, np.array(helpers)).tolist()
    return [helper for helper, can_lead in zip(helpers, leads, strict=True) if not can_lead or all(leads)][-1]


def _by_exchange(case: Case, request: int, exchange: Exchange) -> Remark | None:
    """Return what the cheapest chain of hand-overs costs; None when that is nothing."""
    left = [row for row in exchange.left if row != request]
    if left:
        return Remark(code=Code.WOULD_LEAVE, facts={"request_ids": case.request_ids(left)})
    more_m = exchange.more * METRES_PER_UNIT // GRAINS_PER_UNIT
    return Remark(code=Code.COSTS_MORE, facts={"more_m": more_m}) if more_m >= LEAST_TOLD_M else None


def _by_prices(case: Case, request: int, volunteer: int) -> Remark | None:
    """Return the least that it would cost more, by the prices; None when they do not prove anything.

    Prices know the hours: making the pair costs at least what it asks beyond what one person more for
    the request costs.
    """
    place = np.flatnonzero((case.ledger.request == request) & (case.ledger.volunteer == volunteer))
    more = (int(case.ledger.asked[place[0]]) - int(case.plan.duals[request])) // GRAINS_PER_UNIT
    if more > case.weights.unserved // 2:
        return Remark(code=Code.WOULD_LEAVE, facts={"request_ids": ()})
    if more * METRES_PER_UNIT < LEAST_TOLD_M:
        return None
    return Remark(code=Code.COSTS_MORE, facts={"more_m": more * METRES_PER_UNIT, "at_least": True})
