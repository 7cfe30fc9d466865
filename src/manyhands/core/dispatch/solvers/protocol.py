"""What a solver is given, and what it must answer."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.problem import Int32, Int64, UInt64

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """The pairs of one pool with their costs; nobody without a feasible pair is in it.

    Requests and volunteers are numbered from 0 in the order of their ids, and arcs are sorted by
    both, so that a solver sees the same thing whatever the order of the input was.

    Attributes:
        request_row, volunteer_row, arc_row: which row of the problem, or of its arcs, each one is.
        request, volunteer: the numbers of the two of each arc.
        cost: of each arc without the load, in grains.
        distance_m: the way of each arc.
        weight, quantity, unserved: of each request; unserved is the cost of one person missing.
        leads: how many of the people of each request must be able to lead; is_lead says of each arc
            whether its volunteer can lead its request.
        request_slots, volunteer_slots: bits of the slots that suit each.
        step_start: for each volunteer where their steps start; one position more than volunteers.
        step_cost: what each further task of a volunteer costs, never less than the one before. There
            are as many as the volunteer has capacity, or one more than arcs if that is less.
    """

    request_row: Int64
    volunteer_row: Int64
    arc_row: Int64
    request: Int64
    volunteer: Int64
    cost: Int64
    distance_m: Int32
    weight: Int64
    quantity: Int64
    unserved: Int64
    leads: Int64
    is_lead: Bools
    request_slots: UInt64
    volunteer_slots: UInt64
    step_start: Int64
    step_cost: Int64

    @property
    def steps(self) -> Int64:
        """How many steps each volunteer has: never fewer than the tasks they can be given here."""
        return np.diff(self.step_start)


class Prices(NamedTuple):
    """What proves a choice of arcs the best: see ``Plan``.

    Attributes:
        volunteer: the price of each volunteer.
        request: the dual of each request.
        hours: rows of (volunteer, slot, grains beyond the volunteer's price), sorted; only above 0.
    """

    volunteer: Int64
    request: Int64
    hours: Int64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """Which arcs of a pool are chosen.

    Attributes:
        chosen: a truth value for each arc; nobody's tasks clash.
        relaxed: the same for the best plan in which hours may clash; None when it is not known.
        prices: what proves ``chosen`` the best; None when nothing does.
    """

    chosen: Bools
    relaxed: Bools | None
    prices: Prices | None = None


class Solver(Protocol):
    """A way to find a plan, one pool at a time."""

    @property
    def name(self) -> str:
        """What it is called in a plan."""
        ...

    def solve_pool(self, pool: Pool) -> Answer:
        """Return the arcs to choose; the same for the same pool on every machine."""
        ...
