"""Proportional memory of `manyhands serve` in use: pages, worker and schedule."""

import time
from dataclasses import dataclass
from itertools import islice

from benchmarks.budgets import SERVE_MB
from benchmarks.installation import running
from benchmarks.processes import command_of, memory_mb
from benchmarks.visits import Visit

REQUESTS = 200
# The worker starts last, and does its first jobs: those of the schedule, and what the requests have enqueued.
SETTLING_SECONDS = 6


@dataclass(frozen=True)
class Memory:
    by_process: list[tuple[str, float]]

    @property
    def total_mb(self) -> float:
        return sum(megabytes for _, megabytes in self.by_process)

    @property
    def problems(self) -> list[str]:
        too_much = f"`manyhands serve` takes {self.total_mb:.0f} MB, more than {SERVE_MB} MB."
        return [too_much] if self.total_mb > SERVE_MB else []


def measure_memory(visits: list[Visit]) -> Memory:
    with running("serve") as server:
        http = server.connect()
        pages = [visit.make(REQUESTS // len(visits) + 1) for visit in visits]
        mixed = (request for round_ in zip(*pages, strict=True) for request in round_)
        for request in islice(mixed, REQUESTS):
            http.request(request.method, request.path, request.body or None, request.headers)
            http.getresponse().read()
        time.sleep(SETTLING_SECONDS)
        found = memory_mb(server.pid)
        return Memory([(_role(pid), megabytes) for pid, megabytes in sorted(found.items())])


def _role(pid: int) -> str:
    command = command_of(pid)
    for mark, name in (("granian", "web"), ("running.worker", "worker"), ("serve", "supervisor")):
        if mark in command:
            return name
    return command[:30] or "helper"
