"""Day by day: a plan for all who wait and all who have time today; what is planned is done."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.dispatch.weeks.town import DAYS_A_WEEK, Ints, Town
from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.problem import Problem
from manyhands.core.dispatch.solvers import solve
from manyhands.core.equity.priority import priority_of

NEVER: Final = -1
WEEKS_REMEMBERED: Final = 4

Choose = Callable[[Problem], Ints]
"""Rows of (request, helper) for a day."""


@dataclass(frozen=True)
class Course:
    """Of each request the day on which it was met, and by whom; NEVER where it was not."""

    town: Town
    done_on: Ints
    done_by: Ints

    @property
    def waited_days(self) -> Ints:
        """How long each waited, or waits on the last day."""
        until = np.where(self.done_on == NEVER, self.town.last_day - 1, self.done_on)
        return until - self.town.day

    @property
    def is_met(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        return self.done_on != NEVER


def best_plan(weights: Weights) -> Choose:
    def choose(problem: Problem) -> Ints:
        return solve(problem, weights=weights).pairs.astype(np.int64)

    return choose


def nearest_first(problem: Problem) -> Ints:
    """What matters most first, each to the nearest who has time and goes so far."""
    asked, helping = problem.requests, problem.volunteers
    free = set(range(len(helping)))
    pairs = []
    for row in np.argsort(-asked.weight, kind="stable").tolist():
        ways = np.hypot(
            helping.x_m.astype(float) - asked.x_m[row], helping.y_m.astype(float) - asked.y_m[row]
        )
        near = [one for one in np.argsort(ways, kind="stable").tolist() if one in free]
        chosen = next((one for one in near if np.rint(ways[one]) <= helping.radius_m[one]), None)
        if chosen is not None:
            free.discard(chosen)
            pairs.append((row, chosen))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def run(town: Town, choose: Choose, *, ages: bool = True, equity: tuple[float, ...] = ()) -> Course:
    """`ages`: whether waiting makes a request matter more. `equity`: by quarter; nothing is 1 for all."""
    done_on = np.full(len(town.day), NEVER, dtype=np.int64)
    done_by = np.full(len(town.day), NEVER, dtype=np.int64)
    past: deque[Ints] = deque([np.zeros(len(town.days), dtype=np.int64)], maxlen=WEEKS_REMEMBERED + 1)
    for today in range(town.last_day):
        if today and today % DAYS_A_WEEK == 0:
            past.append(np.zeros(len(town.days), dtype=np.int64))
        waiting = np.flatnonzero((town.day <= today) & (done_on == NEVER))
        free = np.flatnonzero(town.days[:, today % DAYS_A_WEEK])
        if not len(waiting) or not len(free):
            continue
        weight = weights_on(town, waiting, today, ages=ages, equity=equity)
        pairs = choose(_problem(town, waiting, free, weight, sum(past)))
        done_on[waiting[pairs[:, 0]]] = today
        done_by[waiting[pairs[:, 0]]] = free[pairs[:, 1]]
        past[-1][free[pairs[:, 1]]] += 1
    return Course(town, done_on, done_by)


def weights_on(
    town: Town, requests: Ints, today: int, *, ages: bool = True, equity: tuple[float, ...] = ()
) -> Ints:
    """By the published numbers, as the platform weighs them."""
    return np.array(
        [
            priority_of(
                int(town.urgency[row]),
                equity=equity[town.quarter[row]] if equity else 1.0,
                waited_hours=24.0 * (today - int(town.day[row])) if ages else 0.0,
            ).weight
            for row in requests.tolist()
        ],
        dtype=np.int64,
    )


def _problem(town: Town, waiting: Ints, free: Ints, weight: Ints, recent: Ints) -> Problem:
    return from_arrays(
        requests={"id": waiting, "x_m": town.x_m[waiting], "y_m": town.y_m[waiting], "weight": weight},
        volunteers={
            "id": free,
            "x_m": town.helper_x_m[free],
            "y_m": town.helper_y_m[free],
            "radius_m": town.radius_m[free],
            "capacity": np.ones(len(free), dtype=np.int64),
            "tasks_per_week": town.days[free].sum(axis=1),
            "recent": recent[free],
        },
    )
