"""The tables, on the screen and as a page of the documentation."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.dispatch.figures import Figures, Line, ratio_of
from benchmarks.dispatch.gates import GATE_COLUMNS, Gate
from benchmarks.dispatch.online import COLUMNS as EVENING_COLUMNS
from benchmarks.dispatch.online import Evening, list_row
from benchmarks.dispatch.region import Size
from benchmarks.dispatch.stability import COLUMNS as NIGHT_COLUMNS
from benchmarks.dispatch.stability import TOWN, Stability
from benchmarks.dispatch.unseen import COLUMNS as UNSEEN_COLUMNS
from benchmarks.dispatch.unseen import Unseen
from benchmarks.sections import read_section
from benchmarks.table import as_markdown


@dataclass
class Run:
    """What is known so far of one run of everything."""

    evenings: list[Evening]
    nights: list[Stability]
    size_unseen: Size
    unseen: list[Unseen]
    cases: list[Figures] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)


COLUMNS: Final = ["", "pairs", "CPU s", "wall s", "MB", "unmet weight", "cost, beside the least", "× ours"]
PACKAGES: Final = ("numpy", "numba", "ortools", "polars", "scipy", "scikit-learn")
HEAD: Final = """# How fast plans are made

Written by `make bench-dispatch`: {machine}. Seed {seed}, {date}.

![CPU seconds of each method for the largest region; each line is ten times the one before]({picture})

## The targets

{gates}

*Candidates* are the feasible pairs, the *optimum* the best choice among them. Ratios are of CPU seconds in this run.
{missed}
## How it is measured

Each line is a process of its own on the same invented region; pairs, costs and pools are prepared once and given to
all. What takes less than four seconds runs three times, and the least counts. CPU seconds compare; wall seconds depend
on what else the machine does. Memory is what is used at most beyond what the process already had. *Unmet weight* is the
sum of the weights of people who were needed and not found, without those for whom there are too few who could.

Regions have groups of very uneven size, rare skills, few hours, requests for several people of whom some must be able
to lead, pairs that are kept apart, wishes, and a published plan; `benchmarks/dispatch/region.py` says how they are
drawn. Where help is *ample* people have time for seven tasks and more for each that there is, where it is *enough* for
two, where it is *tight* for one, and where it is *short* for less.

A dash stands where ours takes less than two thousandths of a second: a ratio to that says nothing.

The first lines of a table find the pairs; the others choose among them. Lines that say *hours too* give nobody two
tasks at one hour and every request those who can lead it, which the lines above them do not look at. The joins and the
tree know what the index knows: that pools are apart, and which of the things that a request requires is rare.

To run it again: `make bench-dispatch`. `ARGS="--size medium --regime tight short --seed 7"` chooses, `--limit 60` stops
each method after so many CPU seconds, `--write` writes this page anew, case by case.

"""


NIGHT: Final = """## What becomes of published pairs: {requests:,} requests, {volunteers:,} volunteers, one group

{table}

Nine in ten requests are planned and published, then the others come one by one. Counted is, for each of these, how many
published pairs are gone in the end; the means of {towns} towns, and the luckiest and the unluckiest of them. A pair
*gave way* where its request has fewer people than before: somebody whose need weighs more needs the room. It *had to
move* where one person more can be met in no other way: as many move if breaking a pair costs 50,000 instead of 300.
What *merely moved* was worth more than 300, a way of 3 km. The gate was set for towns with room for all tasks, and is
asked of them; where there is less, whoever comes with a need that weighs more often takes somebody from another. Where
help is tight, giving way and having to move alone are more than the goal: it could be reached only by leaving people
without help who can be helped.
"""
UNSEEN: Final = """## Regions nobody has looked at: {requests:,} requests, {volunteers:,} volunteers, {pools:,} groups

{table}

With hours and leads. Costs are compared to the last grain, a 32nd of 10 m; certificates come from the tables alone.
"""


IN_HAND: Final = """## In hand again: a group's plan after a change

Nothing of a plan lives in a worker. Whichever takes the job reads the group from the database under the group's lock,
takes the plan before up again in an engine, follows what has happened since, proves the result and stores it. *Read*
is from the first query to the question, *engine* until the plan is where it was and has followed, *proof and reasons*
the certificate from the tables, and a sentence for each line and for the six next best of each; *the whole job* is all
of it on the clock, with storing, and with the process beside in which it is worked out. Nearly everybody here can do
nearly everything: few groups of this size have so many pairs. `python -m benchmarks.dispatch.rebuilding --write`
measures it anew.

{sections}"""
IN_HAND_ON: Final = ("SQLite", "PostgreSQL")


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
    ratio = ratio_of(line, ours)
    return "–" if ratio is None else f"{ratio:.1f}"


def write_page(path: Path, run: Run, *, seed: int, date: str, picture: str) -> None:
    """Write the page of the documentation."""
    head = HEAD.format(
        machine=describe_machine(),
        seed=seed,
        date=date,
        picture=picture,
        gates=as_markdown(GATE_COLUMNS, [gate.row for gate in run.gates]),
        missed=_write_missed(run.gates),
    )
    sections = [
        *(_write_case(figures) for figures in run.cases),
        *(_write_evening(evening) for evening in run.evenings),
        _write_nights(run.nights),
        _write_unseen(run.size_unseen, run.unseen),
        # Measured by another command, and kept as it stands.
        IN_HAND.format(
            sections="\n".join(read_section(path, f"in hand again on {vendor}") for vendor in IN_HAND_ON)
        ),
    ]
    path.write_text(head + "\n".join(sections), encoding="utf-8")


def _write_missed(gates: list[Gate]) -> str:
    """What was not reached, each with what stands in the way."""
    missed = [gate for gate in gates if gate.is_reached is False or gate.is_goal_reached is False]
    if not missed:
        return ""
    lines = (
        f"- **{gate.name}**, the {'goal' if gate.is_reached else 'gate'}: {gate.obstacle}" for gate in missed
    )
    return "\n### Not reached, and why\n\n" + "\n".join(lines) + "\n"


def _write_case(figures: Figures) -> str:
    return (
        f"## {figures.case.title}\n\n{as_markdown(COLUMNS, list_rows(figures))}\n\n"
        f"Room for {figures.room:.1f} times as many tasks as there are.\n"
        + "".join(f"\n{note}\n" for note in figures.notes)
    )


def _write_evening(evening: Evening) -> str:
    rows = [list_row(name, changes) for name, changes in evening.changes.items()]
    return (
        f"## One by one: {TOWN.requests:,} requests, {TOWN.volunteers:,} volunteers, one group; "
        f"help is {evening.regime.name}\n\n{as_markdown(EVENING_COLUMNS, rows)}\n"
    )


def _write_nights(nights: list[Stability]) -> str:
    return NIGHT.format(
        requests=TOWN.requests,
        volunteers=TOWN.volunteers,
        towns=len(nights[0].towns),
        table=as_markdown(NIGHT_COLUMNS, [night.row for night in nights]),
    )


def _write_unseen(size: Size, unseen: list[Unseen]) -> str:
    return UNSEEN.format(
        requests=size.requests,
        volunteers=size.volunteers,
        pools=size.pools,
        table=as_markdown(UNSEEN_COLUMNS, [one.row for one in unseen]),
    )
