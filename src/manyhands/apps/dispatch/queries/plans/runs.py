"""Plans as they are stored: the latest one, what it proposes, and what it could not meet."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.states import RUN_LEASE, ProposalState, RunState
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.states import PartState

_OF_A_LINE = (
    "part__category", "part__need__place", "part__need__person", "helper", "volunteer__person",
    "volunteer__start_place", "organisation__contact", "organisation__place",
)  # fmt: skip
_JOB_WAITS = timedelta(minutes=2)
_OF_AN_UNMET_PART = ("part__category", "part__need__place", "part__need__person")


def find_latest_run(group: Group) -> Run | None:
    """The plan that counts: the last one that was worked out and proven. What it was made from is opened on demand."""
    done = Run.objects.filter(group=group, state=RunState.DONE).defer("inputs")
    found: Run | None = done.order_by("-finished_at", "-pk").first()
    return found


def find_live_run(group: Group) -> Run | None:
    """The one that is being worked out; else the one that waits its turn."""
    live = Run.objects.filter(group=group, state__in=[RunState.RUNNING, RunState.WAITING])
    found: Run | None = live.order_by("state", "pk").first()
    return found


def find_run(group: Group, run_id: int) -> Run | None:
    found: Run | None = Run.objects.filter(group=group, pk=run_id).first()
    return found


def list_runs(group: Group, *, count: int = 20) -> list[Run]:
    """The latest first, whatever came of them."""
    return list(Run.objects.filter(group=group).select_related("requested_by").order_by("-pk")[:count])


def list_open_proposals(run: Run) -> list[Proposal]:
    """What staff may still decide, most urgent first; what has been taken or closed meanwhile is no question."""
    undecided = _lines().filter(run=run, state=ProposalState.OPEN, part__state=PartState.OPEN)
    return list(undecided.order_by("-part__urgency", "part_id", "pk"))


def list_looked_at(group: Group, run_id: int) -> list[Proposal]:
    """What nobody has decided of a plan that somebody had in front of them; a newer one may have replaced it since."""
    undecided = [ProposalState.OPEN, ProposalState.REPLACED]
    lines = _lines().filter(group=group, run_id=run_id, state__in=undecided, part__state=PartState.OPEN)
    return list(lines.order_by("pk"))


def list_proposals(group: Group, ids: list[int]) -> list[Proposal]:
    """Those that a form named; what is of another group is left out."""
    return list(_lines().filter(group=group, pk__in=ids).order_by("pk")) if ids else []


def find_open_twin(proposal: Proposal) -> Proposal | None:
    """The same two for the same part, as the newest plan proposes it and nobody has decided."""
    same = _lines().filter(part_id=proposal.part_id, helper_id=proposal.helper_id, state=ProposalState.OPEN)
    found: Proposal | None = same.order_by("-run_id").first()
    return found


def list_unmet(run: Run) -> list[UnmetPart]:
    rows = UnmetPart.objects.filter(run=run).select_related(*_OF_AN_UNMET_PART)
    return list(rows.order_by("-part__urgency", "part_id"))


def list_groups_to_look_after(*, at: datetime) -> list[int]:
    """Under a system scope: groups with a run whose worker is gone, or that has waited for longer than a job waits."""
    gone = Q(state=RunState.RUNNING, started_at__lte=at - RUN_LEASE)
    lost = Q(state=RunState.WAITING, requested_at__lte=at - _JOB_WAITS)
    return list(
        Run.objects.filter(gone | lost).order_by("group_id").values_list("group_id", flat=True).distinct()
    )


def _lines() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("run", *_OF_A_LINE)
