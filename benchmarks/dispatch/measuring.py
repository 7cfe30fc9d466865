"""CPU seconds, wall seconds and memory of one piece of work, in a process of its own."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Measured:
    """Memory is what is used at most beyond what was there before."""

    answer: Any
    cpu_seconds: float
    wall_seconds: float
    memory_mb: float


def measure(work: Callable[[], Any]) -> Measured:
    """Run work in a fork: what one method leaves in memory is not there for the next."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        measured: Measured = ours.recv()
    finally:
        process.join()
    return measured


def _run(work: Callable[[], Any], answer_to: Connection) -> None:
    before_mb = _memory_mb("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    answer_to.send(Measured(answer, cpu, wall, max(0.0, _memory_mb("VmHWM") - before_mb)))


def _memory_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
