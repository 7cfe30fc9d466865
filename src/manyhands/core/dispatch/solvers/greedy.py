"""What a careful person does by hand: the most important first, to the nearest who has room."""

from typing import Final

import numpy as np

from manyhands.core.dispatch.hours import masks_fit
from manyhands.core.dispatch.solvers.protocol import Answer, Pool


class Greedy:
    """Never claims to be best: it is what the best plan is compared with."""

    name: Final = "greedy"

    def solve_pool(self, pool: Pool) -> Answer:
        """Return the nearest volunteers with room for each request, the heaviest request first."""
        chosen = np.zeros(len(pool.cost), dtype=np.bool_)
        common = (pool.request_slots[pool.request] & pool.volunteer_slots[pool.volunteer]).tolist()
        start = np.searchsorted(pool.request, np.arange(len(pool.quantity) + 1))
        tasks: list[list[int]] = [[] for _volunteer in pool.steps]
        for request in np.argsort(-pool.weight, kind="stable").tolist():
            arcs = np.arange(start[request], start[request + 1])
            missing = int(pool.quantity[request])
            others = missing - int(pool.leads[request])
            for arc in arcs[np.argsort(pool.distance_m[arcs], kind="stable")].tolist():
                volunteer = int(pool.volunteer[arc])
                hours = [*tasks[volunteer], common[arc]]
                is_wanted = missing > 0 and (others > 0 or pool.is_lead[arc])
                if is_wanted and len(hours) <= pool.steps[volunteer] and masks_fit(hours):
                    chosen[arc] = True
                    tasks[volunteer] = hours
                    missing -= 1
                    others -= not pool.is_lead[arc]
        return Answer(chosen=chosen, relaxed=None)
