"""Why nobody was found, or too few: what stands in the way, and the least that would help."""

from collections.abc import Mapping

import numpy as np

from manyhands.core.dispatch.conditions import Flags, distances_m
from manyhands.core.dispatch.explain.case import Case
from manyhands.core.dispatch.explain.pair import RULES
from manyhands.core.dispatch.explanation import Code, Explanation, Fact, Kind, Remark
from manyhands.core.dispatch.hours import hours_fit
from manyhands.core.dispatch.problem import NOWHERE, Int64

# What a person, or whoever asks them, could change; what is easiest to ask for comes first. A pause,
# a week kept free, and two who are kept apart, are never among it.
RELAXABLE = (
    Code.TOO_FAR,
    Code.FULL,
    Code.NO_TIME,
    Code.REQUIREMENT_NOT_MET,
    Code.LEAD_NEEDED,
    Code.NO_VEHICLE,
    Code.NO_COMMON_LANGUAGE,
    Code.SKILL_MISSING,
)
_AWAY = (Code.PAUSED, Code.WEEK_OFF, Code.EXCLUDED, Code.FULL)
LITTLE_FARTHER_M = 2_000
"""To go so much farther than planned is a small thing to ask; more is asked for last."""
_MOST_RELAXATIONS = 2
_MOST_IDS = 3


def explain_unmet(case: Case, request: int) -> Explanation:
    """Say what stands in the way of a request for which people are missing."""
    return Explanation(
        kind=Kind.UNMET,
        request_id=str(case.problem.requests.id[request]),
        remarks=tuple(_remarks(case, request)),
        people_missing=max(0, int(case.ledger.missing[request])),
    )


def _remarks(case: Case, request: int) -> list[Remark]:
    """Return the main reason, then what would help, then how many fail which rule."""
    if case.problem.requests.where[request] == NOWHERE:
        return [Remark(code=Code.PLACE_NOT_KNOWN)]
    rows = case.pool_rows(request)
    if not len(rows):
        return [Remark(code=Code.NOBODY_IN_GROUP)]
    flags = {code: flag for code, flag in case.rules(request, rows).items() if code in RULES}
    if case.wants_only_leads(request):
        flags[Code.LEAD_NEEDED] = ~case.can_lead(request, rows)
    nobody_has_time = _nobody_has_time(flags, len(rows))
    if nobody_has_time:
        return [nobody_has_time]
    relaxations = _relaxations(case, request, rows, flags)
    main = _about_those_who_could(case, request) or _tightest(case, request, flags, relaxations)
    failing = [
        Remark(code=Code.FAILING, facts={"because": str(code), "people": int(flags[code].sum())})
        for code in RULES
        if flags[code].any()
    ]
    helps = relaxations or (_one_more(case, request, flags) if main.code is Code.NOBODY else [])
    return [main, *helps, *failing]


def _nobody_has_time(flags: Mapping[Code, Flags], people: int) -> Remark | None:
    """Return a remark when everybody is on a break, or has all they said they would do."""
    if flags[Code.PAUSED].all():
        return Remark(code=Code.EVERYBODY_PAUSED, facts={"people": people})
    if (flags[Code.PAUSED] | flags[Code.WEEK_OFF] | flags[Code.FULL]).all():
        return Remark(code=Code.EVERYBODY_FULL, facts={"people": people})
    return None


def _about_those_who_could(case: Case, request: int) -> Remark | None:
    """Return why those who could do it do not, or None when nobody could."""
    could = case.could(request)
    if case.wants_only_leads(request):
        able = case.can_lead(request, np.array(could, dtype=np.int64)).tolist()
        could = [row for row, leads in zip(could, able, strict=True) if leads]
    if not could:
        return None
    others = [row for row in could if row not in case.helpers.get(request, [])]
    if not others:
        needed = int(case.problem.requests.quantity[request])
        return Remark(code=Code.TOO_FEW_PEOPLE, facts={"needed": needed, "could": len(could)})
    free = [row for row in others if case.ledger.load[row] < case.problem.volunteers.capacity[row]]
    if not free:
        return _full_elsewhere(case, request, others)
    if not any(hours_fit(case.problem, row, [*case.tasks.get(row, []), request]) for row in free):
        return Remark(code=Code.HOURS_TAKEN, facts={"people": len(others)})
    return Remark(code=Code.NOT_WORTH_IT, facts={"people": len(free)})


def _full_elsewhere(case: Case, request: int, volunteers: list[int]) -> Remark:
    """Return a remark about people who do something else, and how much that matters beside this."""
    theirs = sorted({task for row in volunteers for task in case.tasks.get(row, [])})
    weights, own = case.problem.requests.weight, int(case.problem.requests.weight[request])
    least = min(int(weights[task]) for task in theirs)
    matter = "more" if least > own else "as_much" if least == own else "together"
    ids = case.request_ids(theirs)[:_MOST_IDS]
    return Remark(
        code=Code.FULL_ELSEWHERE, facts={"people": len(volunteers), "request_ids": ids, "matter": matter}
    )


