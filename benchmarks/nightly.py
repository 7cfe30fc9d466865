"""How long the night takes an installation with thousands of groups: every group's plan, by one worker and by several.

python -m benchmarks.nightly --write       3,000 groups; the largest have 150 helpers, most have a handful
python -m benchmarks.nightly --groups 30   fewer of them, to try a change out
python tests/throwaway_postgres.py python -m benchmarks.nightly --write      on PostgreSQL

With one worker process, with two and with four, one night after the other: a quarter of an hour on two idle cores.
With --write the page of measurements is written anew after each night; the one of the other database stays.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.installation import MANYHANDS, installed
from benchmarks.processes import cpu_seconds, memory_mb
from benchmarks.sections import replace_section
from benchmarks.table import as_markdown, print_table

SEED = 20260311
GROUPS = 3_000
WORKERS = (1, 2, 4)
# Most groups are small, a few are large: Pareto, as sizes of associations are.
FEWEST_HELPERS, MOST_HELPERS, ALPHA = 3, 150, 1.2
HELPERS_PER_REQUEST = 2
LOOK_SECONDS = 0.5
GIVEN_UP_SECONDS = 1_800
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "measurements.md"
COLUMNS: Final = [
    "worker processes",
    "plans",
    "asking, s",
    "wall, s",
    "CPU, s",
    "CPU of a plan, ms",
    "peak PSS, MB",
    "failed",
]
TEXT: Final = """Every plan of {groups:,} groups whose sizes follow Pareto's law
({helpers:,} helpers, {requests:,} requests), by `manyhands worker` on {vendor}; {cores} cores, with a load of
{load:.1f} from other work before; {date}.

