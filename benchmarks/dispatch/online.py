"""One new request after another among 50,000 volunteers: how long each takes, and which promises it breaks.

python -m benchmarks.dispatch.online
python -m benchmarks.dispatch.online --regimes tight --inserts 200 --seed 7

Everybody is in one pool. Nine in ten requests are there from the beginning, planned and published; of the others some
come one by one. The clock runs around the whole of a change, candidates and the report of it included. CPU time is
that of the one thread that works; wall time depends on what else the machine does.
What becomes of published pairs over a whole evening is told by ``stability``.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.dispatch.region import REGIMES, Regime
from benchmarks.dispatch.stability import TOWN, make_night
from benchmarks.table import print_table
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Delta, Engine, warm

WARM_UPS: Final = 20
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
        engine_seconds: to make the engine, its plan included.
    """

    regime: Regime
    changes: dict[str, list[Change]]
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
    night = make_night(regime, seed=seed)
    start = time.perf_counter()
    engine = Engine(night.published, arcs=night.arcs, weights=Weights())
    engine_seconds = time.perf_counter() - start
    rows = night.late[: inserts + WARM_UPS]
    inserted = _time([_insertion(engine, values) for values in rows])
    chance = np.random.default_rng(seed)
    asked = [pair for pair in engine.pairs() if chance.random() < 0.1][: inserts + WARM_UPS]
    changes = {
        "new request": inserted,
        "somebody says no": _time([_refusal(engine, *pair) for pair in asked]),
        "request ends": _time([_ending(engine, values["id"]) for values in rows]),
    }
    return Evening(regime, changes, engine_seconds)


def print_evening(evening: Evening) -> None:
    """A table."""
    title = (
        f"{TOWN.requests:,} × {TOWN.volunteers:,} in one town, {evening.regime.name}; "
        f"engine with plan made in {evening.engine_seconds:.1f} s"
    )
    print_table(title, COLUMNS, [list_row(name, changes) for name, changes in evening.changes.items()])


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


def _insertion(engine: Engine, values: dict[str, Any]) -> Callable[[], Delta]:
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
