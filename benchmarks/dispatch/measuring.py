"""CPU seconds, wall seconds and memory of one piece of work, in a process of its own, which is stopped in time."""

import multiprocessing
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

RUNS: Final = 3
SHORT_SECONDS: Final = 4.0
"""What takes less is run again, and the least counts: on a busy machine the same work takes up to twice as long."""


@dataclass(frozen=True)
class Measured:
    """Memory is what is used at most beyond what was there before."""

    answer: Any
    cpu_seconds: float
    wall_seconds: float
    memory_mb: float


def nothing() -> None:
    """What most work needs to be done before."""


def measure(
    work: Callable[[], Any], *, limit_seconds: float, before: Callable[[], object] = nothing
) -> Measured | None:
    """Run work in a fork: what one method leaves in memory is not there for the next.

    Args:
        work: what is measured; its answer must travel through a pipe.
        limit_seconds: of CPU time; after it the process is stopped and nothing is answered.
        before: done in the fork first, and not measured: loading a library, starting its threads.
    """
    least: Measured | None = None
    for _run in range(RUNS):
        measured = _measure_once(work, before, limit_seconds)
        if measured is None:
            return least
        if least is None or measured.cpu_seconds < least.cpu_seconds:
            least = measured
        if measured.cpu_seconds > SHORT_SECONDS:
            break
    return least


def _measure_once(
    work: Callable[[], Any], before: Callable[[], object], limit_seconds: float
) -> Measured | None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, before, limit_seconds, theirs))
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        process.join()
        if process.exitcode == -signal.SIGXCPU:
            return None
        raise RuntimeError("the process ended without an answer; what it said is above") from None
    finally:
        process.join()


def _run(
    work: Callable[[], Any], before: Callable[[], object], limit_seconds: float, answer_to: Connection
) -> None:
    before()
    most = int(time.process_time() + limit_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
    had_mb = _memory_mb("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    memory_mb = max(0.0, _memory_mb("VmHWM") - had_mb)
    resource.setrlimit(resource.RLIMIT_CPU, (most + 5, most + 5))
    answer_to.send(Measured(answer, cpu, wall, memory_mb))


def _memory_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
