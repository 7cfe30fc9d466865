"""How long a worker needs to have a group's plan in hand again: read, rebuilt, brought up to date, proven, stored.

python -m benchmarks.dispatch.rebuilding --write
python tests/throwaway_postgres.py python -m benchmarks.dispatch.rebuilding --write      on PostgreSQL
python -m benchmarks.dispatch.rebuilding --rounds 5 --size 60x200                       to try a change out

Nothing of a plan lives in a worker: whichever takes the job reads the group anew. In each round staff say of one
proposal "not this one"; then it is measured what reading takes, what the engine takes until it is where the plan
before was and has followed the change, what proof and reasons take, for how much of it nobody else of the group can
write, and the whole job with its process beside.
"""

import argparse
import contextlib
import gc
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.installation import installed
from benchmarks.sections import replace_section
from benchmarks.table import as_markdown, print_table

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "dispatch-measurements.md"
SEED: Final = 20260315
SIZES: Final = ("20x60", "60x200", "150x600")
COLUMNS: Final = [
    "requests × helpers",
    "pairs",
    "queries",
    "read, CPU ms",
    "p95",
    "engine, CPU ms",
    "p95",
    "proof and reasons, CPU ms",
    "p95",
    "under the group's lock, CPU ms",
    "p95",
    "whole job, wall ms",
    "p95",
]
TEXT: Final = """On {vendor}, {date}, medians after {rounds} changes of each group; on the clock beside
other work, a load of {load:.0f} on {cores} cores:

{table}
"""


@dataclass
class Rounds:
    """What each round took, in milliseconds."""

    size: str
    pairs: int = 0
    queries: int = 0
    read: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    proof: list[float] = field(default_factory=list)
    lock: list[float] = field(default_factory=list)
    job: list[float] = field(default_factory=list)

    @property
    def row(self) -> list[str]:
        figures = [
            f"{figure:.0f}"
            for times in (self.read, self.engine, self.proof, self.lock, self.job)
            for figure in (statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))])
        ]
        return [self.size.replace("x", " × "), f"{self.pairs:,}", str(self.queries), *figures]


def main() -> int:
    options = _parse()
    # As in a planning process that is asked about a group of this size.
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    load = os.getloadavg()[1]
    with installed() as installation:
        found = [measure(size, options.rounds) for size in options.size]
        table = [one.row for one in found]
        print_table(f"In hand again, {installation.vendor}", COLUMNS, table)
        if options.write:
            date = datetime.now(UTC).strftime("%B %Y")
            text = TEXT.format(
                vendor=installation.vendor,
                date=date,
                rounds=options.rounds,
                load=load,
                cores=os.cpu_count(),
                table=as_markdown(COLUMNS, table),
            )
            replace_section(PAGE, f"in hand again on {installation.vendor}", text)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dispatch.rebuilding", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--size", nargs="+", default=SIZES, help="requests and helpers, as 60x200")
    parser.add_argument("--rounds", type=int, default=40, help="changes of each group")
    parser.add_argument("--write", action="store_true", help="also write the page of the documentation")
    return parser.parse_args()


def measure(size: str, count: int) -> Rounds:
    from django.utils import timezone

    from manyhands.apps.dispatch.actions import request_run
    from manyhands.apps.dispatch.tasks import make_plan
    from manyhands.storage.actors import Actor
    from manyhands.storage.scope import group_scope

    group, by = make_group(size), Actor.system("benchmark")
    with group_scope(group.pk):
        request_run(group, cause="nightly", by=by, at=timezone.now())
    make_plan(group.pk)
    found = Rounds(size)
    for _round in range(count):
        with group_scope(group.pk):
            _change(group, at=timezone.now())
            _look(group, found, at=timezone.now())
        found.job.append(_took_ms(lambda: make_plan(group.pk), clock=time.perf_counter)[0])
    _check_followed(group)
    return found


def make_group(size: str) -> Any:
    """One group with as many requests and helpers; staff approve what the plan proposes."""
    from django.utils import timezone

    from benchmarks.world.groups import make_large_group
    from benchmarks.world.helpers import add_volunteers
    from benchmarks.world.journal import Lines
    from benchmarks.world.requests import add_requests
    from manyhands.apps.groups.models import Group, MeetingMode
    from manyhands.storage.scope import system_scope

    at, random = timezone.now(), Random(SEED)
    requests, helpers = (int(number) for number in size.split("x"))
    with system_scope("benchmark"):
        group = make_large_group(at, f"of-{size}")
        Group.objects.filter(pk=group.pk).update(meeting_mode=MeetingMode.DISPATCH)
        lines = Lines(at)
        add_volunteers(group, helpers, random, lines, at=at)
        add_requests([group], {"open": requests}, [], random, lines)
        lines.write_heads()
        return Group.objects.get(pk=group.pk)


