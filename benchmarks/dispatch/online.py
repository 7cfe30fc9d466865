"""One new request after another among 50,000 volunteers: how long each takes, and which promises it breaks.

python -m benchmarks.dispatch.online
python -m benchmarks.dispatch.online --regimes tight --inserts 200 --seed 7

Everybody is in one pool. Nine in ten requests are there from the beginning, planned and published; of the others some
come one by one. The clock runs around the whole of a change, candidates and the report of it included. CPU time is
that of the one thread that works; wall time depends on what else the machine does. A published pair that is broken and
restored by the next change counts among the broken ones of the table, but not in the line below it.

Some published pairs have to be broken: somebody whose need weighs more can be met in no other way. How many, another
engine says, to which breaking one is worth so much that it does it for nothing else.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.dispatch.region import REGIMES, Regime, Size, make_region
from benchmarks.table import print_table
from manyhands.core.dispatch.candidates import Arcs, find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Delta, Engine, warm
from manyhands.core.dispatch.problem import NO_PAIRS, NO_WHY, PairTable, Problem, columns_of

TOWN: Final = Size("one town", 10_000, 50_000, 1)
SHARE_KNOWN: Final = 0.9
WARM_UPS: Final = 20
LEAST_WORTH_OF_ONE_PERSON: Final = 4 * Weights().unserved
STEADFAST: Final = Weights(switch=LEAST_WORTH_OF_ONE_PERSON // 4)
"""No shorter way and no lighter load is worth a broken pair; one more person who is met is."""
COLUMNS: Final = ["", "CPU ms p50", "p99", "wall ms p50", "p99", "pairs broken each", "published ones"]


@dataclass(frozen=True)
class Change:
    """One change of the plan."""

    cpu_seconds: float
    wall_seconds: float
    delta: Delta


@dataclass(frozen=True)
class Evening:
    """What was measured in one regime.

    Attributes:
        changes: by what happened.
        lost: published pairs that are gone in the end, for each new request.
        needed: the same of an engine that breaks none that it need not.
        engine_seconds: to make the engine, its plan included.
    """

    regime: Regime
    changes: dict[str, list[Change]]
    lost: float
    needed: float
    engine_seconds: float

    @property
    def insert_p99_seconds(self) -> float:
        """CPU time."""
        return float(np.quantile([change.cpu_seconds for change in self.changes["new request"]], 0.99))


def main() -> int:
    arguments = _parse()
    for regime in REGIMES:
        if regime.name in arguments.regimes:
            print_evening(measure_evening(regime, seed=arguments.seed, inserts=arguments.inserts))
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [regime.name for regime in REGIMES]
    parser.add_argument("--regimes", nargs="+", choices=names, default=names)
    parser.add_argument("--inserts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def measure_evening(regime: Regime, *, seed: int, inserts: int) -> Evening:
    warm()
    town = make_region(TOWN, regime, seed=seed)
    # An engine that is asked about rows it did not begin with knows no pairs about them.
    town = replace(town, blocked=NO_PAIRS, blocked_why=NO_WHY, preferences=PairTable(), published=NO_PAIRS)
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(town.requests))
    known = _only(town, np.sort(order[: int(SHARE_KNOWN * len(order))]))
    arcs = find_candidates(known, threads=2)
    start = time.perf_counter()
    published = _plan(known, arcs)
    engine_seconds = time.perf_counter() - start
    engine = Engine(published, arcs=arcs, weights=Weights())
    new = order[int(SHARE_KNOWN * len(order)) :][: inserts + WARM_UPS].tolist()
    rows = [_values(town, row) for row in new]
    before = set(engine.pairs())
    inserted = _time([_insertion(engine, values) for values in rows])
    lost = len(before - set(engine.pairs())) / len(rows)
    asked = [pair for pair in engine.pairs() if chance.random() < 0.1][: inserts + WARM_UPS]
    changes = {
        "new request": inserted,
        "somebody says no": _time([_refusal(engine, *pair) for pair in asked]),
        "request ends": _time([_ending(engine, values["id"]) for values in rows]),
    }
    return Evening(regime, changes, lost, _needed(published, arcs, rows), engine_seconds)


def print_evening(evening: Evening) -> None:
    """A table and a line."""
    title = (
        f"{TOWN.requests:,} × {TOWN.volunteers:,} in one town, {evening.regime.name}; "
        f"engine with plan made in {evening.engine_seconds:.1f} s"
    )
    print_table(title, COLUMNS, [list_row(name, changes) for name, changes in evening.changes.items()])
    print(f"  {say_lost(evening)}")


def say_lost(evening: Evening) -> str:
    """What became of the published pairs, in a sentence."""
    return (
        f"After all new requests {evening.lost:.2f} published pairs fewer for each of them; "
        f"{evening.needed:.2f} if only what leaves somebody else without help is worth it "
        f"(switch={Weights().switch} and {STEADFAST.switch:,})."
    )


def list_row(name: str, changes: list[Change]) -> list[str]:
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


def _plan(known: Problem, arcs: Arcs) -> Problem:
    """The same with its best plan published."""
    first = Engine(known, arcs=arcs, weights=Weights())
    places = {identifier: row for row, identifier in enumerate(known.requests.id.tolist())}
    pairs = [(places[request], volunteer) for request, volunteer in first.pairs()]
    return replace(known, published=np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2))


def _needed(published: Problem, arcs: Arcs, rows: list[dict[str, int]]) -> float:
    """Published pairs that are gone for each new request where breaking one is worth nearly a need."""
    engine = Engine(published, arcs=arcs, weights=STEADFAST)
    before = set(engine.pairs())
    for values in rows:
        engine.insert(values)
    return len(before - set(engine.pairs())) / len(rows)


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


if __name__ == "__main__":
    sys.exit(main())
