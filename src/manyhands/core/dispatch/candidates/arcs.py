"""Feasible pairs, row by row of the requests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.problem import Int32, Int64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arcs:
    """Which volunteers could take which request, as compressed rows; no weights are in them.

    The volunteers of request ``r`` are ``volunteer[start[r]:start[r + 1]]``, in ascending order.

    Attributes:
        start: n requests + 1 positions.
        volunteer: the volunteer's row.
        distance_m: the way in whole metres; 0 for remote help.
        preference: what the pair costs besides, in units of 10 m: wishes and what is not said.
    """

    start: Int64
    volunteer: Int32
    distance_m: Int32
    preference: Int32

    def __len__(self) -> int:
        """Return the number of feasible pairs."""
        return len(self.volunteer)

    @property
    def request(self) -> NDArray[np.int32]:
        """The request's row of each pair."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))
