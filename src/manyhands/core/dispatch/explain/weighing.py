"""Why one and not the other, where both could."""

import numpy as np

from manyhands.core.dispatch.explain.case import Case
from manyhands.core.dispatch.explanation import Code, Fact, Remark
from manyhands.core.dispatch.hours import hours_fit
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT


def weigh(case: Case, request: int, volunteer: int, chosen: int) -> Remark:
    """Return why the plan takes the chosen one and not another who could do it just as well."""
    in_the_way = _in_the_way(case, request, volunteer, chosen)
    if in_the_way is not None:
        return in_the_way
    more = _more_by_reason(case, request, volunteer, chosen)
    switch = case.ledger.switch(np.array([request, request]), np.array([volunteer, chosen])).tolist()
    if sum(more.values()) <= 0 and switch[0] > switch[1]:
        return Remark(code=Code.OTHER_TOLD, facts=case.kept_facts(request, chosen))
    code = max(more, key=lambda one: more[one])
    if more[code] <= 0:
        return Remark(code=Code.AS_GOOD)
    if code is Code.BUSIER_THIS_WEEK:
        return _busier(case, volunteer, chosen)
    if code is Code.FARTHER:
        than_m = case.distance_m(request, chosen) or 0
        return Remark(
            code=code, facts={"distance_m": case.distance_m(request, volunteer) or 0, "than_m": than_m}
        )
    return Remark(code=code)


def _in_the_way(case: Case, request: int, volunteer: int, chosen: int) -> Remark | None:
    """Return what keeps somebody from taking the place of the chosen one, whatever it would cost."""
    if case.holds_lead(request, chosen) and not case.can_lead(request, np.array([volunteer]))[0]:
        return Remark(code=Code.LEAD_NEEDED, facts=facts_of(case, request, volunteer, Code.LEAD_NEEDED))
    tasks = case.tasks.get(volunteer, [])
    if len(tasks) >= case.problem.volunteers.capacity[volunteer]:
        return Remark(code=Code.NEEDED_ELSEWHERE, facts={"request_ids": case.request_ids(tasks)})
    if not hours_fit(case.problem, volunteer, [*tasks, request]):
        return Remark(code=Code.HOURS_CLASH, facts={"request_ids": case.request_ids(tasks)})
    return None


def _more_by_reason(case: Case, request: int, volunteer: int, chosen: int) -> dict[Code, int]:
    """Return what they would cost more than the chosen one, in grains; a promise left out."""
    tasks = case.tasks.get(volunteer, [])
    pair, other = (np.array([request]), np.array([volunteer])), (np.array([request]), np.array([chosen]))
    ledger, nth = case.ledger, [np.array([len(tasks) + 1]), np.array([len(case.tasks.get(chosen, [0]))])]
    malus = case.problem.volunteers.malus
    unwished = int(ledger.preference(*pair)[0] - ledger.preference(*other)[0])
    unsaid = case.weights.preference * (int(malus[volunteer]) - int(malus[chosen]))
    more = {
        Code.BUSIER_THIS_WEEK: int(
            ledger.step_cost(pair[1], nth[0])[0] - ledger.step_cost(other[1], nth[1])[0]
        ),
        Code.FARTHER: GRAINS_PER_UNIT * int(ledger.travel(*pair)[0] - ledger.travel(*other)[0]),
        Code.LESS_WISHED: GRAINS_PER_UNIT * (unwished - unsaid),
        Code.LESS_SAID: GRAINS_PER_UNIT * unsaid,
    }
    if case.are_wishes_secret:
        more[Code.LESS_FITTING] = more.pop(Code.LESS_WISHED) + more.pop(Code.LESS_SAID)
    return more


def _busier(case: Case, volunteer: int, chosen: int) -> Remark:
    """Return in which way somebody's load weighs more: this week, over the weeks, or for their limit."""
    helping, planned = case.problem.volunteers, len(case.tasks.get(volunteer, []))
    others = len(case.tasks.get(chosen, [0])) - 1
    week, other_week = case.load_facts(volunteer, with_plan=True), case.load_facts(chosen)
    this, that = week["tasks"], other_week["tasks"]
    if isinstance(this, int) and isinstance(that, int) and this > that + others:
        return Remark(code=Code.BUSIER_THIS_WEEK, facts=week)
    total, other_total = int(helping.recent[volunteer]) + planned, int(helping.recent[chosen]) + others
    if total > other_total:
        return Remark(code=Code.BUSIER_BEFORE, facts={"tasks": total, "than_tasks": other_total})
    limits = {
        "tasks_per_week": int(helping.tasks_per_week[volunteer]),
        "than_tasks_per_week": int(helping.tasks_per_week[chosen]),
    }
    return Remark(code=Code.SMALLER_LIMIT, facts=limits)


def facts_of(case: Case, request: int, volunteer: int, code: Code) -> dict[str, Fact]:
    """Return the numbers of one broken rule."""
    if code in {Code.SKILL_MISSING, Code.REQUIREMENT_NOT_MET, Code.LEAD_NEEDED}:
        return {"missing": case.codes_missing(request, volunteer, code)}
    if code is Code.NO_COMMON_LANGUAGE:
        return {"needed": case.languages(request)}
    if code is Code.NO_TIME:
        return {"weekdays": case.weekdays(request)}
    if code is Code.FULL:
        return case.load_facts(volunteer)
    if code is Code.TOO_FAR:
        return {
            "distance_m": case.distance_m(request, volunteer) or 0,
            "radius_m": int(case.problem.volunteers.radius_m[volunteer]),
        }
    return {}
