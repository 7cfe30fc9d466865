"""Regions nobody has looked at while the engine was written: is the plan as cheap as OR-Tools', and proven?

python -m benchmarks.dispatch.unseen
python -m benchmarks.dispatch.unseen --seeds 17 99 --size small
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.dispatch.region import REGIMES, SIZES, Regime, Size, make_region
from benchmarks.table import print_table
from manyhands.core.dispatch.candidates import find_candidates
from manyhands.core.dispatch.objectives.travel import METRES_PER_UNIT
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.plan import GRAINS_PER_UNIT
from manyhands.core.dispatch.solvers import solve
from manyhands.core.dispatch.verify import certify

SEEDS: Final = (2, 5, 11)
COLUMNS: Final = ["seed", "help is", "pairs", "cost in km, ours", "beside OR-Tools", "certified as the best"]


@dataclass(frozen=True)
class Unseen:
    """A region solved twice, with hours and leads.

    Attributes:
        cost_m, other_m: what the two plans cost, ours and OR-Tools', in metres of travel.
        is_equal: to the last grain.
    """

    seed: int
    regime: Regime
    pairs: int
    cost_m: int
    other_m: int
    is_equal: bool
    is_certified: bool

    @property
    def is_right(self) -> bool:
        return self.is_equal and self.is_certified

    @property
    def row(self) -> list[str]:
        """A line of the table."""
        beside = "equal" if self.is_equal else f"{(self.cost_m - self.other_m) / 1_000:+,.2f} km"
        proven = "yes" if self.is_certified else "NO"
        cost = f"{self.cost_m / 1_000:,.0f}"
        return [str(self.seed), self.regime.name, f"{self.pairs:,}", cost, beside, proven]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--size", choices=[*SIZES], default="medium")
    arguments = parser.parse_args()
    size = SIZES[arguments.size]
    found = look_at(size, arguments.seeds, REGIMES)
    print_table(f"{size.requests:,} × {size.volunteers:,}", COLUMNS, [one.row for one in found])
    return int(not all(one.is_right for one in found))


def look_at(size: Size, seeds: Sequence[int], regimes: Sequence[Regime]) -> list[Unseen]:
    """One after the other."""
    return [_compare(size, seed, regime) for seed in seeds for regime in regimes]


def _compare(size: Size, seed: int, regime: Regime) -> Unseen:
    problem, weights = make_region(size, regime, seed=seed), Weights()
    arcs = find_candidates(problem, threads=2)
    ours = solve(problem, arcs, weights=weights, solver="augmenting")
    other = solve(problem, arcs, weights=weights, solver="ortools")
    return Unseen(
        seed=seed,
        regime=regime,
        pairs=len(arcs),
        cost_m=_in_metres(ours.objective.total),
        other_m=_in_metres(other.objective.total),
        is_equal=ours.objective.total == other.objective.total,
        is_certified=certify(problem, arcs, ours, weights).is_optimal,
    )


def _in_metres(grains: int) -> int:
    return grains * METRES_PER_UNIT // GRAINS_PER_UNIT


if __name__ == "__main__":
    sys.exit(main())
