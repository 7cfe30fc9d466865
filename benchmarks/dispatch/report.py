"""The tables, on the screen and as a page of the documentation."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.dispatch.figures import Figures, Line
from benchmarks.dispatch.gates import GATE_COLUMNS, Gate
from benchmarks.dispatch.online import COLUMNS as EVENING_COLUMNS
from benchmarks.dispatch.online import TOWN, Evening, list_row, say_lost

COLUMNS: Final = ["", "pairs", "CPU s", "wall s", "MB", "unmet weight", "cost, beside the least", "× ours"]
PACKAGES: Final = ("numpy", "numba", "ortools", "polars", "scipy", "scikit-learn")
HEAD: Final = """# How fast plans are made

Written by `make bench-dispatch`: {machine}. Seed {seed}, {date}.

![CPU seconds of each method for the largest region; each line is ten times the one before]({picture})

## The targets

{gates}

*Candidates* are the feasible pairs, the *optimum* the best choice among them. Ratios are of CPU seconds in this run.

## How it is measured

Each line is a process of its own on the same invented region; pairs, costs and pools are prepared once and given to
all. What takes less than four seconds runs three times, and the least counts. CPU seconds compare; wall seconds depend
on what else the machine does. Memory is what is used at most beyond what the process already had. *Unmet weight* is the
sum of the weights of people who were needed and not found, without those for whom there are too few who could.

Regions have groups of very uneven size, rare skills, few hours, requests for several people of whom some must be able
to lead, pairs that are kept apart, wishes, and a published plan; `benchmarks/dispatch/region.py` says how they are
drawn. Where help is *ample* people have time for seven tasks and more for each that there is, where it is *enough* for
two, where it is *tight* for one, and where it is *short* for less.

The first lines of a table find the pairs; the others choose among them. Lines that say *hours too* give nobody two
tasks at one hour and every request those who can lead it, which the lines above them do not look at. The joins and the
tree know what the index knows: that pools are apart, and which of the things that a request requires is rare.

To run it again: `make bench-dispatch`. `ARGS="--size medium --regime tight short --seed 7"` chooses, `--limit 60` stops
each method after so many CPU seconds, `--write` writes this page anew, case by case.

"""


def describe_machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, {processor}"


def list_rows(figures: Figures) -> Iterable[list[str]]:
    """The lines of a case's table."""
    first = figures.candidates[0]
    for line in figures.candidates:
        yield [*_measures(line), "", "", _ratio(line, first)]
    ours = {
        line.keeps_hours: line for line in reversed(figures.choices) if line.is_exact and "ours" in line.name
    }
    for line in figures.choices:
        unmet = "" if line.cost is None else f"{line.unmet_weight:,}"
        yield [*_measures(line), unmet, _beside(figures, line), _ratio(line, ours[line.keeps_hours])]


def _measures(line: Line) -> list[str]:
    if line.cpu_seconds is None:
        return [line.name, f"{line.pairs:,}" if line.pairs else "", line.why_not, "", ""]
    seconds = (f"{line.cpu_seconds:.3f}", f"{line.wall_seconds:.3f}")
    return [line.name, f"{line.pairs:,}", *seconds, f"{line.memory_mb:.0f}"]


def _beside(figures: Figures, line: Line) -> str:
    if line.cost is None:
        return ""
    least = figures.least_cost(keeps_hours=line.keeps_hours)
    if line.cost == least:
        return "the least"
    if line.twice:
        return "no plan"
    return f"{100 * (line.cost - least) / abs(least):+.2f} %"


def _ratio(line: Line, ours: Line) -> str:
    if line.cpu_seconds is None or ours.cpu_seconds is None:
        return ""
    return f"{line.cpu_seconds / max(ours.cpu_seconds, 1e-6):.1f}"


def as_markdown(columns: list[str], rows: Iterable[list[str]]) -> str:
    lines = [columns, ["---", *["--:"] * (len(columns) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_page(
    path: Path,
    cases: list[Figures],
    evenings: list[Evening],
    gates: list[Gate],
    *,
    seed: int,
    date: str,
    picture: str,
) -> None:
    """Write the page of the documentation."""
    head = HEAD.format(
        machine=describe_machine(),
        seed=seed,
        date=date,
        picture=picture,
        gates=as_markdown(GATE_COLUMNS, [gate.row for gate in gates]),
    )
    sections = [
        f"## {figures.case.title}\n\n{as_markdown(COLUMNS, list_rows(figures))}\n\n"
        f"Room for {figures.room:.1f} times as many tasks as there are.\n"
        + "".join(f"\n{note}\n" for note in figures.notes)
        for figures in cases
    ]
    for evening in evenings:
        rows = [list_row(name, changes) for name, changes in evening.changes.items()]
        sections.append(
            f"## One by one: {TOWN.requests:,} requests, {TOWN.volunteers:,} volunteers, one group; "
            f"help is {evening.regime.name}\n\n{as_markdown(EVENING_COLUMNS, rows)}\n\n{say_lost(evening)}\n"
        )
    path.write_text(head + "\n".join(sections), encoding="utf-8")
