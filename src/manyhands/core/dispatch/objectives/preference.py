"""Pairs that somebody wished for are made before others; what was not said counts a little against."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Int32, Int64

WISH_COSTS: Mapping[str, int] = MappingProxyType({"again": -100, "rather_not": 500})
"""What each wish about a pair costs, in units of 10 m.

Two who get on are worth a way of 1 km more; to part two who do not is worth one of 5 km. A no weighs more
than a yes, so that one of the two cannot outvote the other. Both together stay far below the cost of a
person missing: a wish never leaves somebody without help. Whoever must not meet at all is a blocked pair.
"""


def cost_of_wishes(wishes: Iterable[str]) -> int:
    """Return what the wishes about one pair cost together; those of the neighbour and of the helper add.

    >>> cost_of_wishes(["again", "again"]), cost_of_wishes(["again", "rather_not"]), cost_of_wishes([])
    (-200, 400, 0)
    """
    return sum(WISH_COSTS[wish] for wish in wishes)


def preference_cost(arc_preference: "Int32", weight: int) -> "Int64":
    """Return what the wishes about each pair cost, in units of 10 m; below 0 for a pair that is wanted.

    >>> import numpy as np
    >>> preference_cost(np.array([-30, 100], dtype=np.int32), 2).tolist()
    [-60, 200]
    """
    return arc_preference.astype("int64") * weight