def _tightest(case: Case, request: int, flags: Mapping[Code, Flags], relaxations: list[Remark]) -> Remark:
    """Return what nobody meets: among those who meet what could be relaxed, if there are any.

    Whoever cannot be asked at all just now is left aside, and that is told.
    """
    among = Code(str(relaxations[0].facts["because"])) if relaxations else None
    rules = dict(flags)
    # Without a start nobody knows that somebody is within reach.
    rules[Code.TOO_FAR] = rules[Code.TOO_FAR] | rules.pop(Code.START_NOT_KNOWN)
    everybody = np.ones_like(flags[Code.FULL])
    inside = ~rules[among] if among else everybody
    if not inside.any():
        among, inside = None, everybody
    away = np.any([rules[code] for code in _AWAY if code is not among], axis=0)
    askable = inside & ~away
    if askable.any():
        rules = {code: flag for code, flag in rules.items() if code not in _AWAY}
    because = _cover(rules, askable if askable.any() else inside)
    facts: dict[str, Fact] = {
        "among": str(among) if among else "",
        "because": tuple(map(str, because)),
        "of_askable": bool(askable.any() and (inside & away).any()),
    }
    return Remark(code=Code.NOBODY, facts=facts | _what_is_asked(case, request, {*because, among}))


def _cover(flags: Mapping[Code, Flags], inside: Flags) -> tuple[Code, ...]:
    """Return few rules of which everybody inside breaks at least one, in the order of the rules."""
    ordered = [code for code in RULES if code in flags]
    left = inside & np.any([flags[code] for code in ordered], axis=0)
    chosen: set[Code] = set()
    while left.any():
        worst = max(ordered, key=lambda code: int((flags[code] & left).sum()))
        chosen.add(worst)
        left &= ~flags[worst]
    return tuple(code for code in RULES if code in chosen)


def _what_is_asked(case: Case, request: int, codes: set[Code | None]) -> dict[str, Fact]:
    """Return what the request asks for under the rules that are told of."""
    facts: dict[str, Fact] = {}
    if Code.SKILL_MISSING in codes:
        facts["skills"] = case.codes_missing(request, None, Code.SKILL_MISSING)
    if Code.REQUIREMENT_NOT_MET in codes:
        facts["requirements"] = case.codes_missing(request, None, Code.REQUIREMENT_NOT_MET)
    if Code.LEAD_NEEDED in codes:
        facts["experience"] = case.codes_missing(request, None, Code.LEAD_NEEDED)
    if Code.NO_COMMON_LANGUAGE in codes:
        facts["languages"] = case.languages(request)
    if Code.NO_TIME in codes:
        facts["weekdays"] = case.weekdays(request)
    return facts


def _relaxations(case: Case, request: int, rows: Int64, flags: Mapping[Code, Flags]) -> list[Remark]:
    """Return the rules that alone keep somebody from helping, those first that are easiest to ask about."""
    broken = np.sum([flags[code] for code in RULES], axis=0)
    near: list[Remark] = []
    far: list[Remark] = []
    for code in RELAXABLE:
        alone = rows[flags[code] & (broken == 1)]
        if not len(alone):
            continue
        if code is Code.TOO_FAR:
            farther, extra_m = _farther(case, request, alone)
            (near if extra_m <= LITTLE_FARTHER_M else far).append(farther)
            continue
        facts: dict[str, Fact] = {
            "because": str(code),
            "people": len(alone),
            "volunteer_ids": case.volunteer_ids(alone[:_MOST_IDS].tolist()),
        }
        near.append(Remark(code=Code.WOULD_IF, facts=facts | _what_is_asked(case, request, {code})))
    return [*near, *far][:_MOST_RELAXATIONS]


def _one_more(case: Case, request: int, flags: Mapping[Code, Flags]) -> list[Remark]:
    """Return what somebody new would have to bring, where nothing that one person could change would help.

    Told is only what somebody here lacks: what everybody has, a newcomer is likely to have as well.
    """
    asked = {code for code in RELAXABLE if flags[code].any()}
    what = _what_is_asked(case, request, set(asked))
    if Code.NO_VEHICLE in asked:
        what["vehicle"] = True
    people = max(1, int(case.ledger.missing[request]))
    return [Remark(code=Code.ONE_MORE, facts={"people": people, **what})] if any(what.values()) else []


def _farther(case: Case, request: int, volunteers: Int64) -> tuple[Remark, int]:
    """Return how far those would have to go for whom it is least more than they planned, and that more.

    There are as many as are missing, or all if they are fewer.
    """
    ways = distances_m(case.problem, np.full(len(volunteers), request), volunteers)
    extra_m = ways - case.problem.volunteers.radius_m[volunteers]
    order = np.lexsort((volunteers, extra_m))
    enough = max(1, min(len(order), int(case.ledger.missing[request])))
    most_m = int(extra_m[order[enough - 1]])
    chosen = order[extra_m[order] <= most_m]
    radii_m = case.problem.volunteers.radius_m[volunteers[chosen]]
    facts: dict[str, Fact] = {
        "because": str(Code.TOO_FAR),
        "people": len(chosen),
        "volunteer_ids": case.volunteer_ids(volunteers[chosen][:_MOST_IDS].tolist()),
        "needed_m": int(ways[chosen].max()),
    }
    # One number instead of another can only be told when it is the same for all of them.
    if (radii_m == radii_m[0]).all():
        facts["radius_m"] = int(radii_m[0])
    return Remark(code=Code.WOULD_IF, facts=facts), most_m
