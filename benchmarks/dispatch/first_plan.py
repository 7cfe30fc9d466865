"""A normal group's plan in a fresh process: from starting Python to a plan, all imports included."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Final

RUNS: Final = 5
PROGRAM: Final = """
from benchmarks.dispatch.region import REGIMES, Size, make_region
from manyhands.core.dispatch.solvers import solve
plan = solve(make_region(Size("group", 60, 200, 1), REGIMES[1], seed=1))
assert len(plan.pairs) > 10
"""


@dataclass(frozen=True)
class Start:
    cpu_seconds: float
    wall_seconds: float


def measure_first_plan() -> Start:
    """The least of a few runs; the first fills the caches and does not count."""
    runs = [_run() for _run_number in range(RUNS)]
    return min(runs[1:], key=lambda run: run.cpu_seconds)


def _run() -> Start:
    before = os.times()
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
    wall = time.perf_counter() - began
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Start(cpu, wall)
