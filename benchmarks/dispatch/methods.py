"""Ways to choose among the same pairs of the same pools, at the same costs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from manyhands.core.dispatch.problem import Int64
from manyhands.core.dispatch.solvers import SOLVERS, ortools_flow
from manyhands.core.dispatch.solvers.augmenting import SCANS_PER_UNIT, augment_all
from manyhands.core.dispatch.solvers.graph import Graph, draw_graph
from manyhands.core.dispatch.solvers.protocol import Bools, Pool

Choice = list[Bools] | list[Int64]
"""For each pool how often each of its arcs is chosen."""


def can_do_all(_pools: list[Pool]) -> str:
    """The answer of most methods to what stands in their way."""
    return ""


@dataclass(frozen=True)
class Method:
    """A way to choose.

    Attributes:
        name: as it stands in the tables.
        choose: what is measured.
        is_exact: whether no other choice may cost less; such methods are compared with each other.
        keeps_hours: whether nobody is given two tasks at one hour, which is a harder question.
        obstacle: why it cannot answer for some pools, or nothing.
    """

    name: str
    choose: Callable[[list[Pool]], Choice]
    is_exact: bool = False
    keeps_hours: bool = False
    obstacle: Callable[[list[Pool]], str] = can_do_all


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


def with_hours(name: str) -> Callable[[list[Pool]], Choice]:
    """A solver of the engine, hours and all."""
    return lambda pools: [SOLVERS[name].solve_pool(pool).chosen for pool in pools]


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


OURS: Final = "ours"
ORTOOLS_BY_POOL: Final = "OR-Tools, pool by pool"
ORTOOLS_AT_ONCE: Final = "OR-Tools, all at once"
NEAREST: Final = "nearest first"

METHODS: Final = (
    Method(OURS, by_kernels, is_exact=True),
    Method(ORTOOLS_BY_POOL, by_ortools, is_exact=True),
    Method(ORTOOLS_AT_ONCE, by_ortools_at_once, is_exact=True),
    Method(NEAREST, nearest_first),
    Method("best greedy", best_greedy),
    Method("hours too: ours", with_hours("augmenting"), is_exact=True, keeps_hours=True),
    Method("hours too: OR-Tools", with_hours("ortools"), is_exact=True, keeps_hours=True),
)


def cost_of(pools: list[Pool], choice: Choice) -> tuple[int, int]:
    """What a choice costs in grains, and the weight of what it leaves unmet though somebody could."""
    cost = unmet = 0
    for pool, chosen in zip(pools, choice, strict=True):
        times = np.asarray(chosen, dtype=np.int64)
        missing = pool.quantity - _count(pool.request, times, len(pool.quantity))
        load = _count(pool.volunteer, times, len(pool.steps))
        assert (missing >= 0).all()
        assert (load <= pool.steps).all()
        nth = np.arange(len(pool.step_cost)) - np.repeat(pool.step_start[:-1], pool.steps)
        steps = pool.step_cost[nth < np.repeat(load, pool.steps)]
        cost += int((times * pool.cost).sum() + steps.sum() + (missing * pool.unserved).sum())
        hopeless = np.maximum(0, pool.quantity - np.bincount(pool.request, minlength=len(pool.quantity)))
        unmet += int((np.maximum(0, missing - hopeless) * pool.weight).sum())
    return cost, unmet


def _count(rows: Int64, times: Int64, length: int) -> Int64:
    return np.bincount(rows, weights=times, minlength=length).astype(np.int64)


def _by_ortools(pool: Pool) -> Bools:
    return ortools_flow.find_flow(draw_graph(pool, _nobody(pool)))[: len(pool.cost)] > 0


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
