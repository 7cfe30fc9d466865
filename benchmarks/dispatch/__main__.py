"""The dispatch engine beside others: the same regions, the same pairs, one run.

python -m benchmarks.dispatch                            two sizes, four regimes: a minute or two
python -m benchmarks.dispatch --sizes large --seed 7     150,000 requests and 600,000 volunteers
python -m benchmarks.dispatch --write docs/reference/dispatch-measurements.md
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from benchmarks.dispatch.cases import Case, Figures, Found, measure_case
from benchmarks.dispatch.region import REGIMES, SIZES
from benchmarks.table import print_table
from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.kernels.warm import warm
from manyhands.core.dispatch.solvers import solve

COLUMNS = ["", "pairs", "CPU s", "wall s", "MB", "unmet weight", "cost, beside the least", "× ours"]


def main() -> int:
    arguments = _parse()
    print(_machine())
    _load_everything()
    regimes = [regime for regime in REGIMES if regime.name in arguments.regimes]
    cases = [Case(SIZES[name], regime, arguments.seed) for name in arguments.sizes for regime in regimes]
    sections = []
    problems = []
    for case in cases:
        figures = measure_case(case)
        rows = list(_rows(figures))
        print_table(case.title, COLUMNS, rows)
        for note in figures.notes:
            print(f"  {note}")
        problems += [f"{case.title}: {problem}" for problem in figures.problems]
        sections.append(_as_markdown(case.title, rows, figures.notes))
    if arguments.write:
        _write(arguments.write, sections, seed=arguments.seed)
    for problem in problems:
        print(f"wrong: {problem}")
    return int(bool(problems))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dispatch", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--sizes", nargs="+", choices=[*SIZES], default=["small", "medium"])
    names = [regime.name for regime in REGIMES]
    parser.add_argument("--regimes", nargs="+", choices=names, default=names)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="also write the tables into this Markdown file")
    return parser.parse_args()


def _load_everything() -> None:
    """Loading is measured elsewhere: nobody's figures below contain it."""
    warm()
    problem = from_arrays(requests={"id": [1]}, volunteers={"id": [1]})
    solve(problem, solver="ortools")


def _rows(figures: Figures) -> Iterable[list[str]]:
    for found in figures.candidates:
        ratio = found.cpu_seconds / figures.candidates[0].cpu_seconds
        yield [*_measures(found.name, found), "", "", f"{ratio:.1f}"]
    ours = figures.choices[0]
    for choice in figures.choices:
        more = f"{100 * (choice.cost - figures.least_cost) / figures.least_cost:+.2f} %"
        is_least = choice.cost == figures.least_cost
        ratio = f"{choice.cpu_seconds / ours.cpu_seconds:.1f}"
        yield [
            *_measures(choice.name, choice),
            f"{choice.unmet_weight:,}",
            "the least" if is_least else more,
            ratio,
        ]


def _measures(name: str, found: Found) -> list[str]:
    seconds = (f"{found.cpu_seconds:.3f}", f"{found.wall_seconds:.3f}")
    return [name, f"{found.pairs:,}", *seconds, f"{found.memory_mb:.0f}"]


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "ortools"))
    return f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, {processor}"


def _as_markdown(title: str, rows: list[list[str]], notes: list[str]) -> str:
    lines = [
        f"## {title}",
        "",
        "| " + " | ".join(COLUMNS) + " |",
        "|" + "---|" + "--:|" * (len(COLUMNS) - 1),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        *(f"{note}\n" for note in notes),
    ]
    return "\n".join(lines)


def _write(path: Path, sections: list[str], *, seed: int) -> None:
    head = (
        "# How fast plans are made\n\n"
        f"Written by `make bench-dispatch`: {_machine()}. Seed {seed}.\n\n"
        "Each line is a process of its own on the same invented region; pairs, costs and pools are prepared once "
        "and given to all. CPU seconds compare; wall seconds depend on what else the machine does. Memory is what is "
        "used at most beyond what the process already had, which it may use again. *Unmet weight* is the sum of "
        "the weights of people who were needed and not found, without those for whom there are too few who could.\n\n"
        "The first lines of a table find the pairs. The others choose among them and do not look at hours that "
        "clash; solving again with such hours as nodes of a graph takes longer than all before it, see the note below "
        "a table. Not compared: scipy, and joins of dataframe libraries with a solver, which the project does not "
        "install.\n\n"
    )
    path.write_text(head + "\n".join(sections), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
