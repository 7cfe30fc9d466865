"""What is told of a network: what has changed, and the plan with its proof."""

from collections.abc import Iterable

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.hours import masks_fit
from manyhands.core.dispatch.ledger import wishes
from manyhands.core.dispatch.objectives.costs import measure
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online.delta import Delta, Id, Pair
from manyhands.core.dispatch.online.network import Network
from manyhands.core.dispatch.online.question import Question
from manyhands.core.dispatch.pairs import PairColumns
from manyhands.core.dispatch.plan import Plan
from manyhands.core.dispatch.problem import Int64, Problem
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify


class Reporter:
    """Remembers what was told of a network, and tells what has changed since."""

    def __init__(self, question: Question, network: Network) -> None:
        self._question = question
        self._network = network
        self._told: dict[int, frozenset[int]] = {}
        self._lacking: dict[int, int] = {}

    def tell(self, touched: Iterable[int]) -> Delta:
        """Return what has changed; ``touched`` are requests that may lack people without having lost one."""
        made: list[tuple[int, int]] = []
        broken: list[tuple[int, int]] = []
        rows = set(touched)
        for row in self._network.take_moved():
            rows.add(row)
            before, after = self._told.get(row, frozenset()), frozenset(self._network.helpers(row))
            self._told[row] = after
            made += [(row, volunteer) for volunteer in after - before]
            broken += [(row, volunteer) for volunteer in before - after]
        published = self._question.known.published
        return Delta(
            made=self._named(made),
            broken=self._named(broken),
            unmet=self._count_lacking(rows),
            published_broken=self._named(pair for pair in broken if pair in published),
            published_restored=self._named(pair for pair in made if pair in published),
            clashing=self._clashing({volunteer for _row, volunteer in made}),
        )

    def forget(self, request: int, volunteer: int) -> None:
        """Do not tell that a pair is gone: it is frozen."""
        self._told[request] = self._told.get(request, frozenset()) - {volunteer}

    def pairs(self) -> list[Pair]:
        """Return all pairs, sorted."""
        return list(self._named((row, one) for row, told in self._told.items() for one in told))

    def _count_lacking(self, rows: Iterable[int]) -> dict[Id, int]:
        """Return how many people requests lack now, where that is another number than before."""
        changed = {}
        for row in sorted(rows):
            lacking = self._network.lacking(row)
            if lacking != self._lacking.get(row, 0):
                changed[self._question.requests.ids[row]] = lacking
            self._lacking[row] = lacking
        return changed

    def _named(self, pairs: Iterable[tuple[int, int]]) -> tuple[Pair, ...]:
        """Return pairs of rows as pairs of ids, sorted."""
        requests, volunteers = self._question.requests.ids, self._question.volunteers.ids
        named = [(requests[row], volunteers[other]) for row, other in pairs]
        return tuple(sorted(named, key=lambda pair: (str(pair[0]), str(pair[1]))))

    def _clashing(self, volunteers: Iterable[int]) -> tuple[Id, ...]:
        """Return the volunteers among these whose tasks do not fit into different hours."""
        return tuple(
            self._question.volunteers.ids[volunteer]
            for volunteer in sorted(volunteers)
            if is_clashing(self._question, self._network, volunteer)
        )


def is_clashing(question: Question, network: Network, volunteer: int) -> bool:
    """Say whether a volunteer's tasks do not fit into different hours."""
    tasks = network.tasks(volunteer)
    if len(tasks) < 2:  # noqa: PLR2004  one task clashes with nothing
        return False
    own = int(question.volunteers.column("slot_mask")[volunteer])
    slots = question.requests.column("slot_mask")
    return not masks_fit([own & int(slots[task]) for task in tasks])


def make_plan(question: Question, network: Network, weights: Weights) -> Plan:
    """Return the certified plan of a network.

    Raises:
        RuntimeError: when the certificate finds anything wrong.
    """
    problem, rows = question.problem(), question.open_rows()
    network.raise_prices()
    arcs = _list_arcs(problem, network, rows, question.volunteers.column("capacity"))
    everybody = range(len(question.volunteers))
    # Neither hours nor places for leads are among the things a network knows.
    if problem.requests.leads.any() or any(is_clashing(question, network, one) for one in everybody):
        plan = solve(problem, arcs, weights=weights)
    else:
        plan = _read_plan(problem, arcs, network, rows, weights)
    certificate = certify(problem, arcs, plan, weights)
    if not certificate.may_be_shown:
        raise RuntimeError(f"the plan must not be shown: {certificate.problems}")
    return plan


def _list_arcs(problem: Problem, network: Network, rows: Int64, capacity: Int64) -> Arcs:
    """Return the feasible pairs that the network holds, in the rows of the problem."""
    found = [np.empty(0, dtype=np.int64)]
    for row in rows.tolist():
        volunteers = network.arcs(row)[0]
        found.append(np.sort(volunteers[capacity[volunteers] > 0]).astype(np.int64))
    volunteer = np.concatenate(found)
    counts = np.array([len(some) for some in found[1:]], dtype=np.int64)
    request = np.repeat(np.arange(len(rows), dtype=np.int64), counts)
    return Arcs(
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        volunteer=volunteer.astype(np.int32),
        distance_m=PairColumns(problem, request, volunteer).distance_m(),
        preference=wishes(problem, request, volunteer).astype(np.int32),
    )


def _read_plan(problem: Problem, arcs: Arcs, network: Network, rows: Int64, weights: Weights) -> Plan:
    """Return the plan of a network in which no tasks clash."""
    pairs = [(place, one) for place, row in enumerate(rows.tolist()) for one in sorted(network.helpers(row))]
    chosen = np.zeros(len(arcs), dtype=np.bool_)
    keys = arcs.request.astype(np.int64) * max(1, len(problem.volunteers)) + arcs.volunteer
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    chosen[np.searchsorted(keys, table[:, 0] * max(1, len(problem.volunteers)) + table[:, 1])] = True
    served = np.array([network.served[row] for row in rows.tolist()], dtype=np.int64)
    return Plan(
        pairs=table.astype(np.int32),
        unmet=(problem.requests.quantity - served).astype(np.int16),
        objective=measure(problem, arcs, chosen, weights),
        prices=network.prices,
        duals=network.duals[rows],
        solver="online",
    )
