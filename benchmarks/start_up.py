"""What it takes to come up: the time of `django.setup()` in a fresh process, and what it must not import."""

import json
import subprocess
import sys
from dataclasses import dataclass

MOST_CPU_SECONDS = 1.6
TIMES = 3
# Engines that only some jobs need; a page that waits for them would be a page that waits for nothing.
HEAVY = ("numpy", "ortools", "pandas", "scipy", "sklearn")
_SCRIPT = f"""
import json, sys, time
import django
django.setup()
print(json.dumps([time.process_time(), [name for name in {HEAVY!r} if name in sys.modules]]))
"""


@dataclass(frozen=True)
class StartUp:
    cpu_seconds: float
    heavy: list[str]

    @property
    def problems(self) -> list[str]:
        found = [f"django.setup() imports {name}." for name in self.heavy]
        if self.cpu_seconds > MOST_CPU_SECONDS:
            found.append(f"django.setup() takes {self.cpu_seconds:.2f} s, more than {MOST_CPU_SECONDS} s.")
        return found


def measure_start_up() -> StartUp:
    """The whole process: interpreter, imports and setup; the least of a few, because caches have to be warm."""
    times, heavy = [], []
    for _ in range(TIMES):
        done = subprocess.run([sys.executable, "-c", _SCRIPT], check=True, stdout=subprocess.PIPE)
        seconds, heavy = json.loads(done.stdout)
        times.append(seconds)
    return StartUp(min(times), heavy)
