"""How long people wait, and how long they can wait at most by the numbers that are published.

A request that waits is passed over on a day only if everybody who could come does something that matters at least
as much: a plan in which that were not so would not be the best. So whoever could serve it serves, on every day of
its wait, a request that outranks it on that day. There are only so many of these, and one day they are used up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.dispatch.weeks.course import NEVER, Course, weights_on
from benchmarks.dispatch.weeks.town import DAYS_A_WEEK, QUARTERS, URGENCIES, Ints

BEYOND = -1
"""The bound lies after the last day that was simulated: nothing can be said."""


@dataclass(frozen=True)
class Waits:
    """Of the requests of one kind; days."""

    name: str
    requests: int
    met: int
    longest: int
    ninetieth: float
    oldest_unmet: int
    unmet_over_two_weeks: int


def longest_waits(course: Course, *, equity: tuple[float, ...] = ()) -> Ints:
    """Of each request the days that it can wait at most where waiting counts; BEYOND where nothing can be said.

    What was done already when a request came can pass it no more. Who can be reached by nobody has no bound.
    """
    town = course.town
    could = town.could()
    every = np.arange(len(town.day))
    weights = np.array([weights_on(town, every, day, equity=equity) for day in range(town.last_day)])
    bounds = np.full(len(town.day), BEYOND, dtype=np.int64)
    for row in np.flatnonzero(could.any(axis=1)).tolist():
        bounds[row] = _longest_wait(course, row, could, weights)
    return bounds


def _longest_wait(course: Course, row: int, could: NDArray[np.bool_], weights: Ints) -> int:
    """The first day on which those who could come have had more room than there are requests that may pass."""
    town, mine, came = course.town, could[row], int(course.town.day[row])
    was_over = (course.done_on != NEVER) & (course.done_on < came)
    rivals = (could & mine).any(axis=1) & ~was_over
    rivals[row] = False
    may_pass = np.zeros(len(town.day), dtype=np.bool_)
    room = 0
    for day in range(came, town.last_day):
        may_pass |= rivals & (town.day <= day) & (weights[day] >= weights[day][row])
        room += int((town.days[:, day % DAYS_A_WEEK] & mine).sum())
        if room > int(may_pass.sum()):
            return day - came
    return BEYOND


def waits_by(course: Course, labels: Ints, names: dict[int, str]) -> list[Waits]:
    return [_waits(course, labels == label, name) for label, name in names.items()]


def waits_by_urgency(course: Course) -> list[Waits]:
    return waits_by(course, course.town.urgency, {one: f"urgency {one}" for one in URGENCIES})


def waits_by_quarter(course: Course) -> list[Waits]:
    names = {row: f"quarter {name}" for row, name in enumerate(QUARTERS)}
    return waits_by(course, course.town.quarter, names)


def _waits(course: Course, chosen: NDArray[np.bool_], name: str) -> Waits:
    waited, unmet = course.waited_days[chosen], ~course.is_met[chosen]
    return Waits(
        name=name,
        requests=int(chosen.sum()),
        met=int((~unmet).sum()),
        longest=int(waited.max(initial=0)),
        ninetieth=float(np.percentile(waited, 90)) if len(waited) else 0.0,
        oldest_unmet=int(waited[unmet].max(initial=0)),
        unmet_over_two_weeks=int((waited[unmet] > 14).sum()),
    )
