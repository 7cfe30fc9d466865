"""A problem falls apart into its pools: no pair reaches from one into another."""

from collections.abc import Iterator

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.conditions import can_lead
from manyhands.core.dispatch.objectives.costs import Costs, list_steps, step_costs
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import Ids, Int64, Problem
from manyhands.core.dispatch.solvers.protocol import Pool


def split_pools(problem: Problem, arcs: Arcs, costs: Costs, weights: Weights) -> Iterator[Pool]:
    """Yield each pool in which there is a feasible pair, with rows in the order of ids."""
    if not len(arcs):
        return
    request, volunteer = arcs.request, arcs.volunteer
    request_place, volunteer_place = _places(problem.requests.id), _places(problem.volunteers.id)
    pool = problem.requests.pool[request]
    order = np.lexsort((volunteer_place[volunteer], request_place[request], pool))
    ends = np.flatnonzero(np.diff(pool[order])) + 1
    for rows in np.split(order, ends):
        request_row, request_number = _numbered(request[rows].astype(np.int64), request_place)
        volunteer_row, volunteer_number = _numbered(volunteer[rows].astype(np.int64), volunteer_place)
        degree = np.bincount(volunteer_number, minlength=len(volunteer_row))
        steps = np.minimum(problem.volunteers.capacity[volunteer_row], degree + 1)
        owner, nth_task = list_steps(steps)
        yield Pool(
            request_row=request_row,
            volunteer_row=volunteer_row,
            arc_row=rows,
            request=request_number,
            volunteer=volunteer_number,
            cost=costs.arc[rows],
            distance_m=arcs.distance_m[rows],
            weight=problem.requests.weight[request_row].astype(np.int64),
            quantity=problem.requests.quantity[request_row].astype(np.int64),
            unserved=costs.unserved[request_row],
            leads=problem.requests.leads[request_row].astype(np.int64),
            is_lead=can_lead(problem, request[rows], volunteer[rows]),
            request_slots=problem.requests.slot_mask[request_row],
            volunteer_slots=problem.volunteers.slot_mask[volunteer_row],
            step_start=np.concatenate([[0], np.cumsum(steps)]).astype(np.int64),
            step_cost=step_costs(problem, weights, volunteer_row[owner], nth_task),
        )


def _places(ids: Ids) -> Int64:
    """Return the place of each row in the order of ids; equal ids (of different pools) have the same."""
    return np.unique(ids, return_inverse=True)[1].astype(np.int64)


def _numbered(rows: Int64, place: Int64) -> tuple[Int64, Int64]:
    """Return the distinct rows in the order of their places, and the number among them of each row given."""
    _places_there, first, number = np.unique(place[rows], return_index=True, return_inverse=True)
    return rows[first], number.astype(np.int64)
