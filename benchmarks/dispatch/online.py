"""One new request after another among 50,000 volunteers: how long each takes, and which promises it breaks.

python -m benchmarks.dispatch.online
python -m benchmarks.dispatch.online --regimes tight --inserts 200 --seed 7

Everybody is in one pool. Nine in ten requests are there from the beginning, planned and published; of the others some
come one by one. The clock runs around the whole of a change, candidates and the report of it included. CPU time is
that of the one thread that works; wall time depends on what else the machine does. A published pair that is broken and
restored by the next change counts among the broken ones of the table, but not in the line below it.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.dispatch.region import REGIMES, Regime, Size, make_region
from benchmarks.table import print_table
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Delta, Engine, warm
from manyhands.core.dispatch.problem import NO_PAIRS, NO_WHY, PairTable, Problem, columns_of

TOWN = Size("one town", 10_000, 50_000, 1)
SHARE_KNOWN = 0.9
WARM_UPS = 20
COLUMNS = ["", "CPU ms p50", "p99", "wall ms p50", "p99", "pairs broken each", "published ones"]


@dataclass(frozen=True)
class Change:
    """One change of the plan."""

    cpu_seconds: float
    wall_seconds: float
    delta: Delta


def main() -> int:
    arguments = _parse()
    warm()
    for regime in REGIMES:
        if regime.name in arguments.regimes:
            _measure(regime, seed=arguments.seed, inserts=arguments.inserts)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [regime.name for regime in REGIMES]
    parser.add_argument("--regimes", nargs="+", choices=names, default=names)
    parser.add_argument("--inserts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _measure(regime: Regime, *, seed: int, inserts: int) -> None:
    """Print what one regime takes."""
    town = make_region(TOWN, regime, seed=seed)
    town = replace(town, blocked=NO_PAIRS, blocked_why=NO_WHY, preferences=PairTable(), published=NO_PAIRS)
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(town.requests))
    known = _only(town, np.sort(order[: int(SHARE_KNOWN * len(order))]))
    start = time.perf_counter()
    engine = _publish(known)
    seconds = time.perf_counter() - start
    new = order[int(SHARE_KNOWN * len(order)) :][: inserts + WARM_UPS].tolist()
    rows = [_values(town, row) for row in new]
    before = set(engine.pairs())
    inserted = _time([_insertion(engine, values) for values in rows])
    lost = len(before - set(engine.pairs())) / len(rows)
    asked = [pair for pair in engine.pairs() if chance.random() < 0.1][: inserts + WARM_UPS]
    declined = _time([_refusal(engine, *pair) for pair in asked])
    ended = _time([_ending(engine, values["id"]) for values in rows])
    title = (
        f"{TOWN.requests:,} × {TOWN.volunteers:,}, {regime.name}; engine with plan made in {seconds:.1f} s"
    )
    named = {"new request": inserted, "somebody says no": declined, "request ends": ended}
    print_table(title, COLUMNS, [_row(name, changes) for name, changes in named.items()])
    print(
        f"  after all new requests {lost:.2f} published pairs fewer for each of them (switch={engine.weights.switch})"
    )


def _publish(known: Problem) -> Engine:
    """An engine in which the best plan has been published."""
    arcs = find_candidates(known, threads=2)
    first = Engine(known, arcs=arcs, weights=Weights())
    places = {identifier: row for row, identifier in enumerate(known.requests.id.tolist())}
    pairs = [(places[request], volunteer) for request, volunteer in first.pairs()]
    published = np.array(sorted(pairs), dtype=np.int32)
    return Engine(replace(known, published=published), arcs=arcs, weights=Weights())


def _only(town: Problem, rows: np.ndarray) -> Problem:
    """The same town with some of its requests."""
    columns = {name: column[rows] for name, column in columns_of(town.requests).items()}
    return replace(town, requests=type(town.requests)(**columns))


def _values(town: Problem, row: int) -> dict[str, int]:
    """A request as somebody would give it."""
    return {name: column[row].item() for name, column in columns_of(town.requests).items()}


def _insertion(engine: Engine, values: dict[str, int]) -> Callable[[], Delta]:
    return lambda: engine.insert(values)


def _refusal(engine: Engine, request: int, volunteer: int) -> Callable[[], Delta]:
    return lambda: engine.decline(request, volunteer)


def _ending(engine: Engine, request: int) -> Callable[[], Delta]:
    return lambda: engine.cancel(request)


def _time(changes: list[Callable[[], Delta]]) -> list[Change]:
    """Make changes one after the other, without pauses for collecting garbage; the first ones do not count."""
    made = []
    gc.disable()
    try:
        for change in changes:
            wall, cpu = time.perf_counter(), time.thread_time()
            delta = change()
            cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
            made.append(Change(cpu, wall, delta))
    finally:
        gc.enable()
    return made[WARM_UPS:]


def _row(name: str, changes: list[Change]) -> list[str]:
    """A line of the table."""
    cpu = 1_000 * np.array([change.cpu_seconds for change in changes])
    wall = 1_000 * np.array([change.wall_seconds for change in changes])
    broken = np.mean([len(change.delta.broken) for change in changes])
    published = np.mean([len(change.delta.published_broken) for change in changes])
    measures = [
        np.quantile(cpu, 0.5),
        np.quantile(cpu, 0.99),
        np.quantile(wall, 0.5),
        np.quantile(wall, 0.99),
    ]
    return [name, *(f"{measure:.2f}" for measure in measures), f"{broken:.2f}", f"{published:.2f}"]


if __name__ == "__main__":
    sys.exit(main())
