"""What a plan comes to, in the few figures that people decide by."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import PLACED, Int64, Problem
from manyhands.core.dispatch.what_if.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of so many people who are needed so many are found."""

    wanted: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A plan in figures.

    Attributes:
        needs: people needed and found, all in all.
        by_kind: the same by kind of help.
        by_urgency: the same by urgency.
        requests_left: how many requests are still short of somebody.
        weight_left: what these matter, added up: weight by person missing.
        busiest_tasks: the most tasks that one person has in a week, with what they had before.
        people_without: how many have no task at all, of all who help now, are not on a break and do not keep the week
            free.
        gini: how unevenly the tasks are spread, from 0 (all alike) towards 1; for information only: it does not
            know who wanted how much.
        mean_way_m: how far those who go have to go on average; None when nobody goes.
    """

    needs: Share
    by_kind: Mapping[str, Share]
    by_urgency: Mapping[str, Share]
    requests_left: int
    weight_left: int
    busiest_tasks: int
    people_without: int
    gini: float
    mean_way_m: int | None

    def as_json(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return asdict(self)


def figures_of(
    situation: Situation, problem: Problem, arcs: Arcs, plan: Plan, *, people: AbstractSet[str]
) -> Figures:
    """Return a plan in figures. The rows of the problem are those of the records, in order.

    Args:
        situation: what the plan was made from.
        problem: the same as columns.
        arcs: the feasible pairs.
        plan: the plan.
        people: those who help now, by id; a newcomer without a task is nobody's loss.
    """
    missing = plan.unmet.astype(np.int64).clip(min=0)
    wanted = problem.requests.quantity.astype(np.int64)
    tasks = tasks_by_person(situation, plan)
    return Figures(
        needs=Share(wanted=int(wanted.sum()), found=int((wanted - missing).sum())),
        by_kind=_shares(situation, situation.kinds, wanted, missing),
        by_urgency=_shares(situation, situation.urgencies, wanted, missing),
        requests_left=int((missing > 0).sum()),
        weight_left=int((missing * problem.requests.weight).sum()),
        busiest_tasks=_busiest(situation, plan),
        people_without=sum(count == 0 for one, count in tasks.items() if one in people),
        gini=gini(np.array(sorted(tasks.values()), dtype=np.int64)),
        mean_way_m=_mean_way_m(problem, arcs, plan),
    )


def tasks_by_person(situation: Situation, plan: Plan) -> dict[str, int]:
    """Return how many tasks everybody has who can be asked: what they have already, and what the plan gives."""
    given = Counter(plan.pairs[:, 1].tolist())
    tasks: dict[str, int] = {}
    for row, one in enumerate(situation.volunteers):
        if one.is_there(situation.context.at):
            tasks[one.id] = tasks.get(one.id, 0) + one.load_this_week + given[row]
    return dict(sorted(tasks.items()))


def gini(tasks: Int64) -> float:
    """Return the Gini coefficient of numbers sorted from low to high; 0 when there is nothing to share.

    Source: A. Sen, "On Economic Inequality" (1973), section 2.6 (the form with ranks).

    >>> gini(np.array([1, 1, 1])), gini(np.array([0, 0, 3]))
    (0.0, 0.667)
    """
    count, total = len(tasks), int(tasks.sum())
    if not total:
        return 0.0
    ranks = np.arange(1, count + 1)
    return round(float((2 * (ranks * tasks).sum()) / (count * total) - (count + 1) / count), 3)


def _busiest(situation: Situation, plan: Plan) -> int:
    """Return the most tasks of one person in one week, those included that they have already."""
    given = Counter(plan.pairs[:, 1].tolist())
    return max((situation.volunteers[row].load_this_week + count for row, count in given.items()), default=0)


def _shares(
    situation: Situation, labels: Mapping[str, str], wanted: Int64, missing: Int64
) -> dict[str, Share]:
    """Return needed and found by a label of the requests."""
    sums: dict[str, list[int]] = {}
    for row, request in enumerate(situation.requests):
        if request.id in labels:
            both = sums.setdefault(labels[request.id], [0, 0])
            both[0] += int(wanted[row])
            both[1] += int(wanted[row] - missing[row])
    return {label: Share(wanted=sums[label][0], found=sums[label][1]) for label in sorted(sums)}


def _mean_way_m(problem: Problem, arcs: Arcs, plan: Plan) -> int | None:
    """Return the mean way of those pairs of which both places are known."""
    if not len(plan.pairs):
        return None
    width = len(problem.volunteers)
    keys = arcs.request.astype(np.int64) * width + arcs.volunteer
    pairs = plan.pairs.astype(np.int64)
    is_way = (problem.requests.where[pairs[:, 0]] == PLACED) & (problem.volunteers.radius_m[pairs[:, 1]] >= 0)
    ways_m = arcs.distance_m[np.searchsorted(keys, pairs[:, 0] * width + pairs[:, 1])][is_way]
    return round(float(ways_m.mean())) if len(ways_m) else None