{table}
"""


@dataclass(frozen=True)
class Night:
    """`asking_seconds` is what it takes the clock to ask for all plans; the rest is the workers."""

    workers: int
    plans: int
    asking_seconds: float
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float
    failed: int

    @property
    def row(self) -> list[str]:
        return [
            str(self.workers),
            f"{self.plans:,}",
            f"{self.asking_seconds:.1f}",
            f"{self.wall_seconds:.0f}",
            f"{self.cpu_seconds:.0f}",
            f"{1000 * self.cpu_seconds / self.plans:.0f}",
            f"{self.peak_mb:.0f}",
            str(self.failed),
        ]


@dataclass(frozen=True)
class Region:
    """What is planned in each of the nights."""

    groups: int
    helpers: int
    requests: int
    vendor: str
    load: float

    def written(self, nights: list[Night]) -> str:
        return TEXT.format(
            groups=self.groups,
            helpers=self.helpers,
            requests=self.requests,
            vendor=self.vendor,
            cores=os.cpu_count(),
            load=self.load,
            date=datetime.now(UTC).strftime("%B %Y"),
            table=as_markdown(COLUMNS, [night.row for night in nights]),
        )


def main() -> int:
    options = _parse()
    load = os.getloadavg()[0]
    nights: list[Night] = []
    with installed() as installation:
        helpers, requests = grow(options.groups)
        installation.analyse()
        region = Region(options.groups, helpers, requests, installation.vendor, load)
        settle()
        for workers in options.workers:
            nights.append(measure(workers, options.groups))
            print_table(f"{options.groups:,} groups, {region.vendor}", COLUMNS, [nights[-1].row])
            if options.write:
                replace_section(PAGE, f"night on {region.vendor}", region.written(nights))
    return int(any(night.failed for night in nights))


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nightly", description=__doc__.splitlines()[0])
    parser.add_argument("--groups", type=int, default=GROUPS)
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS, help="numbers of processes to try")
    parser.add_argument("--write", action="store_true", help="also write the page of the documentation")
    return parser.parse_args()


def sizes(count: int) -> list[int]:
    random = Random(SEED)
    return [min(MOST_HELPERS, int(FEWEST_HELPERS * random.paretovariate(ALPHA))) for _ in range(count)]


def grow(count: int) -> tuple[int, int]:
    """Groups with helpers and open requests, all of which the plan is asked about; returns how many of each."""
    from django.utils import timezone

    from benchmarks.world import Size, World
    from benchmarks.world.helpers import add_volunteers
    from benchmarks.world.journal import Lines
    from benchmarks.world.requests import add_requests
    from manyhands.apps.groups.models import Group, MeetingMode
    from manyhands.storage.scope import system_scope

    world = World(timezone.now())
    world.grow(
        Size(other_groups=count, open_needs=0, large_open_needs=0, large_other_needs=0, large_volunteers=0)
    )
    lines, random, wanted = Lines(world.at), Random(SEED), sizes(count)
    homes = [
        group
        for group, helpers in zip(world.groups, wanted, strict=True)
        for _ in range(max(1, helpers // HELPERS_PER_REQUEST))
    ]
    with system_scope("benchmark"):
        Group.objects.update(meeting_mode=MeetingMode.DISPATCH)
        for group, helpers in zip(world.groups, wanted, strict=True):
            add_volunteers(group, helpers, random, lines, at=world.at)
        add_requests(homes, {"open": len(homes)}, [], random, lines)
        lines.write_heads()
    return sum(wanted), len(homes)


def settle() -> None:
    """What the clock would have done by day, so that it counts to none of the nights: reminders, alarms, messages."""
    from django.utils import timezone

    began = timezone.now()
    with _working(max(WORKERS)):
        while not _is_settled(began):
            if (timezone.now() - began).total_seconds() > GIVEN_UP_SECONDS:
                raise SystemExit("What the clock does by day did not come to an end.")
            time.sleep(LOOK_SECONDS)


def _is_settled(began: datetime) -> bool:
    """Whether all that the clock does has been begun since, and is over."""
    from django_q.models import OrmQ, Schedule

    has_begun = Schedule.objects.exists() and not Schedule.objects.filter(next_run__lt=began).exists()
    return has_begun and not OrmQ.objects.exists()


def measure(workers: int, groups: int) -> Night:
    from django.utils import timezone

    asking_seconds = _ask_for_all(at=timezone.now())
    began, peak_mb = time.perf_counter(), 0.0
    with _working(workers) as pid:
        while _count_unfinished() and time.perf_counter() - began < GIVEN_UP_SECONDS:
            time.sleep(LOOK_SECONDS)
            peak_mb = max(peak_mb, sum(memory_mb(pid).values()))
        wall_seconds = time.perf_counter() - began
        # While all of them live: what a process has worked that nobody waited for is told to nobody.
        used = cpu_seconds(pid)
    failed = _count_failed() + _count_unfinished()
    return Night(workers, groups, asking_seconds, wall_seconds, used, peak_mb, failed)


def _ask_for_all(*, at: datetime) -> float:
    """As the clock does at night."""
    from manyhands.apps.dispatch.actions import request_run
    from manyhands.apps.groups.models import Group
    from manyhands.storage.actors import Actor
    from manyhands.storage.scope import group_scope

    began = time.perf_counter()
    for group in Group.objects.filter(slug__startswith="group-").order_by("pk"):
        with group_scope(group.pk):
            request_run(group, cause="nightly", by=Actor.system("benchmark"), at=at)
    return time.perf_counter() - began


@contextlib.contextmanager
def _working(workers: int) -> Iterator[int]:
    """`manyhands worker` with so many processes."""
    environment = {**os.environ, "MANYHANDS_WORKERS": str(workers)}
    process = subprocess.Popen([*MANYHANDS, "worker"], env=environment, start_new_session=True)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _count_unfinished() -> int:
    return _count("waiting", "running")


def _count_failed() -> int:
    return _count("failed")


def _count(*states: str) -> int:
    from manyhands.apps.dispatch.models import Run
    from manyhands.storage.scope import system_scope

    with system_scope("benchmark"):
        return int(Run.objects.filter(state__in=states).count())


if __name__ == "__main__":
    raise SystemExit(main())
