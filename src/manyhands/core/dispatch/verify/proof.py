"""Whether a plan is the best there is, by its prices: a bound that no plan can go below."""

from collections.abc import Iterator

import numpy as np

from manyhands.core.dispatch.conditions import Flags
from manyhands.core.dispatch.ledger import Ledger
from manyhands.core.dispatch.verify.certificate import Fault, Finding
from manyhands.core.dispatch.verify.tables import finding


def lower_bound(ledger: Ledger) -> int:
    """Return what every plan costs at least, in grains, whatever the prices are.

    Let each volunteer ask their price for every task, and each request take its cheapest people or
    leave them missing; then no plan costs less than the sum, less what the volunteers earn above
    the cost of their steps. With the right prices the bound is what the best plan costs.

    Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows" (1993), section 16.2
    (Lagrangian relaxation) and theorem 9.4 (complementary slackness).
    """
    prices = ledger.plan.prices.astype(np.int64)
    asked = ledger.cost + prices[ledger.volunteer]
    quantity = ledger.problem.requests.quantity.astype(np.int64)
    order = np.lexsort((asked, ledger.request))
    # The place of each arc among those of its request, the cheapest first.
    place = np.arange(len(order)) - ledger.arcs.start[ledger.request[order]]
    saving = np.minimum(0, asked[order] - ledger.missing_cost[ledger.request[order]])
    within = place < quantity[ledger.request[order]]
    taken = int((ledger.missing_cost * quantity).sum()) + int(saving[within].sum())
    return taken - _earnings(ledger)


def _earnings(ledger: Ledger) -> int:
    """Return what all volunteers would earn at most, doing as many tasks as pay."""
    capacity = np.maximum(0, ledger.problem.volunteers.capacity.astype(np.int64))
    prices = ledger.plan.prices.astype(np.int64)
    total, nth = 0, 1
    rows = np.flatnonzero(capacity >= nth)
    while len(rows):
        profit = prices[rows] - ledger.step_cost(rows, np.full(len(rows), nth))
        # Steps only grow: who does not earn with this task does not earn with the next.
        rows, profit = rows[profit > 0], profit[profit > 0]
        total += int(profit.sum())
        nth += 1
        rows = rows[capacity[rows] >= nth]
    return total


def check_slackness(ledger: Ledger) -> Iterator[Finding]:
    """Yield where prices and duals do not fit the plan: together they prove it, or they are wrong."""
    prices, duals = ledger.plan.prices.astype(np.int64), ledger.plan.duals.astype(np.int64)
    reduced = ledger.cost + prices[ledger.volunteer] - duals[ledger.request]
    wrong_arc = np.where(ledger.is_used, reduced > 0, reduced < 0)
    yield from finding(Fault.PRICES_WRONG, ledger.request[wrong_arc], ledger.volunteer[wrong_arc])
    over = (duals > ledger.missing_cost) & (ledger.found > 0)
    under = (duals < ledger.missing_cost) & (ledger.missing > 0)
    yield from _alone(over | under, is_request=True)
    everyone = np.arange(len(prices))
    last = ledger.step_cost(everyone, np.maximum(1, ledger.load))
    following = ledger.step_cost(everyone, ledger.load + 1)
    too_low = (ledger.load > 0) & (prices < last)
    too_high = (ledger.load < ledger.problem.volunteers.capacity) & (prices > following)
    yield from _alone(too_low | too_high, is_request=False)


def _alone(wrong: Flags, *, is_request: bool) -> Iterator[Finding]:
    """Yield a finding about prices of volunteers, or duals of requests."""
    rows = np.flatnonzero(wrong)
    none = np.full(len(rows), -1)
    yield from finding(Fault.PRICES_WRONG, *((rows, none) if is_request else (none, rows)))
