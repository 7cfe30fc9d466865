"""Measure the pages and the actions, and say what is over its target.

    python -m benchmarks            on SQLite, with start-up, memory and page weights
    python tests/throwaway_postgres.py python -m benchmarks      on PostgreSQL: pages and actions only
"""

import argparse
import os
import platform
import sys
from dataclasses import dataclass

from benchmarks.installation import Installation, installed, running
from benchmarks.start_up import HEAVY, MOST_CPU_SECONDS, measure_start_up
from benchmarks.table import print_table


@dataclass
class Findings:
    """What is over its target, in sentences."""

    problems: list[str]

    def add(self, *problems: str) -> None:
        self.problems += problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--tenth", action="store_true", help="a tenth of the data, to try a change out")
    options = parser.parse_args()
    findings = Findings([])
    with installed() as installation:
        print(f"{installation.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores, {_processor()}")
        if installation.vendor == "SQLite":
            _start_up(findings)
        _pages_and_actions(installation, findings, share=10 if options.tenth else 1)
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
            ["django.setup(), CPU seconds", f"{start.cpu_seconds:.2f}", MOST_CPU_SECONDS],
            [f"of {', '.join(HEAVY)} imported", len(start.heavy), 0],
        ],
    )


def _pages_and_actions(installation: Installation, findings: Findings, *, share: int) -> None:
    from django.utils import timezone  # noqa: PLC0415 - Django is set up by now

    from benchmarks.comparison import compare, measure_all  # noqa: PLC0415 - as above
    from benchmarks.memory import MOST_MB, measure_memory  # noqa: PLC0415 - as above
    from benchmarks.visits import visits_of  # noqa: PLC0415 - as above
    from benchmarks.world import Size, World  # noqa: PLC0415 - as above

    size, world = Size().share(share), World(timezone.now())
    world.grow(size)
    installation.analyse()
    visits = visits_of(world)
    with running("web", "--processes", "1") as server:
        once = measure_all(visits, server, findings.problems)
        world.grow(size)
        installation.analyse()
        twice = measure_all(visits, server, findings.problems)
    findings.add(*compare(size, once, twice))
    if installation.vendor == "SQLite":
        memory = measure_memory(visits)
        findings.add(*memory.problems)
        rows = [[name, f"{megabytes:.0f}"] for name, megabytes in memory.by_process]
        total = ["all, at most " + str(MOST_MB), f"{memory.total_mb:.0f}"]
        print_table("Memory of `manyhands serve` (PSS, MB) after 200 requests", ["", "MB"], [*rows, total])


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
