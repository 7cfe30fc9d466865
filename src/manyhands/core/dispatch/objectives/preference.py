"""Pairs that somebody wished for are made before others; what was not said counts a little against."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Int32, Int64


def preference_cost(arc_preference: "Int32", weight: int) -> "Int64":
    """Return what the wishes about each pair cost, in units of 10 m; below 0 for a pair that is wanted.

    >>> import numpy as np
    >>> preference_cost(np.array([-30, 100], dtype=np.int32), 2).tolist()
    [-60, 200]
    """
    return arc_preference.astype("int64") * weight
