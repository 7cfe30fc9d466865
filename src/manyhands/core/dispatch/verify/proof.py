"""Whether a plan is the best there is, by its prices: a bound that no plan can go below."""

from collections.abc import Iterator

import numpy as np

from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.verify.certificate import Fault, Finding
from manyhands.core.dispatch.verify.tables import finding, of_requests


def lower_bound(ledger: Ledger) -> int:
    """Return what every plan costs at least, in grains, whatever the prices are.

    Let each volunteer ask their price for every task, and the price of an hour besides where it has
    one, and let each request take its cheapest people or leave them missing, as few of those who
    cannot lead as it must; then no plan costs less than the sum, less what the volunteers earn above
    the cost of their steps. An hour is sold once at most, since two tasks at it would clash. With the
    right prices the bound is what the best plan costs. It takes one look at each pair.

    Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows" (1993), section 16.2
    (Lagrangian relaxation) and theorem 9.4 (complementary slackness). That the cheapest first is best
    with some places for leads only: J. Edmonds, "Matroids and the greedy algorithm", Mathematical
    Programming 1 (1971).
    """
    quantity = ledger.problem.requests.quantity.astype(np.int64)
    order = np.lexsort((ledger.asked, ledger.request))
    others = order[~ledger.is_lead[order]]
    too_many = others[_places(ledger.request[others]) >= ledger.room_for_others[ledger.request[others]]]
    order = order[~np.isin(order, too_many)]
    request = ledger.request[order]
    saving = np.minimum(0, ledger.asked[order] - ledger.missing_cost[request])
    within = _places(request) < quantity[request]
    taken = int((ledger.missing_cost * quantity).sum()) + _sum(saving[within])
    return taken - _earnings(ledger)


def _places(requests: Int64) -> Int64:
    """Return the place of each row among those of its request; rows of a request follow one another."""
    first = np.flatnonzero(np.diff(requests, prepend=-1))
    runs = np.diff(np.append(first, len(requests)))
    places: Int64 = np.arange(len(requests)) - np.repeat(first, runs)
    return places


def _earnings(ledger: Ledger) -> int:
    """Return what all volunteers would earn at most, doing as many tasks as pay, and selling every hour."""
    capacity = np.maximum(0, ledger.problem.volunteers.capacity.astype(np.int64))
    prices = ledger.plan.prices.astype(np.int64)
    total, nth = 0, 1
    rows = np.flatnonzero(capacity >= nth)
    while len(rows):
        profit = prices[rows] - ledger.step_cost(rows, np.full(len(rows), nth))
        # Steps only grow: who does not earn with this task does not earn with the next.
        rows, profit = rows[profit > 0], profit[profit > 0]
        total += _sum(profit)
        nth += 1
        rows = rows[capacity[rows] >= nth]
    return total + _sum(ledger.plan.hour_prices[:, 2])


def _sum(numbers: Int64) -> int:
    """Return the sum, however large: prices are somebody's claim, and may be anything."""
    most = int(np.abs(numbers).max(initial=0))
    return int(numbers.sum()) if most * len(numbers) < 2**63 else sum(numbers.tolist())


def check_slackness(ledger: Ledger) -> Iterator[Finding]:
    """Yield where duals do not fit a plan that the prices prove the best: together they prove it, or they are wrong.

    Prices of volunteers need no look of their own: where there is no gap, everybody does as many tasks as pay best.
    A dual is of one person more who need not be able to lead. Where every place for others is taken
    and no lead is to spare, a lead may cost more than that, and places for leads be left at less.
    """
    duals = ledger.plan.duals.astype(np.int64)
    reduced = ledger.asked - duals[ledger.request]
    needs_leads = ledger.found - ledger.found_others <= ledger.problem.requests.leads
    may_cost_more = (
        ledger.is_lead & (ledger.problem.requests.leads > 0)[ledger.request] & needs_leads[ledger.request]
    )
    wrong_arc = np.where(ledger.is_used, (reduced > 0) & ~may_cost_more, reduced < 0)
    yield from finding(Fault.PRICES_WRONG, ledger.request[wrong_arc], ledger.volunteer[wrong_arc])
    lacks_anybody = (ledger.missing > 0) & (ledger.found_others < ledger.room_for_others)
    over = duals > ledger.missing_cost
    under = (duals < ledger.missing_cost) & lacks_anybody
    yield from of_requests(Fault.PRICES_WRONG, over | under)
