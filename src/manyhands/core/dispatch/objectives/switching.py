"""What people have been told stays, unless there is a good reason."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from manyhands.core.dispatch.problem import Int64


def switching_cost(is_published: "NDArray[np.bool_]", weight: int) -> "Int64":
    """Return, in units of 10 m, what each pair costs for having been published or not: less than 0 if it stays.

    Keeping is rewarded rather than tearing up punished: the two differ by a constant, and a pair
    that can no longer be made costs nothing.

    >>> import numpy as np
    >>> switching_cost(np.array([True, False]), 300).tolist()
    [-300, 0]
    """
    return is_published.astype("int64") * -weight
