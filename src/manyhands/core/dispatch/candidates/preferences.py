"""What each feasible pair costs besides: the wish about it, and what the volunteer has not said."""

import numpy as np

from manyhands.core.dispatch.candidates.places import find_places
from manyhands.core.dispatch.problem import Int32, Int64, Problem


def find_preferences(problem: Problem, start: Int64, volunteer: Int32) -> Int32:
    """Return the cost of each pair of compressed rows in units of 10 m."""
    malus = problem.volunteers.malus
    # Where nothing is unsaid, nothing is read.
    cost: Int32 = malus[volunteer] if malus.any() else np.zeros(len(volunteer), dtype=np.int32)
    rows, places = find_places(start, volunteer, problem.preferences.pairs)
    wished = cost[places].astype(np.int64) + problem.preferences.cost[rows]
    cost[places] = wished.clip(-(2**31), 2**31 - 1)
    return cost
