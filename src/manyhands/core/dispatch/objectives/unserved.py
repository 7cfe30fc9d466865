"""A need that somebody can meet is met, the one that matters more before the other."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Int32, Int64


def unserved_cost(request_weight: "Int32", weight: int) -> "Int64":
    """Return what each person missing costs, by request, in units of 10 m.

    >>> import numpy as np
    >>> unserved_cost(np.array([1, 4], dtype=np.int32), 50_000).tolist()
    [50000, 200000]
    """
    return request_weight.astype("int64") * weight
