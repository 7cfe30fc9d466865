"""What becomes of a published plan when a tenth more requests come, one by one.

python -m benchmarks.dispatch.stability
python -m benchmarks.dispatch.stability --regimes tight --seed 7

Nine in ten requests of a town are planned and published; the others come afterwards. A published pair that is gone in
the end *gave way* where its request has fewer people than before: the room is needed for somebody whose need weighs
more. It *had to move* where one person more can be met in no other way: so many move also if breaking a pair is worth
nearly as much as a person. What remains *merely moved*: something was to be gained that is worth more than
``Weights.switch``.

Towns differ a lot, so several are drawn.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from benchmarks.dispatch.region import REGIMES, Regime, Size, make_region
from benchmarks.table import print_table
from manyhands.core.dispatch.candidates import Arcs, find_candidates
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.online import Engine, warm
from manyhands.core.dispatch.problem import NO_PAIRS, NO_WHY, PairTable, Problem, columns_of

TOWN: Final = Size("one town", 10_000, 50_000, 1)
TOWNS: Final = 5
SHARE_KNOWN: Final = 0.9
LEAST_WORTH_OF_ONE_PERSON: Final = 4 * Weights().unserved
STEADFAST: Final = Weights(switch=LEAST_WORTH_OF_ONE_PERSON // 4)
"""No shorter way and no lighter load is worth a broken pair; one more person who is met is."""
COLUMNS: Final = ["help is", "room", "pairs broken each", "gave way", "had to move", "merely moved", "towns"]


@dataclass(frozen=True)
class Night:
    """A town as it was planned and published, and the requests that come afterwards."""

    town: Problem
    published: Problem
    arcs: Arcs
    late: list[dict[str, Any]]


@dataclass(frozen=True)
class Broken:
    """Published pairs of one town that are gone, for each new request."""

    all: float
    gave_way: float
    had_to_move: float

    @property
    def merely_moved(self) -> float:
        return self.all - self.gave_way - self.had_to_move


@dataclass(frozen=True)
class Stability:
    """All towns of a regime.

    Attributes:
        room: tasks that people have time for, for each task.
    """

    regime: Regime
    room: float
    towns: list[Broken]

    def mean(self, name: str) -> float:
        return float(np.mean([getattr(town, name) for town in self.towns]))

    @property
    def row(self) -> list[str]:
        """A line of the table; the last column tells the luckiest and the unluckiest town."""
        means = [self.mean(name) for name in ("all", "gave_way", "had_to_move", "merely_moved")]
        each = [town.all for town in self.towns]
        numbers = [f"{mean:.2f}" for mean in means]
        return [self.regime.name, f"{self.room:.2f}", *numbers, f"{min(each):.2f} to {max(each):.2f}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [regime.name for regime in REGIMES]
    parser.add_argument("--regimes", nargs="+", choices=names, default=names)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--towns", type=int, default=TOWNS)
    arguments = parser.parse_args()
    chosen = [regime for regime in REGIMES if regime.name in arguments.regimes]
    rows = [measure_stability(one, seed=arguments.seed, towns=arguments.towns).row for one in chosen]
    print_table(f"{TOWN.requests:,} × {TOWN.volunteers:,} in one town", COLUMNS, rows)
    return 0


def measure_stability(regime: Regime, *, seed: int, towns: int = TOWNS) -> Stability:
    """Towns of this seed and the next ones."""
    warm()
    rooms, broken = [], []
    for one in range(seed, seed + towns):
        night = make_night(regime, seed=one)
        rooms.append(night.town.volunteers.capacity.sum() / night.town.requests.quantity.sum())
        broken.append(_count_broken(night))
    return Stability(regime, float(np.mean(rooms)), broken)


def make_night(regime: Regime, *, seed: int) -> Night:
    """The same for the same seed."""
    town = make_region(TOWN, regime, seed=seed)
    # An engine that is asked about rows it did not begin with knows no pairs about them.
    town = replace(town, blocked=NO_PAIRS, blocked_why=NO_WHY, preferences=PairTable(), published=NO_PAIRS)
    order = np.random.default_rng(seed).permutation(len(town.requests))
    count = int(SHARE_KNOWN * len(order))
    known = _only(town, np.sort(order[:count]))
    arcs = find_candidates(known, threads=2)
    return Night(town, _plan(known, arcs), arcs, [_values(town, row) for row in order[count:].tolist()])


def _count_broken(night: Night) -> Broken:
    """By the usual engine, and by one that breaks none that it need not."""
    gone, fewer = _break(night, Weights())
    gone_at_least, fewer_at_least = _break(night, STEADFAST)
    each = 1 / len(night.late)
    return Broken(gone * each, fewer * each, (gone_at_least - fewer_at_least) * each)


def _break(night: Night, weights: Weights) -> tuple[int, int]:
    """Published pairs that are gone after all requests have come, and people whom published requests have lost."""
    engine = Engine(night.published, arcs=night.arcs, weights=weights)
    before = set(engine.pairs())
    for values in night.late:
        engine.insert(values)
    after = set(engine.pairs())
    had, have = (Counter(request for request, _volunteer in pairs) for pairs in (before, after))
    return len(before - after), sum(max(0, had[request] - have[request]) for request in had)


def _plan(known: Problem, arcs: Arcs) -> Problem:
    """The same with its best plan published."""
    first = Engine(known, arcs=arcs, weights=Weights())
    places = {identifier: row for row, identifier in enumerate(known.requests.id.tolist())}
    pairs = [(places[request], volunteer) for request, volunteer in first.pairs()]
    return replace(known, published=np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2))


def _only(town: Problem, rows: np.ndarray) -> Problem:
    """The same town with some of its requests."""
    columns = {name: column[rows] for name, column in columns_of(town.requests).items()}
    return replace(town, requests=type(town.requests)(**columns))


def _values(town: Problem, row: int) -> dict[str, Any]:
    """A request as somebody would give it."""
    return {name: column[row].item() for name, column in columns_of(town.requests).items()}


if __name__ == "__main__":
    sys.exit(main())
