"""The flow of a pool with room to grow, and the changes that leave it the cheapest: rows in, rows out.

Rows of arcs are kept in the order of ``cost + first step``. Prices fall as well as rise here, but
nobody's falls below their first step, so these keys stay lower bounds, and rows are never sorted again.
"""

from typing import Final

import numpy as np

from manyhands.core.dispatch.kernels import changes
from manyhands.core.dispatch.kernels.augment import NEVER_SORTED
from manyhands.core.dispatch.kernels.flow import (
    CAPACITY,
    DUAL,
    FIRST_HELPER,
    FIRST_TASK,
    LOAD,
    OUT_OF_REACH,
    PRICE,
    SERVED,
    UNSERVED,
    VIA,
    WASTE,
    CostTooLargeError,
)
from manyhands.core.dispatch.kernels.heap import LARGEST_VALUE
from manyhands.core.dispatch.kernels.highest_prices import raise_to_highest
from manyhands.core.dispatch.kernels.release import NONE
from manyhands.core.dispatch.online.arrays import Arrays
from manyhands.core.dispatch.problem import Int32, Int64

_LARGEST_COST: Final = 2**31 - 1


class Network:
    """Requests and volunteers by row numbers, arcs between them, and the cheapest flow."""

    def __init__(self) -> None:
        self._rows = Arrays()

    @property
    def prices(self) -> Int64:
        """What one more task of each volunteer costs everybody together, in grains; 0 where none can be given."""
        price = self._rows.flow.volunteers[: self._rows.volunteers, PRICE]
        return np.where(price == OUT_OF_REACH, 0, price)

    @property
    def duals(self) -> Int64:
        """What one person more for each request costs everybody together."""
        return self._rows.flow.requests[: self._rows.requests, DUAL].copy()

    @property
    def served(self) -> Int64:
        """How many people each request has."""
        return self._rows.flow.requests[: self._rows.requests, SERVED]

    def helpers(self, request: int) -> list[int]:
        """Return the volunteers who do a request, in no order."""
        flow = self._rows.flow
        first = int(flow.requests[request, FIRST_HELPER])
        return [int(row) for row in flow.helper[first : first + int(flow.requests[request, SERVED])]]

    def arcs(self, request: int) -> tuple[Int32, Int32]:
        """Return who could take a request, full people included, and what it costs without their load."""
        flow = self._rows.flow
        row = slice(int(flow.begin[request]), int(flow.end[request]))
        return flow.volunteer[row], flow.cost[row]

    def lacking(self, request: int) -> int:
        """Return how many people a request still lacks."""
        return int(self._rows.flow.quantity[request] - self._rows.flow.requests[request, SERVED])

    def add_volunteers(self, capacity: Int64, steps: Int64) -> None:
        """Add volunteers with room for so many tasks, whose steps follow one another; no arc leads to them yet."""
        rows = self._rows
        first = rows.volunteers
        rows.grow_volunteers(len(capacity))
        rows.reserve_tasks(first, capacity)
        table = rows.flow.volunteers[first : rows.volunteers]
        table[:, CAPACITY] = capacity
        rows.flow.marginal[rows.tasks - len(steps) : rows.tasks] = steps
        able = capacity > 0
        table[:, PRICE] = OUT_OF_REACH
        table[able, PRICE] = rows.flow.marginal[table[able, FIRST_TASK]]

    def add_request(self, volunteer: Int64, cost: Int64, *, unserved: int, quantity: int) -> None:
        """Add a request with its arcs; nobody does it until ``serve``.

        Args:
            volunteer, cost: who could take it, and what that costs.
            unserved: what each person missing costs.
            quantity: how many people it wants.

        Raises:
            CostTooLargeError: when a cost does not fit into its place.
        """
        check_costs(cost, unserved)
        rows = self._rows
        row = rows.grow_requests(len(volunteer), quantity)
        flow, begin = rows.flow, int(rows.flow.begin[rows.requests - 1])
        keys = self._keys(volunteer, cost)
        order = np.lexsort((volunteer, keys))
        place = slice(begin, begin + len(volunteer))
        flow.end[row] = begin + len(volunteer)
        flow.volunteer[place], flow.cost[place], flow.key[place] = volunteer[order], cost[order], keys[order]
        flow.requests[row, [VIA, WASTE, UNSERVED]] = NONE, NEVER_SORTED, unserved
        flow.quantity[row] = quantity
        changes.begin_dual(flow, row)
        link = rows.take_links(len(volunteer))
        changes.link_row(flow, rows.columns, row, link)

    def serve(self, request: int) -> None:
        """Find as many people as a request lacks."""
        changes.serve(self._rows.flow, self._rows.work, request)

    def cancel(self, request: int) -> None:
        """Let a request want nobody any more."""
        changes.cancel(self._rows.flow, self._rows.columns, self._rows.work, request)

    def want(self, request: int, quantity: int) -> None:
        """Let a request want another number of people, and find them."""
        self.cancel(request)
        changes.begin_dual(self._rows.flow, request)
        self._rows.flow.quantity[request] = quantity
        self.serve(request)

    def forbid(self, request: int, volunteer: int) -> None:
        """Never give a request to a volunteer again."""
        changes.forbid(self._rows.flow, self._rows.columns, self._rows.work, request, volunteer)

    def keep(self, request: int, volunteer: int) -> None:
        """Take a pair of the plan out of the question; the volunteer's further tasks cost what they did."""
        changes.keep(self._rows.flow, self._rows.columns, request, volunteer)

    def switch_off(self, volunteer: int) -> None:
        """Let a volunteer do nothing any more, and take away the arcs that lead to them."""
        changes.switch_off(self._rows.flow, self._rows.work, volunteer)
        changes.drop_arcs_to(self._rows.flow, self._rows.columns, volunteer)

    def switch_on(self, volunteer: int, steps: Int64, request: Int64, cost: Int64) -> None:
        """Let a volunteer who is off take tasks.

        Args:
            volunteer: who it is.
            steps: what their first, second ... further task costs; none for somebody who is full.
            request, cost: which requests they could take, and what that costs; see ``check_costs``.
        """
        rows = self._rows
        rows.reserve_tasks_again(volunteer, len(steps))
        first = int(rows.flow.volunteers[volunteer, FIRST_TASK])
        rows.flow.marginal[first : first + len(steps)] = steps
        rows.make_room_in_rows(request)
        links = rows.take_links(len(request))
        flow, columns = rows.flow, rows.columns
        keys = np.minimum(cost + steps[:1], _LARGEST_COST).astype(np.int32)
        changes.add_arcs_to(flow, columns, volunteer, request, cost.astype(np.int32), keys, links)
        changes.switch_on(flow, columns, rows.work, volunteer, len(steps))

    def raise_prices(self) -> None:
        """Let prices and duals say what one more would cost: of all that fit the flow, the highest do."""
        raise_to_highest(self._rows.flow)

    def serve_all(self) -> None:
        """Find people for all requests, those first that have the fewest candidates."""
        flow, count = self._rows.flow, self._rows.requests
        order = np.argsort(flow.end[:count] - flow.begin[:count], kind="stable")
        changes.serve_all(flow, self._rows.work, order)

    def tasks(self, volunteer: int) -> list[int]:
        """Return the requests that a volunteer does."""
        first, load = self._rows.flow.volunteers[volunteer, [FIRST_TASK, LOAD]].tolist()
        return [int(row) for row in self._rows.flow.task[first : first + load]]

    def take_moved(self) -> list[int]:
        """Return the requests whose helpers may be others than when this was asked last."""
        return self._rows.take_moved()

    def _keys(self, volunteer: Int64, cost: Int64) -> Int64:
        """Return a lower bound of what each arc and its volunteer's task cost together."""
        table = self._rows.flow.volunteers[volunteer]
        able = table[:, CAPACITY] > 0
        step = np.zeros(len(volunteer), dtype=np.int64)
        step[able] = self._rows.flow.marginal[table[able, FIRST_TASK]]
        keys: Int64 = np.minimum(cost + step, _LARGEST_COST)
        return keys


def check_costs(cost: Int64, unserved: int) -> None:
    """Refuse costs that the kernels' queue cannot hold.

    Raises:
        CostTooLargeError: as said.
    """
    largest = int(np.abs(cost).max(initial=0))
    if largest > _LARGEST_COST or unserved > LARGEST_VALUE // 4:
        raise CostTooLargeError(
            f"a pair costs {largest} and a missing person {unserved} grains; at most {_LARGEST_COST} "
            f"and {LARGEST_VALUE // 4} can be compared here: make the weights smaller"
        )
