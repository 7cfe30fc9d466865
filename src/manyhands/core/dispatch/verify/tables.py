"""Whether a plan keeps every rule, and whether its numbers add up, by the raw tables alone."""

from collections.abc import Iterator

import numpy as np

from manyhands.core.dispatch.conditions import Flags, Rows, broken_rules, keys
from manyhands.core.dispatch.explanation import Code
from manyhands.core.dispatch.hours import hours_fit
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.objectives.costs import MOST_GRAINS
from manyhands.core.dispatch.plan import Objective, Plan
from manyhands.core.dispatch.problem import Int64, Problem
from manyhands.core.dispatch.verify.certificate import Fault, Finding
from manyhands.core.values.week_slots import SLOT_COUNT

_FAULTS = {
    Code.OTHER_POOL: Fault.OTHER_POOL,
    Code.EXCLUDED: Fault.BLOCKED,
    Code.PLACE_NOT_KNOWN: Fault.PLACE_NOT_KNOWN,
    Code.LACKS: Fault.LACKS,
    Code.LEAD_NEEDED: Fault.LACKS,
    Code.NO_COMMON_LANGUAGE: Fault.NO_COMMON_LANGUAGE,
    Code.NO_TIME: Fault.NO_TIME,
    Code.START_NOT_KNOWN: Fault.TOO_FAR,
    Code.TOO_FAR: Fault.TOO_FAR,
    Code.FULL: Fault.OVER_CAPACITY,
}
_SHOWN = 5
_MEASURES = ("unserved", "load", "travel", "preference", "switch", "tie")


def check_rows(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """Yield what makes a plan unreadable: columns of a wrong length, rows that no table has."""
    requests, volunteers = len(problem.requests), len(problem.volunteers)
    sizes = {"unmet": requests, "duals": requests, "prices": volunteers}
    wrong = [name for name, size in sizes.items() if getattr(plan, name).shape != (size,)]
    if wrong or plan.pairs.ndim != 2 or plan.pairs.shape[1] != 2:  # noqa: PLR2004  a pair
        yield Finding(fault=Fault.NO_SUCH_ROW, count=max(1, len(wrong)))
        return
    outside = ((plan.pairs < 0) | (plan.pairs >= np.array([requests, volunteers]))).any(axis=1)
    yield from finding(Fault.NO_SUCH_ROW, plan.pairs[outside, 0], plan.pairs[outside, 1])
    yield from _check_hour_prices(plan.hour_prices, volunteers)
    # Sums of larger ones could leave 64 bits, and prove anything.
    for prices in (plan.prices, plan.duals, plan.hour_prices):
        beyond = (prices < -MOST_GRAINS) | (prices > MOST_GRAINS)
        if beyond.any():
            yield Finding(fault=Fault.PRICES_WRONG, count=int(beyond.sum()))


def _check_hour_prices(table: Int64, volunteers: int) -> Iterator[Finding]:
    """Yield prices of hours that no week or nobody has, that are negative, or that are there twice."""
    if table.ndim != 2 or table.shape[1] != 3 or (table[:, :2] < 0).any():  # noqa: PLR2004  who, when, how much
        yield Finding(fault=Fault.NO_SUCH_ROW, count=1)
        return
    outside = (table[:, 0] >= volunteers) | (table[:, 1] >= SLOT_COUNT)
    yield from finding(Fault.NO_SUCH_ROW, np.full(outside.sum(), -1), table[outside, 0])
    ordered = np.sort(table[:, 0] * SLOT_COUNT + table[:, 1])
    if (table[:, 2] < 0).any() or (ordered[1:] == ordered[:-1]).any():
        yield Finding(fault=Fault.PRICES_WRONG, count=1)


def check_pairs(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """Yield the rules that pairs of the plan break."""
    requests, volunteers = plan.pairs[:, 0], plan.pairs[:, 1]
    for code, broken in broken_rules(problem, requests, volunteers).items():
        yield from finding(_FAULTS[code], requests[broken], volunteers[broken])


def check_sums(ledger: Ledger) -> Iterator[Finding]:
    """Yield what does not add up: people twice, over their capacity, too many, or not counted."""
    problem, plan = ledger.problem, ledger.plan
    ordered = np.sort(keys(problem, plan.pairs[:, 0], plan.pairs[:, 1]))
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    yield from finding(Fault.TWICE, *np.divmod(twice, max(1, len(problem.volunteers))))
    yield from _of_volunteers(Fault.OVER_CAPACITY, ledger.load > np.maximum(0, problem.volunteers.capacity))
    yield from of_requests(Fault.TOO_MANY, ledger.missing < 0)
    yield from of_requests(Fault.UNMET_WRONG, ledger.missing != plan.unmet)
    yield from of_requests(Fault.TOO_FEW_LEADS, ledger.found_others > ledger.room_for_others)
    clashing = [row for row in np.flatnonzero(ledger.load > 1).tolist() if not _keeps_hours(ledger, row)]
    yield from finding(Fault.HOURS_CLASH, np.full(len(clashing), -1), np.array(clashing, dtype=np.int64))


def check_objective(claimed: Objective, counted: Objective) -> Iterator[Finding]:
    """Yield a finding when a measure is not what the plan says."""
    wrong = sum(getattr(claimed, name) != getattr(counted, name) for name in _MEASURES)
    if wrong:
        yield Finding(fault=Fault.OBJECTIVE_WRONG, count=wrong)


def finding(fault: Fault, requests: Rows, volunteers: Rows) -> Iterator[Finding]:
    """Yield one finding for all the rows, if there are any."""
    if len(requests):
        rows = zip(requests[:_SHOWN].tolist(), volunteers[:_SHOWN].tolist(), strict=True)
        yield Finding(fault=fault, count=len(requests), rows=tuple(rows))


def of_requests(fault: Fault, wrong: Flags) -> Iterator[Finding]:
    """Yield a finding about requests alone."""
    rows = np.flatnonzero(wrong)
    yield from finding(fault, rows, np.full(len(rows), -1))


def _of_volunteers(fault: Fault, wrong: Flags) -> Iterator[Finding]:
    """Yield a finding about volunteers alone."""
    rows = np.flatnonzero(wrong)
    yield from finding(fault, np.full(len(rows), -1), rows)


def _keeps_hours(ledger: Ledger, volunteer: int) -> bool:
    """Say whether a volunteer's tasks of the plan can each have an hour slot of their own."""
    pairs = ledger.plan.pairs
    return hours_fit(ledger.problem, volunteer, pairs[pairs[:, 1] == volunteer, 0].tolist())
