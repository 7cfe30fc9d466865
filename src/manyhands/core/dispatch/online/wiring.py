"""Tables and network kept alike: whatever is written into the one is made true of the other."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.objectives.costs import find_costs, list_steps, step_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online.network import Network, check_costs
from manyhands.core.dispatch.online.question import Question
from manyhands.core.dispatch.online.reading import Reader, Row
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.records import RequestRecord


class Wiring:
    """What is asked and the flow that answers it, row by row the same.

    Which pairs are feasible, and what they cost, is found as for a whole problem: from the problem of the
    few rows concerned.

    Attributes:
        question: the tables.
        network: the flow.
    """

    def __init__(self, problem: Problem, arcs: Arcs, reader: Reader, weights: Weights) -> None:
        self.question = Question(problem)
        self.network = Network()
        self._reader, self._weights = reader, weights
        self._solve(problem, arcs)

    def _solve(self, problem: Problem, arcs: Arcs) -> None:
        """Put everything there is into the network, and find people for all."""
        costs = find_costs(problem, arcs, self._weights)
        capacity = problem.volunteers.capacity.astype(np.int64)
        self.network.add_volunteers(capacity, step_costs(problem, self._weights, *list_steps(capacity)))
        for row, quantity in enumerate(problem.requests.quantity.tolist()):
            place = slice(int(arcs.start[row]), int(arcs.start[row + 1]))
            self.network.add_request(
                arcs.volunteer[place].astype(np.int64),
                costs.arc[place],
                unserved=int(costs.unserved[row]),
                quantity=quantity,
            )
        self.network.serve_all()

    def add_request(self, request: RequestRecord | Mapping[str, Any]) -> int:
        """Add the row of a request and what is known of it."""
        given: Row = self._reader.read_request(self.question, request)
        row = self.question.requests.add(given.id, given.columns)
        self.question.lives.append(True)
        for volunteer_id, why in given.blocked:
            if volunteer_id in self.question.volunteers.row_of:
                self.question.known.block((row, self.question.volunteers.row_of[volunteer_id]), why)
        for volunteer_id, cost in given.wishes:
            if volunteer_id in self.question.volunteers.row_of:
                self.question.known.wish((row, self.question.volunteers.row_of[volunteer_id]), cost)
        return row

    def write_volunteer(self, given: Row) -> tuple[int, dict[str, NDArray[Any]]]:
        """Write what is given into the tables; return the row and what was there before."""
        table = self.question.volunteers
        if given.id in table.row_of:
            row = table.row_of[given.id]
            before = table.take(np.array([row]))[1]
            table.change(row, given.columns)
            return row, before
        row = table.add(given.id, given.columns)
        self.network.add_volunteers(np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int64))
        for request_id, why in given.blocked:
            if request_id in self.question.requests.row_of:
                self.question.known.block((self.question.requests.row_of[request_id], row), why)
        for request_id, cost in given.wishes:
            if request_id in self.question.requests.row_of:
                self.question.known.wish((self.question.requests.row_of[request_id], row), cost)
        off = np.zeros(1, dtype=np.int16)
        return row, given.columns | {"capacity": off}

    def connect(self, request: int) -> None:
        """Let the network know a new request and who could take it."""
        near = self.question.near_volunteers(request)
        problem = self._reader.around(self.question, np.array([request]), near)
        arcs = find_candidates(problem)
        costs = find_costs(problem, arcs, self._weights)
        unserved, quantity = int(costs.unserved[0]), int(problem.requests.quantity[0])
        self.network.add_request(near[arcs.volunteer], costs.arc, unserved=unserved, quantity=quantity)

    def renew(self, volunteer: int) -> None:
        """Let the network know a volunteer as the tables know them."""
        near = self.question.near_requests(volunteer)
        problem = self._reader.around(self.question, near, np.array([volunteer]))
        arcs = find_candidates(problem)
        costs = find_costs(problem, arcs, self._weights)
        capacity = problem.volunteers.capacity.astype(np.int64)
        steps = step_costs(problem, self._weights, *list_steps(capacity))
        check_costs(costs.arc, int(costs.unserved.max(initial=0)))
        self.network.switch_off(volunteer)
        self.network.switch_on(volunteer, steps, near[arcs.request], costs.arc)

    def count_task(self, request: int, volunteer: int, change: int) -> None:
        """Count a task that was taken on, or given up, in the tables."""
        self.question.requests.column("quantity")[request] -= change
        recent = self.question.volunteers.column("recent")
        capacity = self.question.volunteers.column("capacity")
        recent[volunteer] = max(0, int(recent[volunteer]) + change)
        capacity[volunteer] = max(0, int(capacity[volunteer]) - change)
