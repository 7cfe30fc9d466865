"""Where a few pairs are among many: by bisection in the row of each, so that no key is made of all of them."""

import numpy as np

from manyhands.core.dispatch.problem import Int32, Int64


def find_places(start: Int64, volunteer: Int32, pairs: Int32) -> tuple[Int64, Int64]:
    """Return which of some pairs are feasible, and the place of each of those among all.

    Args:
        start: where each request's row starts, as in ``Arcs``.
        volunteer: the volunteers of all rows, ascending in each.
        pairs: rows of (request row, volunteer row) to look for.

    >>> rows, places = find_places(np.array([0, 2, 3]), np.array([4, 7, 5]), np.array([[0, 7], [1, 4], [1, 5]]))
    >>> rows.tolist(), places.tolist()
    ([0, 2], [1, 2])
    """
    wanted = pairs[:, 1]
    low, end = start[pairs[:, 0]], start[pairs[:, 0] + 1]
    high = end.copy()
    while len(open_rows := np.flatnonzero(low < high)):
        middle = (low[open_rows] + high[open_rows]) >> 1
        is_below = volunteer[middle] < wanted[open_rows]
        low[open_rows[is_below]] = middle[is_below] + 1
        high[open_rows[~is_below]] = middle[~is_below]
    rows = np.flatnonzero(low < end)
    rows = rows[volunteer[low[rows]] == wanted[rows]]
    return rows, low[rows]
