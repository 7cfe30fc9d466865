"""The one place where measures become the whole-number costs that a plan is made by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.candidates.places import find_places
from manyhands.core.dispatch.objectives.load_spread import marginal_costs
from manyhands.core.dispatch.objectives.preference import preference_cost
from manyhands.core.dispatch.objectives.switching import switching_cost
from manyhands.core.dispatch.objectives.tie_break import hash_ids, tie_cost
from manyhands.core.dispatch.objectives.travel import travel_costs
from manyhands.core.dispatch.objectives.unserved import unserved_cost
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT, Objective
from manyhands.core.dispatch.problem import Int64, Problem, ProblemError

MOST_GRAINS = 2**61
"""No plan may cost more: sums of two such costs still fit into 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Costs:
    """What everything costs, in grains.

    Attributes:
        arc: of making each feasible pair, without the load.
        unserved: of each person missing, by request.
    """

    arc: Int64
    unserved: Int64


def find_costs(problem: Problem, arcs: Arcs, weights: Weights) -> Costs:
    """Return what each pair and each missing person costs.

    Raises:
        ProblemError: when the numbers are so large that a sum could leave 64 bits.
    """
    check_size(problem, weights)
    units = (
        travel_costs(arcs.distance_m, weights.travel)
        + preference_cost(arcs.preference, weights.preference)
        + switching_cost(find_published(problem, arcs), weights.switch)
    )
    return Costs(
        arc=GRAINS_PER_UNIT * units + _ties(problem, arcs),
        unserved=GRAINS_PER_UNIT * unserved_cost(problem.requests.weight, weights.unserved),
    )


def step_costs(problem: Problem, weights: Weights, volunteer: Int64, nth_task: Int64) -> Int64:
    """Return what the nth further task of each volunteer row given costs, in grains; n counts from 1."""
    table = problem.volunteers
    return GRAINS_PER_UNIT * marginal_costs(
        table.recent[volunteer], nth_task, table.tasks_per_week[volunteer], weights.load
    )


def measure(problem: Problem, arcs: Arcs, chosen: NDArray[np.bool_], weights: Weights) -> Objective:
    """Return what a plan costs that consists of the chosen arcs (a truth value for each arc)."""
    request, volunteer = arcs.request[chosen], arcs.volunteer[chosen]
    found = np.bincount(request, minlength=len(problem.requests))
    missing = problem.requests.quantity.astype(np.int64) - found
    loads = np.bincount(volunteer, minlength=len(problem.volunteers))
    steps = step_costs(problem, weights, *list_steps(loads))
    return Objective(
        unserved=int((missing * unserved_cost(problem.requests.weight, weights.unserved)).sum()),
        load=int(steps.sum()) // GRAINS_PER_UNIT,
        travel=int(travel_costs(arcs.distance_m[chosen], weights.travel).sum()),
        preference=int(preference_cost(arcs.preference[chosen], weights.preference).sum()),
        switch=int(switching_cost(find_published(problem, arcs)[chosen], weights.switch).sum()),
        tie=int(_ties(problem, arcs)[chosen].sum()),
    )


def list_steps(loads: Int64) -> tuple[Int64, Int64]:
    """Return, for so many tasks of each volunteer, the row and the number from 1 of every task.

    >>> [column.tolist() for column in list_steps(np.array([2, 0, 1]))]
    [[0, 0, 2], [1, 2, 1]]
    """
    volunteer = np.repeat(np.arange(len(loads), dtype=np.int64), loads)
    first = np.repeat(np.cumsum(loads) - loads, loads)
    return volunteer, np.arange(1, len(volunteer) + 1, dtype=np.int64) - first


def find_published(problem: Problem, arcs: Arcs) -> NDArray[np.bool_]:
    """Say of each feasible pair whether an earlier plan had it."""
    is_published = np.zeros(len(arcs), dtype=np.bool_)
    _rows, places = find_places(arcs.start, arcs.volunteer, problem.published)
    is_published[places] = True
    return is_published


def check_size(problem: Problem, weights: Weights) -> None:
    """Refuse numbers whose sum over all people needed could exceed ``MOST_GRAINS``.

    Raises:
        ProblemError: as said; it says which weight to make smaller, and which request weighs the most.
    """
    requests, volunteers = problem.requests, problem.volunteers
    if not len(requests) or not len(volunteers):
        return
    people = int(requests.quantity.sum(dtype=np.int64))
    wishes = np.abs(problem.preferences.cost.astype(np.int64)).max(initial=0)
    tasks = int(volunteers.recent.max()) + int(volunteers.capacity.max())
    largest = {
        "unserved": weights.unserved * int(requests.weight.max()),
        "load": weights.load * 2 * tasks,
        "travel": weights.travel * 2**31 // 10,
        "preference": weights.preference * (int(wishes) + int(volunteers.malus.max())),
        "switch": weights.switch,
    }
    if GRAINS_PER_UNIT * people * sum(largest.values()) > MOST_GRAINS:
        name = max(largest, key=lambda measure: largest[measure])
        row = int(requests.weight.argmax())
        raise ProblemError(
            f"the costs of {people} people do not fit into 64 bits: make the weight of {name} smaller; request "
            f"{requests.id[row].item()!r} (row {row}) weighs the most, {requests.weight[row]}"
        )


def _ties(problem: Problem, arcs: Arcs) -> Int64:
    """Return the tie-break of each feasible pair, in grains."""
    requests, volunteers = hash_ids(problem.requests.id), hash_ids(problem.volunteers.id)
    return tie_cost(requests[arcs.request], volunteers[arcs.volunteer])
