"""An invented town of four quarters in a row: as many requests in each, but fewer and fewer people who help.

Whoever helps does so on certain days of the week, one task on each, and goes a few kilometres; requests come on
every day, in four urgencies. Everything follows from the seed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DAYS_A_WEEK: Final = 7
QUARTERS: Final = ("A", "B", "C", "D")
HELPERS_BY_QUARTER: Final = (0.4, 0.3, 0.2, 0.1)
QUARTER_M: Final = 2_500
URGENCIES: Final = (1, 2, 3, 4)
URGENCY_MIX: Final = (0.4, 0.3, 0.2, 0.1)
_DAYS_OF_ONE: Final = (1, 2, 3)
_SPREAD_M: Final = 700


@dataclass(frozen=True)
class Town:
    """Columns of requests, in the order in which they come, and of helpers.

    `days` says of each helper and each day of the week whether they take a task on it.
    """

    weeks: int
    day: Ints
    urgency: Ints
    quarter: Ints
    x_m: Ints
    y_m: Ints
    helper_x_m: Ints
    helper_y_m: Ints
    radius_m: Ints
    days: NDArray[np.bool_]

    @property
    def last_day(self) -> int:
        return self.weeks * DAYS_A_WEEK

    def could(self) -> NDArray[np.bool_]:
        """Of each request and each helper: whether it is within reach."""
        ways = np.hypot(self.x_m[:, None] - self.helper_x_m, self.y_m[:, None] - self.helper_y_m)
        return np.rint(ways) <= self.radius_m


def make_town(*, seed: int, weeks: int, helpers: int, room: float) -> Town:
    """`room`: for how much of what is asked in a week there is somebody, 0.8 where help is short."""
    chance = np.random.default_rng(seed)
    quarter = chance.choice(len(QUARTERS), helpers, p=HELPERS_BY_QUARTER)
    many = chance.choice(_DAYS_OF_ONE, helpers)
    days = np.zeros((helpers, DAYS_A_WEEK), dtype=np.bool_)
    for helper, count in enumerate(many.tolist()):
        days[helper, chance.choice(DAYS_A_WEEK, count, replace=False)] = True
    asked = round(int(many.sum()) / room) * weeks
    where = chance.integers(0, len(QUARTERS), asked)
    x_m, y_m = _around(chance, where)
    helper_x_m, helper_y_m = _around(chance, quarter)
    return Town(
        weeks=weeks,
        day=np.sort(chance.integers(0, weeks * DAYS_A_WEEK, asked)),
        urgency=chance.choice(URGENCIES, asked, p=URGENCY_MIX),
        quarter=where,
        x_m=x_m,
        y_m=y_m,
        helper_x_m=helper_x_m,
        helper_y_m=helper_y_m,
        radius_m=chance.choice([3_000, 5_000, 8_000], helpers),
        days=days,
    )


def _around(chance: np.random.Generator, quarter: Ints) -> tuple[Ints, Ints]:
    east = quarter * QUARTER_M + chance.normal(0, _SPREAD_M, len(quarter))
    return np.rint(east).astype(np.int64), np.rint(chance.normal(0, _SPREAD_M, len(quarter))).astype(np.int64)
