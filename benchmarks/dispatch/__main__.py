"""The dispatch engine beside others: the same regions, the same pairs, one run, every target.

python -m benchmarks.dispatch                            three sizes, four regimes: ten minutes or so
python -m benchmarks.dispatch --size medium --seed 7     10,000 requests and 50,000 volunteers
python -m benchmarks.dispatch --write                    also writes the page and the picture of the documentation
"""

import argparse
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from benchmarks.dispatch import picture, report
from benchmarks.dispatch.cases import measure_case
from benchmarks.dispatch.figures import Case, Figures
from benchmarks.dispatch.first_plan import measure_first_plan
from benchmarks.dispatch.gates import GATE_COLUMNS, Gate, list_gates
from benchmarks.dispatch.online import measure_evening, print_evening
from benchmarks.dispatch.region import REGIMES, SIZES, Regime
from benchmarks.dispatch.stability import COLUMNS as NIGHT_COLUMNS
from benchmarks.dispatch.stability import TOWNS, measure_stability
from benchmarks.dispatch.unseen import COLUMNS as UNSEEN_COLUMNS
from benchmarks.dispatch.unseen import SEEDS, look_at
from benchmarks.table import print_table
from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.kernels.warm import warm
from manyhands.core.dispatch.solvers import solve

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = DOCS / "reference" / "dispatch-measurements.md"
PICTURE: Final = DOCS / "images" / "dispatch-measurements.svg"


def main() -> int:
    arguments = _parse()
    missing = [name for name in ("polars", "scipy", "sklearn") if find_spec(name) is None]
    if missing:
        print(f"Not installed: {', '.join(missing)}. Run: make bench-dispatch")
        return 2
    print(report.describe_machine(), flush=True)
    _load_everything()
    regimes = [regime for regime in REGIMES if regime.name in arguments.regime]
    start = measure_first_plan()
    run = _begin_run(arguments, regimes)
    for name in arguments.size:
        for regime in regimes:
            case = Case(SIZES[name], regime, arguments.seed)
            run.cases.append(measure_case(case, limit_seconds=arguments.limit))
            _print_case(run.cases[-1])
            run.gates = list_gates(run.cases, run.evenings, run.nights, run.unseen, start)
            if arguments.write:
                _write(run, seed=arguments.seed)
    print_table("The targets", GATE_COLUMNS, [gate.row for gate in run.gates])
    return _say_what_is_wrong(run.cases, run.gates)


def _begin_run(arguments: argparse.Namespace, regimes: list[Regime]) -> report.Run:
    """What is asked of towns and of regions other than those that are measured beside others."""
    evenings = [measure_evening(regime, seed=arguments.seed, inserts=arguments.inserts) for regime in regimes]
    for evening in evenings:
        print_evening(evening)
    nights = [measure_stability(regime, seed=arguments.seed, towns=arguments.towns) for regime in regimes]
    print_table("Published pairs", NIGHT_COLUMNS, [night.row for night in nights])
    size = SIZES["medium" if "medium" in arguments.size else arguments.size[0]]
    unseen = look_at(size, arguments.unseen, regimes)
    print_table(f"Unseen, {size.name}", UNSEEN_COLUMNS, [one.row for one in unseen])
    return report.Run(evenings, nights, size, unseen)


def _write(run: report.Run, *, seed: int) -> None:
    """The page and its picture as far as they are known: a long run that is ended has not been for nothing."""
    date = datetime.now(UTC).strftime("%B %Y")
    picture.write(PICTURE, _find_largest(run.cases))
    report.write_page(PAGE, run, seed=seed, date=date, picture=f"../images/{PICTURE.name}")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dispatch", description=__doc__.splitlines()[0]
    )
    sizes = [name for name in SIZES if name != "tiny"]
    parser.add_argument("--size", "--sizes", nargs="+", choices=[*SIZES], default=sizes)
    names = [regime.name for regime in REGIMES]
    parser.add_argument("--regime", "--regimes", nargs="+", choices=names, default=names)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inserts", type=int, default=500, help="new requests, one by one")
    parser.add_argument("--towns", type=int, default=TOWNS, help="in which published pairs are followed")
    parser.add_argument(
        "--unseen", type=int, nargs="+", default=SEEDS, help="seeds of more regions to compare"
    )
    parser.add_argument("--limit", type=float, default=60, help="CPU seconds for each method")
    parser.add_argument("--write", action="store_true", help="also write the page of the documentation")
    return parser.parse_args()


def _load_everything() -> None:
    """Loading is measured apart: none of the figures of a case contains it."""
    import polars as pl
    import scipy.optimize
    import scipy.sparse.csgraph
    import sklearn.neighbors

    assert all((pl, scipy, sklearn))
    warm()
    problem = from_arrays(requests={"id": [1]}, volunteers={"id": [1]})
    solve(problem, solver="ortools")


def _print_case(figures: Figures) -> None:
    print_table(figures.case.title, report.COLUMNS, list(report.list_rows(figures)))
    print(f"  Room for {figures.room:.1f} times as many tasks as there are.")
    for note in figures.notes:
        print(f"  {note}", flush=True)


def _find_largest(cases: list[Figures]) -> Figures:
    """The first regime of the largest size: most of what is there to be seen."""
    return max(cases, key=lambda figures: (figures.case.size.volunteers, figures.room))


def _say_what_is_wrong(cases: list[Figures], gates: list[Gate]) -> int:
    wrong = [f"{figures.case.title}: {problem}" for figures in cases for problem in figures.problems]
    wrong += [f"missed: {gate.name}" for gate in gates if gate.is_reached is False]
    for sentence in wrong:
        print(sentence)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
