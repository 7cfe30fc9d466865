"""Measure the pages and the actions, and say what is over its target.

python -m benchmarks            on SQLite, with start-up, sheets, memory and page weights
python -m benchmarks --requests         pages and actions only
python -m benchmarks --requests --write  the same, and the section of the assurance page
python tests/throwaway_postgres.py python -m benchmarks      on PostgreSQL: pages and actions only
"""

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import budgets
from benchmarks.installation import Installation, installed, running
from benchmarks.planning import measure_all as measure_sheets
from benchmarks.start_up import measure_start_up
from benchmarks.table import print_table

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.visits import Visit


@dataclass
class Findings:
    """What is over its target, in sentences."""

    problems: list[str]

    def add(self, *problems: str) -> None:
        self.problems += problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--tenth", action="store_true", help="a tenth of the data, to try a change out")
    parser.add_argument("--requests", action="store_true", help="only what each request costs")
    parser.add_argument(
        "--write", action="store_true", help="write what was measured into the assurance page"
    )
    options = parser.parse_args()
    if options.write and options.tenth:
        parser.error("what is promised is promised of the whole size: leave out --tenth")
    findings, share = Findings([]), 10 if options.tenth else 1
    with installed() as installation:
        machine = (
            f"Python {platform.python_version()}, {os.cpu_count()} cores, {_processor()}, "
            f"with a load of {os.getloadavg()[0]:.1f} from other work before"
        )
        print(f"{installation.vendor}, {machine}; a million steps of Python in {_yardstick_ms():.0f} ms")
        is_whole = installation.vendor == "SQLite" and not options.requests
        if is_whole:
            _start_up(findings)
            findings.add(*measure_sheets(share=share))
        told = machine if options.write else ""
        _pages_and_actions(installation, findings, share=share, is_whole=is_whole, told=told)
    for problem in findings.problems:
        print(f"over its target: {problem}")
    return 1 if findings.problems else 0


def _start_up(findings: Findings) -> None:
    start = measure_start_up()
    findings.add(*start.problems)
    print_table(
        "Coming up",
        ["", "measured", "at most"],
        [
            ["django.setup(), CPU seconds", f"{start.cpu_seconds:.2f}", budgets.START_UP_CPU_SECONDS],
            [f"of {', '.join(budgets.NOT_AT_START_UP)} imported", len(start.heavy), 0],
        ],
    )


def _pages_and_actions(
    installation: Installation, findings: Findings, *, share: int, is_whole: bool, told: str
) -> None:
    """`told`: of which machine; then it is written into the assurance page."""
    from django.utils import timezone

    from benchmarks.comparison import compare, measure_all
    from benchmarks.runs import plan
    from benchmarks.visits import visits_of
    from benchmarks.world import ONE_GROUP, Size, World

    world, size = World(timezone.now()), Size().share(share)
    world.grow(ONE_GROUP)
    visits = visits_of(world)
    plan(world.large)
    if is_whole:
        _run(findings, at=world.at)
        _memory(visits, findings)
        _views(visits, findings)
        _maps(visits, findings)
    world.grow(size - ONE_GROUP)
    installation.analyse()
    plan(world.large)
    with running("web", "--processes", "1") as server:
        once = measure_all(visits, server, findings.problems)
        world.grow(size)
        installation.analyse()
        twice = measure_all(visits, server, findings.problems)
    problems = compare(size, once, twice)
    findings.add(*problems)
    if told:
        from benchmarks.promised import write_promised

        write_promised(installation.vendor, told, size, (once, twice), findings.problems)


def _run(findings: Findings, *, at: "datetime") -> None:
    from benchmarks.runs import measure_run

    planned = measure_run(at)
    findings.add(*planned.problems)
    size = f"{planned.needs} needs × {planned.volunteers} volunteers"
    rows = [[size, f"{planned.seconds:.2f}", budgets.RUN_SECONDS, planned.proposed, planned.is_proven]]
    print_table("A plan in its job", ["", "seconds", "at most", "proposals", "proven"], rows)


def _memory(visits: list["Visit"], findings: Findings) -> None:
    from benchmarks.memory import REQUESTS, measure_memory

    memory = measure_memory(visits)
    findings.add(*memory.problems)
    rows = [[name, f"{megabytes:.0f}"] for name, megabytes in memory.by_process]
    total = [f"together, at most {budgets.SERVE_MB}", f"{memory.total_mb:.0f}"]
    print_table(f"`manyhands serve` for one group after {REQUESTS} requests", ["", "PSS, MB"], [*rows, total])


def _views(visits: list["Visit"], findings: Findings) -> None:
    from benchmarks.pages import measure_views

    views = measure_views(visits)
    rows = [
        [
            view.visit.name,
            f"{view.weight.kilobytes:.0f}",
            f"{view.budget.kilobytes:.0f}",
            f"{view.weight.scripts_kb:.1f}",
            view.weight.requests,
            view.weight.third_party,
            f"{view.lcp_ms / 1000:.2f}",
            f"{view.tbt_ms:.0f}",
            f"{view.cls:.3f}",
        ]
        for view in views
    ]
    columns = ["", "KB", "at most", "scripts KB", "requests", "to others", "LCP s", "TBT ms", "CLS"]
    print_table(
        f"First views; on a slow phone at most {budgets.LCP_MS / 1000} s, {budgets.TBT_MS} ms and {budgets.CLS}",
        columns,
        rows,
    )
    findings.add(*(problem for view in views for problem in view.problems))


def _maps(visits: list["Visit"], findings: Findings) -> None:
    from benchmarks.maps import measure_maps

    maps = measure_maps(visits)
    rows = [
        [f"{one.cells:,} cells" if one.cells else "as it is", f"{one.kilobytes:.0f}", f"{one.longest_ms:.0f}"]
        for one in maps
    ]
    limits = f"at most {budgets.MAP_PAGE.kilobytes:.0f} KB, no task longer than {budgets.MAP_TASK_MS} ms"
    print_table(f"A page with its map open, on a slow phone; {limits}", ["", "KB", "longest task, ms"], rows)
    findings.add(*(problem for one in maps for problem in one.problems))


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _yardstick_ms() -> float:
    """What this machine takes right now for a fixed piece of work: figures of two runs compare by it."""
    times = []
    for _ in range(5):
        before = time.process_time()
        sum(number * number % 7 for number in range(1_000_000))
        times.append(time.process_time() - before)
    return 1000 * min(times)


if __name__ == "__main__":
    sys.exit(main())
