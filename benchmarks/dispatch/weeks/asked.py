"""Who is asked how often: whether the same are asked week after week while somebody else who could is idle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.dispatch.weeks.course import Course
from benchmarks.dispatch.weeks.town import DAYS_A_WEEK
from manyhands.core.dispatch.what_if.figures import gini

MANY_WEEKS = 4


@dataclass(frozen=True)
class Asked:
    """`longest_streak`: weeks in a row in which one person was asked for what one other could have done, who had
    nothing to do in all these weeks. `in_streaks`: people for whom that went on for a month.

    `never`: the share of all who could have done something and were asked for nothing.
    """

    longest_streak: int
    in_streaks: int
    never: float
    most_tasks: int
    gini: float
    mean_way_m: int


def asked_in(course: Course) -> Asked:
    town = course.town
    met = np.flatnonzero(course.is_met)
    by = course.done_by[met]
    tasks = np.bincount(by, minlength=len(town.days))
    reachable = town.could().any(axis=0)
    ways = np.hypot(town.x_m[met] - town.helper_x_m[by], town.y_m[met] - town.helper_y_m[by])
    streaks = streaks_of(course)
    return Asked(
        longest_streak=int(streaks.max(initial=0)),
        in_streaks=int((streaks >= MANY_WEEKS).sum()),
        never=round(float((tasks[reachable] == 0).mean()), 3),
        most_tasks=int(tasks.max(initial=0)),
        gini=gini(np.sort(tasks[reachable])),
        mean_way_m=round(float(ways.mean())),
    )


def streaks_of(course: Course) -> NDArray[np.int64]:
    """Of each helper the longest such streak."""
    town = course.town
    could = town.could()
    week_of = course.done_on // DAYS_A_WEEK
    count = len(town.days)
    longest = np.zeros((count, count), dtype=np.int64)
    current = np.zeros((count, count), dtype=np.int64)
    for week in range(town.weeks):
        done = np.flatnonzero(course.is_met & (week_of == week))
        idle = np.ones(count, dtype=np.bool_)
        idle[course.done_by[done]] = False
        instead = np.zeros((count, count), dtype=np.bool_)
        for row in done.tolist():
            others = idle & could[row] & town.days[:, course.done_on[row] % DAYS_A_WEEK]
            instead[course.done_by[row]] |= others
        current = np.where(instead, current + 1, 0)
        longest = np.maximum(longest, current)
    return longest.max(axis=1, initial=0)
