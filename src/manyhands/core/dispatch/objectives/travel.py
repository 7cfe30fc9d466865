"""The nearer is asked before the farther."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Int32, Int64

METRES_PER_UNIT = 10
"""Costs are whole numbers of this many metres: finer differences are not worth a decision."""


def travel_cost(distance_m: int, weight: int) -> int:
    """Return the cost of a way of so many metres: ``weight`` for each full 10 m.

    Raises:
        ValueError: when the distance is negative.

    >>> travel_cost(1_234, 1), travel_cost(1_234, 3), travel_cost(9, 1)
    (123, 369, 0)
    """
    if distance_m < 0:
        raise ValueError(f"a distance cannot be {distance_m} m")
    return weight * (distance_m // METRES_PER_UNIT)


def travel_costs(distance_m: "Int32", weight: int) -> "Int64":
    """Return ``travel_cost`` of each of many ways, none of them negative.

    >>> import numpy as np
    >>> travel_costs(np.array([1_234, 9], dtype=np.int32), 3).tolist()
    [369, 0]
    """
    return distance_m.astype("int64") // METRES_PER_UNIT * weight
