"""What is answered: who does what, what nobody can do, and the prices that prove it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from manyhands.core.dispatch.problem import Int32, Int64

GRAINS_PER_UNIT = 32
"""Costs that are compared are counted in grains, 32 to a unit of 10 m. The measures are whole units;
the tie-break is worth 0 to 31 grains a pair, so that it decides only where everything else is equal."""

NO_HOUR_PRICES = np.empty((0, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a plan costs, by its measures, in units of 10 m of travel; only the tie is in grains.

    Attributes:
        unserved: of people who were needed and not found, by the weight of their requests.
        load: of further tasks for those who have some already.
        travel: of the ways.
        preference: of wishes about pairs; below 0 when more were met than went against.
        switch: below 0, for pairs that people had been told of and that stay.
        tie: of the stable hash that decides between plans that are equally good, in grains.
    """

    unserved: int
    load: int
    travel: int
    preference: int
    switch: int
    tie: int

    @property
    def total(self) -> int:
        """The sum that is as small as can be, in grains.

        >>> Objective(unserved=0, load=40, travel=60, preference=0, switch=0, tie=7).total
        3207
        """
        units = self.unserved + self.load + self.travel + self.preference + self.switch
        return GRAINS_PER_UNIT * units + self.tie


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Who does what. Data only; ``certify`` says whether it is true and best.

    The prices prove that no plan costs less. Let each volunteer ask their price for every task, and
    for a task at an hour that has a price of its own that as well; let each request take its cheapest
    people, each at the cheapest hour that suits both, or leave them missing. Then no plan costs less
    than the sum, less what the volunteers earn beyond the cost of their steps. With the prices of the
    best plan that is what it costs.

    Attributes:
        pairs: (request row, volunteer row), sorted.
        unmet: for each request the number of people that are still missing.
        objective: what it costs.
        prices: for each volunteer what one more of their tasks would cost everybody together, in
            grains, at an hour that is free; 0 for those who can be given none.
        hour_prices: rows of (volunteer row, slot of the week, grains), sorted: what a task of theirs
            costs beyond their price when it can be at that hour only, because another is there.
            Hours that are not listed cost nothing more.
        duals: for each request what one person more for it would cost everybody together, in
            grains; at most what it costs to leave one person missing. The one more need not be
            able to lead.
        solver: the name of the solver that found it.
        clash_cost: what it costs more, in grains, than a plan in which nobody's tasks had to fit
            into different hours; 0 when there is no clash. It is told, and no part of the proof.
        is_clash_proven: whether it claims to be the best of all plans that keep the hours apart.
    """

    pairs: Int32
    unmet: NDArray[np.int16]
    objective: Objective
    prices: Int64
    duals: Int64
    solver: str
    hour_prices: Int64 = field(default_factory=lambda: NO_HOUR_PRICES)
    clash_cost: int = 0
    is_clash_proven: bool = True
