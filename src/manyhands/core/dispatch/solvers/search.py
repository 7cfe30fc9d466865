"""A pool as rows for the kernels, and what they found as a choice of arcs."""

import numpy as np

from manyhands.core.dispatch.kernels.flow import (
    DUAL,
    FIRST_HELPER,
    PRICE,
    SERVED,
    CostTooLargeError,
    make_flow,
)
from manyhands.core.dispatch.kernels.gates import Gates, add_gates, begin_gates, open_hours
from manyhands.core.dispatch.kernels.highest_prices import raise_to_highest
from manyhands.core.dispatch.kernels.insertion import FREE_SCANS, insert_all
from manyhands.core.dispatch.kernels.settling import begin_work, list_columns, loosen_keys, settle
from manyhands.core.dispatch.objectives.costs import list_steps
from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers.protocol import Bools, Pool, Prices


class Search:
    """A flow of least cost of one pool, and how its rows are read.

    A request that needs leads is two rows: one wants as many as need not lead and takes anybody, the other
    wants leads only. A lead is a gate for both, so that nobody is two of the people of one request.

    Costs below zero (a wish met, a pair that stays) are lifted, row by row: every unit of a request pays
    the lift, also one that is unmet, so that all plans cost the same more.
    """

    def __init__(self, pool: Pool) -> None:
        """Lay out rows; nobody does anything yet.

        Raises:
            CostTooLargeError: when costs do not fit into the packed queue.
        """
        self._pool = pool
        led = np.flatnonzero(pool.leads > 0)
        self._owner = np.concatenate([np.arange(len(pool.quantity)), led])
        degree = np.bincount(pool.request, minlength=len(pool.quantity))
        start = np.concatenate([[0], np.cumsum(degree)])
        self._lift = np.maximum(0, -np.minimum.reduceat(pool.cost, start[:-1]))
        by_leads = np.flatnonzero((pool.leads[pool.request] > 0) & pool.is_lead)
        self._degree = np.concatenate(
            [degree, np.bincount(np.searchsorted(led, pool.request[by_leads]), minlength=len(led))]
        )
        arcs = np.concatenate([np.arange(len(pool.cost)), by_leads])
        flow = make_flow(
            np.concatenate([[0], np.cumsum(self._degree)]),
            pool.volunteer[arcs].astype(np.int32),
            (pool.cost + self._lift[pool.request])[arcs],
            unserved=(pool.unserved + self._lift)[self._owner],
            quantity=np.concatenate([pool.quantity - pool.leads, pool.leads[led]]),
            marginal=pool.step_cost,
            capacity=pool.steps,
        )
        self._gates = _with_leads(begin_gates(flow, pool.request_slots[self._owner]), pool, by_leads)
        self._is_loose = False

    def insert(self, scans_per_unit: int) -> bool:
        """Find people for everybody; give up, and say so, when it takes too long."""
        return insert_all(self._gates.flow, np.argsort(self._degree, kind="stable"), scans_per_unit)

    def keep_apart(self, clashing: Int64, *, scans_per_unit: int) -> bool:
        """Give each of these volunteers each hour once; give up, and say so, when it takes too long."""
        if not self._is_loose:
            loosen_keys(self._gates.flow, self._gates.floor)
            self._is_loose = True
        opened = open_hours(self._gates, clashing, self._pool.volunteer_slots)
        self._gates, flow = opened.gates, opened.gates.flow
        work = begin_work(flow, len(opened.lost))
        budget = FREE_SCANS + int(self._pool.quantity.sum()) * scans_per_unit
        return settle(flow, list_columns(flow), work, opened.columns, opened.lost, budget)

    def read_chosen(self) -> Bools:
        """Return a truth value for each arc of the pool."""
        flow, pool = self._gates.flow, self._pool
        row, nth = list_steps(flow.requests[: len(self._owner), SERVED])
        helper = flow.helper[flow.requests[row, FIRST_HELPER] + nth - 1]
        width = len(pool.steps)
        pairs = self._owner[row] * width + self._gates.stands_for[helper]
        chosen = np.zeros(len(pool.cost), dtype=np.bool_)
        chosen[np.searchsorted(pool.request * width + pool.volunteer, pairs)] = True
        return chosen

    def read_prices(self) -> Prices:
        """Return the highest prices that prove the flow, with the lift taken off; call it last."""
        flow, pool = self._gates.flow, self._pool
        raise_to_highest(flow)
        prices = flow.volunteers[:, PRICE]
        column, volunteer, slot = self._gates.hours.T
        extra = prices[column] - prices[volunteer]
        hours = np.column_stack([volunteer, slot, extra])[extra > 0]
        duals = flow.requests[: len(pool.quantity), DUAL] - self._lift
        return Prices(prices[: len(pool.steps)].copy(), duals, hours)


def find_search(pool: Pool, *, scans_per_unit: int) -> Search | None:
    """Return the flow of the best plan in which hours may clash; None where the kernels cannot find it."""
    try:
        search = Search(pool)
    except CostTooLargeError:
        return None
    return search if search.insert(scans_per_unit) else None


def _with_leads(gates: Gates, pool: Pool, by_leads: Int64) -> Gates:
    """Return the flow in which each pair of a request with somebody who can lead it is a gate."""
    if not len(by_leads):
        return gates
    first = len(gates.flow.volunteers)
    volunteers = pool.volunteer[by_leads]
    led = add_gates(
        gates, np.ones_like(volunteers), volunteers, volunteers, pool.request_slots[pool.request[by_leads]]
    )
    place = first + np.arange(len(by_leads))
    led.flow.volunteer[by_leads] = place
    led.flow.volunteer[len(pool.cost) + np.arange(len(by_leads))] = place
    return led
