"""What is compared: ways to find pairs, and ways to choose among the same pairs of the same pools."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers import ortools_flow
from manyhands.core.dispatch.solvers.augmenting import SCANS_PER_UNIT, augment_all
from manyhands.core.dispatch.solvers.flow import choose
from manyhands.core.dispatch.solvers.graph import Graph, draw_graph
from manyhands.core.dispatch.solvers.protocol import Bools, Pool

Choice = list[Bools]


@dataclass(frozen=True)
class Method:
    name: str
    choose: Callable[[list[Pool]], Choice]
    is_exact: bool


def by_kernels(pools: list[Pool]) -> Choice:
    """Ours: a pool that takes too many looks goes to OR-Tools, and counts here."""
    chosen = []
    for pool in pools:
        found = augment_all(pool, scans_per_unit=SCANS_PER_UNIT)
        chosen.append(_by_ortools(pool) if found is None else found.chosen)
    return chosen


def by_ortools(pools: list[Pool]) -> Choice:
    return [_by_ortools(pool) for pool in pools]


def by_ortools_at_once(pools: list[Pool]) -> Choice:
    """One graph for the whole region, as somebody would draw it who has not seen that it falls apart."""
    graphs = [draw_graph(pool, _nobody(pool)) for pool in pools]
    flow = ortools_flow.find_flow(_join(graphs)) > 0
    first = np.cumsum([0, *(len(graph.tail) for graph in graphs)])
    return [flow[at : at + len(pool.cost)] for at, pool in zip(first, pools, strict=False)]


def nearest_first(pools: list[Pool]) -> Choice:
    """Requests as they come, each to the nearest who has room."""
    return [_greedy(pool, range(len(pool.quantity)), pool.distance_m.astype(np.int64)) for pool in pools]


def best_greedy(pools: list[Pool]) -> Choice:
    """What matters most first, to whoever costs least, the first step of their load included."""
    return [
        _greedy(
            pool,
            np.argsort(-pool.weight, kind="stable").tolist(),
            pool.cost
            + pool.step_cost[np.minimum(pool.step_start[:-1], len(pool.step_cost) - 1)][pool.volunteer],
        )
        for pool in pools
    ]


METHODS: Final = (
    Method("ours", by_kernels, is_exact=True),
    Method("OR-Tools, pool by pool", by_ortools, is_exact=True),
    Method("OR-Tools, all at once", by_ortools_at_once, is_exact=True),
    Method("nearest first", nearest_first, is_exact=False),
    Method("best greedy", best_greedy, is_exact=False),
)


def cost_of(pools: list[Pool], choice: Choice) -> tuple[int, int]:
    """What a choice costs in grains, and the weight of what it leaves unmet though somebody could."""
    cost = unmet = 0
    for pool, chosen in zip(pools, choice, strict=True):
        missing = pool.quantity - np.bincount(pool.request[chosen], minlength=len(pool.quantity))
        load = np.bincount(pool.volunteer[chosen], minlength=len(pool.steps))
        assert (missing >= 0).all()
        assert (load <= pool.steps).all()
        nth = np.arange(len(pool.step_cost)) - np.repeat(pool.step_start[:-1], pool.steps)
        steps = pool.step_cost[nth < np.repeat(load, pool.steps)]
        cost += int(pool.cost[chosen].sum() + steps.sum() + (missing * pool.unserved).sum())
        hopeless = np.maximum(0, pool.quantity - np.bincount(pool.request, minlength=len(pool.quantity)))
        unmet += int(((missing - hopeless) * pool.weight).sum())
    return cost, unmet


def _by_ortools(pool: Pool) -> Bools:
    return choose(pool, _nobody(pool), ortools_flow.find_flow)


def _nobody(pool: Pool) -> Bools:
    """Nobody's hours are looked at: they are a question of their own."""
    return np.zeros(len(pool.steps), dtype=np.bool_)


def _join(graphs: list[Graph]) -> Graph:
    offset = np.cumsum([0, *(len(graph.supply) for graph in graphs)])
    return Graph(
        tail=np.concatenate([graph.tail + at for graph, at in zip(graphs, offset, strict=False)]),
        head=np.concatenate([graph.head + at for graph, at in zip(graphs, offset, strict=False)]),
        capacity=np.concatenate([graph.capacity for graph in graphs]),
        cost=np.concatenate([graph.cost for graph in graphs]),
        supply=np.concatenate([graph.supply for graph in graphs]),
    )


def _greedy(pool: Pool, order: "range | list[int]", rank: Int64) -> Bools:
    chosen = np.zeros(len(pool.cost), dtype=np.bool_)
    start = np.searchsorted(pool.request, np.arange(len(pool.quantity) + 1)).tolist()
    arcs = np.lexsort((rank, pool.request)).tolist()
    volunteer, room = pool.volunteer.tolist(), pool.steps.tolist()
    for request in order:
        missing = int(pool.quantity[request])
        for arc in arcs[start[request] : start[request + 1]]:
            if not missing:
                break
            if room[volunteer[arc]]:
                chosen[arc] = True
                room[volunteer[arc]] -= 1
                missing -= 1
    return chosen
