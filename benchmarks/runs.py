"""How long the plan of one group takes in its job: reading, the engine in a process of its own, storing."""

import time
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.utils import timezone

from benchmarks import budgets
from benchmarks.world import Size, World
from manyhands.apps.dispatch.actions import request_run
from manyhands.apps.dispatch.models import Run
from manyhands.apps.dispatch.tasks import make_plan
from manyhands.apps.groups.models import Group, MeetingMode
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope

TIMES = 3
TOWN = Size(
    other_groups=0,
    open_needs=budgets.RUN_NEEDS,
    large_open_needs=budgets.RUN_NEEDS,
    large_other_needs=budgets.RUN_NEEDS,
    large_volunteers=budgets.RUN_VOLUNTEERS,
)


@dataclass(frozen=True)
class Planned:
    """`seconds` on the clock, in the middle of several times."""

    seconds: float
    needs: int
    volunteers: int
    proposed: int
    is_proven: bool

    @property
    def problems(self) -> list[str]:
        found = []
        if self.seconds > budgets.RUN_SECONDS:
            found.append(f"A plan takes {self.seconds:.2f} s in its job, more than {budgets.RUN_SECONDS}.")
        if not self.is_proven:
            found.append("A plan is not proven.")
        return found


def measure_run(at: datetime) -> Planned:
    """A group of its own beside the large one."""
    world = World(at, slug="town")
    world.grow(TOWN)
    seconds = [plan(world.large)[0] for _time in range(TIMES)]
    with group_scope(world.large.pk):
        run = Run.objects.order_by("-pk")[0]
        proposed, proof = run.proposals.count(), run.certificate
    return Planned(
        median(seconds),
        TOWN.large_open_needs,
        TOWN.large_volunteers,
        proposed,
        bool(proof.get("is_feasible") and proof.get("is_optimal")),
    )


def plan(group: Group) -> tuple[float, Run]:
    """As if the plan suggested who helps; afterwards volunteers choose again, and the board shows both."""
    Group.objects.filter(pk=group.pk).update(meeting_mode=MeetingMode.SUGGESTED)
    seconds, run = _plan(group)
    Group.objects.filter(pk=group.pk).update(meeting_mode=group.meeting_mode)
    return seconds, run


def _plan(group: Group) -> tuple[float, Run]:
    with group_scope(group.pk):
        wanted = request_run(group, cause="requested", by=Actor.system("benchmark"), at=timezone.now())
    began = time.perf_counter()
    make_plan(group.pk)
    seconds = time.perf_counter() - began
    with group_scope(group.pk):
        run: Run = Run.objects.get(pk=wanted.pk)
    if run.state != "done":
        raise AssertionError(f"The plan of {group.slug} is {run.state}: {run.failure_sentence}")
    return seconds, run
