"""All arrays of a flow that grows: who has room where, and what must be made longer before a kernel runs."""

from typing import Final

import numpy as np

from manyhands.core.dispatch.kernels.flow import FIRST_HELPER, FIRST_TASK, SERVED, Flow, make_flow
from manyhands.core.dispatch.kernels.release import NONE, Columns
from manyhands.core.dispatch.kernels.rows import sort_row
from manyhands.core.dispatch.kernels.work import Work, make_work
from manyhands.core.dispatch.online.growing import grown
from manyhands.core.dispatch.problem import Int64

_SPARE_ARCS: Final = 4
"""Room in each new row for volunteers who come later."""


class Arrays:
    """The arrays of ``kernels``, longer than what is used of them; kernels see only row numbers.

    Attributes:
        flow, columns, work: what the kernels change.
        volunteers, requests, tasks, helpers: how many rows, and places for tasks and helpers, are used.
    """

    def __init__(self) -> None:
        none, none_small = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32)
        self.flow = _empty_flow()
        self.columns = Columns(none_small, none_small, none_small, none_small)
        self.work: Work = make_work(1, 1, 1, 1)
        self.volunteers = self.requests = self.tasks = self.helpers = 0
        self._arcs = self._links = 0
        self._row_end, self._task_begin, self._task_room = none, none, none
        self._owner = none_small
        self._told_helper, self._told_served = none_small, none

    def grow_volunteers(self, count: int) -> None:
        """Make room for rows of volunteers, and count them."""
        used, flow, columns = self.volunteers, self.flow, self.columns
        self.flow = flow._replace(volunteers=grown(flow.volunteers, used, count))
        self.columns = columns._replace(first=grown(columns.first, used, count))
        self.columns.first[used : used + count] = NONE
        self.flow.volunteers[used : used + count] = 0
        self._task_begin = grown(self._task_begin, used, count)
        self._task_room = grown(self._task_room, used, count)
        self.volunteers += count
        self._grow_work()

    def reserve_tasks(self, first: int, capacity: Int64) -> None:
        """Give volunteers, from a row on, places for so many tasks each."""
        rows, total = slice(first, first + len(capacity)), int(capacity.sum())
        self._grow_tasks(total)
        self._task_begin[rows] = self.tasks + np.cumsum(capacity) - capacity
        self._task_room[rows] = capacity
        self.flow.volunteers[rows, FIRST_TASK] = self._task_begin[rows]
        self.tasks += total

    def reserve_tasks_again(self, volunteer: int, capacity: int) -> None:
        """Give a volunteer without tasks places for so many: the old ones, or new ones if these are too few."""
        if capacity > self._task_room[volunteer]:
            self.reserve_tasks(volunteer, np.array([capacity], dtype=np.int64))
        self.flow.volunteers[volunteer, FIRST_TASK] = self._task_begin[volunteer]

    def grow_requests(self, arcs: int, quantity: int) -> int:
        """Make room for one request with its arcs and helpers, and count it; return its row."""
        row, flow = self.requests, self.flow
        self.flow = flow._replace(
            begin=grown(flow.begin, row, 1),
            end=grown(flow.end, row, 1),
            requests=grown(flow.requests, row, 1),
            quantity=grown(flow.quantity, row, 1),
            helper=grown(flow.helper, self.helpers, quantity),
        )
        self._row_end = grown(self._row_end, row, 1)
        self._owner = grown(self._owner, self.helpers, quantity)
        self._owner[self.helpers : self.helpers + quantity] = row
        self.flow.requests[row] = 0
        self.flow.requests[row, FIRST_HELPER] = self.helpers
        self.helpers += quantity
        self.flow.begin[row] = self._take_arcs(arcs + _SPARE_ARCS)
        self._row_end[row] = self._arcs
        self.requests += 1
        self._grow_work()
        return row

    def make_room_in_rows(self, requests: Int64) -> None:
        """Make room for one more arc in each of these rows; a full row moves to where it can be twice as long."""
        for row in requests[self.flow.end[requests] == self._row_end[requests]].tolist():
            begin, end = int(self.flow.begin[row]), int(self.flow.end[row])
            length = end - begin
            place = self._take_arcs(2 * length + _SPARE_ARCS)
            for name in ("volunteer", "cost", "key"):
                column = getattr(self.flow, name)
                column[place : place + length] = column[begin:end]
            self.flow.begin[row], self.flow.end[row] = place, place + length
            self._row_end[row] = self._arcs

    def take_links(self, count: int) -> int:
        """Reserve places for arcs in the lists by volunteer; return the first."""
        first, columns = self._links, self.columns
        self.columns = columns._replace(
            next=grown(columns.next, first, count),
            request=grown(columns.request, first, count),
            cost=grown(columns.cost, first, count),
        )
        self._links += count
        self._grow_work()
        return first

    def take_moved(self) -> list[int]:
        """Return the requests whose helpers may be others than when this was asked last."""
        helper = self.flow.helper[: self.helpers].copy()
        served = self.flow.requests[: self.requests, SERVED].copy()
        told, told_served = np.zeros_like(helper), np.zeros_like(served)
        told[: len(self._told_helper)] = self._told_helper
        told_served[: len(self._told_served)] = self._told_served
        moved = self._owner[: self.helpers][helper != told]
        self._told_helper, self._told_served = helper, served
        return [int(row) for row in np.union1d(moved, np.flatnonzero(served != told_served))]

    def _take_arcs(self, count: int) -> int:
        """Reserve places for arcs; return the first."""
        first, flow = self._arcs, self.flow
        self.flow = flow._replace(
            volunteer=grown(flow.volunteer, first, count),
            cost=grown(flow.cost, first, count),
            key=grown(flow.key, first, count),
        )
        self._arcs += count
        return first

    def _grow_tasks(self, count: int) -> None:
        """Make room for places of tasks."""
        used, flow = self.tasks, self.flow
        self.flow = flow._replace(
            marginal=grown(flow.marginal, used, count),
            task=grown(flow.task, used, count),
            task_cost=grown(flow.task_cost, used, count),
        )

    def _grow_work(self) -> None:
        """Give the searches room for everything that there is room for; what they count goes on."""
        units, arcs = len(self.flow.helper), max(len(self.flow.volunteer), len(self.columns.next))
        volunteers, requests = len(self.flow.volunteers), len(self.flow.requests)
        work = self.work
        enough = len(work.heap) >= arcs + units + volunteers + requests
        if enough and len(work.volunteers) >= volunteers and len(work.requests) >= requests:
            return
        self.work = make_work(arcs, units, volunteers, requests)
        self.work.register[:] = work.register


def _empty_flow() -> Flow:
    """Return a flow of nobody, and see to it that sorting rows is compiled.

    A kernel that makes arrays must be compiled before a lean one that calls it, or it would be compiled as lean.
    """
    one, none = np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int64)
    none_small = np.empty(0, dtype=np.int32)
    flow = make_flow(
        np.zeros(2, dtype=np.int64),
        none_small,
        none,
        unserved=one,
        quantity=one,
        marginal=none,
        capacity=none,
    )
    sort_row(flow, 0)
    return flow
