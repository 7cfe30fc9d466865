"""What each feasible pair costs besides: the wish about it, and what the volunteer has not said."""

import numpy as np

from manyhands.core.dispatch.problem import Int32, Int64, Problem


def find_preferences(problem: Problem, request: Int64, volunteer: Int32 | Int64) -> Int32:
    """Return the cost of each pair in units of 10 m; pairs are in the order of requests, then of volunteers."""
    cost = problem.volunteers.malus[volunteer].astype(np.int64)
    wishes, width = problem.preferences, len(problem.volunteers)
    if len(wishes.cost) and len(request):
        keys = request * width + volunteer
        wished = wishes.pairs[:, 0].astype(np.int64) * width + wishes.pairs[:, 1]
        places = np.searchsorted(keys, wished).clip(max=len(keys) - 1)
        is_there = keys[places] == wished
        cost[places[is_there]] += wishes.cost[is_there]
    return cost.clip(-(2**31), 2**31 - 1).astype(np.int32)
