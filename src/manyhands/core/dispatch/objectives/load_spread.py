"""The busy rest and the idle are asked."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Int16, Int64


def marginal_cost(recent_load: int, nth_task: int, capacity: int, weight: int) -> int:
    """Return the cost of giving a volunteer one more task.

    It is ``weight * (2 * (recent_load + nth_task) - 1) / capacity``, rounded down: the steps by
    which the square of the load grows, in proportion to what the volunteer can do. Squares make
    each further task dearer than the one before, so the sum over all volunteers is least when the
    load is spread, and for a given set of tasks the least sum of squares is also the fairest load
    (the leximin one).

    Args:
        recent_load: tasks of the weeks before, 0 or more.
        nth_task: which task of this week it would be, from 1.
        capacity: tasks a week that the volunteer can do; less than 1 counts as 1.
        weight: the cost of a first task for a capacity of 1.

    Raises:
        ValueError: when the load is negative or the task is not at least the first.

    Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows" (1993), chapter 14 (convex
    costs as a row of unit arcs).

    >>> [marginal_cost(0, nth_task, 2, 40) for nth_task in (1, 2, 3)]
    [20, 60, 100]
    >>> marginal_cost(4, 1, 2, 40)
    180
    """
    if recent_load < 0 or nth_task < 1:
        raise ValueError(f"a load of {recent_load} and a task number {nth_task} cannot be")
    return weight * (2 * (recent_load + nth_task) - 1) // max(1, capacity)


def marginal_costs(
    recent_load: "Int16 | Int64", nth_task: "Int64", capacity: "Int16 | Int64", weight: int
) -> "Int64":
    """Return ``marginal_cost`` of each of many tasks; the arrays have the same length.

    >>> import numpy as np
    >>> marginal_costs(np.array([0, 4]), np.array([2, 1]), np.array([2, 2]), 40).tolist()
    [60, 180]
    """
    costs: Int64 = weight * (2 * (recent_load.astype("int64") + nth_task) - 1) // capacity.clip(min=1)
    return costs
