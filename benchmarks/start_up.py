"""What it takes to come up: the time of `django.setup()` in a fresh process, and what it must not import."""

import json
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.budgets import NOT_AT_START_UP, START_UP_CPU_SECONDS

TIMES = 3
_SCRIPT = f"""
import json, sys, time
import django
django.setup()
print(json.dumps([time.process_time(), [name for name in {NOT_AT_START_UP!r} if name in sys.modules]]))
"""


@dataclass(frozen=True)
class StartUp:
    cpu_seconds: float
    heavy: list[str]

    @property
    def problems(self) -> list[str]:
        found = [f"django.setup() imports {name}." for name in self.heavy]
        if self.cpu_seconds > START_UP_CPU_SECONDS:
            found.append(
                f"django.setup() takes {self.cpu_seconds:.2f} s, more than {START_UP_CPU_SECONDS} s."
            )
        return found


def measure_start_up() -> StartUp:
    """The whole process: interpreter, imports and setup; the least of a few, because caches have to be warm."""
    times, heavy = [], []
    for _ in range(TIMES):
        done = subprocess.run([sys.executable, "-c", _SCRIPT], check=True, stdout=subprocess.PIPE)
        seconds, heavy = json.loads(done.stdout)
        times.append(seconds)
    return StartUp(min(times), heavy)