def _change(group: Any, *, at: datetime) -> None:
    from manyhands.apps.dispatch.actions.beginning.approve import dismiss_proposal
    from manyhands.apps.dispatch.models import Proposal
    from manyhands.storage.actors import Actor

    line = Proposal.objects.filter(group=group, state="open").order_by("pk").first()
    dismiss_proposal(line, by=Actor.system("benchmark"), at=at, decided_by=None)


def _look(group: Any, found: Rounds, *, at: datetime) -> None:
    """The steps of the job, one by one, in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from manyhands.apps.dispatch.bridge.planning.catching_up import catch_up
    from manyhands.apps.dispatch.bridge.planning.child import lay_out
    from manyhands.core.dispatch import certify, find_candidates, from_records, solve

    if not found.queries:
        with CaptureQueriesContext(connection) as asked:
            _read(group, at=at)
        found.queries = len(asked)
    took_ms, (inputs, question) = _took_ms(lambda: _read(group, at=at))
    found.read.append(took_ms)

    def rebuild() -> Any:
        problem = from_records(
            question.requests, question.volunteers, question.context, published=question.published
        )
        arcs = find_candidates(problem)
        caught = catch_up(question, problem, arcs)
        return problem, arcs, caught.plan or solve(problem, arcs, weights=question.weights)

    took_ms, (problem, arcs, plan) = _took_ms(rebuild)
    found.engine.append(took_ms)
    found.pairs = len(arcs)

    def prove() -> Any:
        return lay_out(question, problem, arcs, plan, certify(problem, arcs, plan, question.weights))

    # It tells how far it is, as to whoever waits at the other end of the pipe.
    with contextlib.redirect_stdout(io.StringIO()):
        took_ms, answer = _took_ms(prove)
    found.proof.append(took_ms)
    found.lock.append(_held_ms(group, inputs, answer, at=at))


def _held_ms(group: Any, inputs: Any, answer: Any, *, at: datetime) -> float:
    """What is done in the two transactions that hold the group's lock: taking the run, and storing its plan. Taken back
    afterwards, so that the job itself finds things as they were."""
    from django.db import transaction

    from manyhands.apps.dispatch.actions.plans import run as runs
    from manyhands.storage.actors import Actor

    by, kept = Actor.system("benchmark"), runs.inputs_of(inputs.question, answer)
    with transaction.atomic():
        runs.request_run(group, cause="change", by=by, at=at)
        taking_ms, run = _took_ms(lambda: runs.take_run(group, by=by, at=at))
        storing_ms, done = _took_ms(lambda: runs._store(run, inputs, answer, kept, by=by, at=at))
        transaction.set_rollback(True)
    if done is None or done.state != "done":
        sys.exit("The plan was not stored: nothing to measure.")
    return taking_ms + storing_ms


def _read(group: Any, *, at: datetime) -> Any:
    from manyhands.apps.dispatch.bridge.planning.question import followed_by
    from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
    from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
    from manyhands.apps.dispatch.queries.plans.since import find_since

    inputs = read_inputs(group, at=at)
    since = find_since(find_latest_run(group), inputs)
    if since is None:
        sys.exit("The plan before cannot be taken up again: nothing to measure.")
    return inputs, followed_by(inputs.question, since)


def _took_ms(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> tuple[float, Any]:
    gc.collect()
    began = clock()
    found = work()
    return 1_000 * (clock() - began), found


def _check_followed(group: Any) -> None:
    """A run that was worked out from nothing says nothing of rebuilding."""
    from manyhands.apps.dispatch.models import Run
    from manyhands.storage.scope import group_scope

    with group_scope(group.pk):
        runs = list(Run.objects.filter(group=group).order_by("pk"))[1:]
    wrong = [run for run in runs if run.state != "done" or any(one["kind"] == "anew" for one in run.changes)]
    if wrong:
        print(f"{len(wrong)} of {len(runs)} plans were made anew, or not at all")


if __name__ == "__main__":
    sys.exit(main())
