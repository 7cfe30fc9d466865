"""What the top line says of the plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Subquery

from manyhands.apps.dispatch.board.queries.needs import latest_run
from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.states import UNDO_FOR, ProposalState, RunState
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import NeedState, PartState

_LIVE = (RunState.RUNNING, RunState.WAITING)
# Long, and told by no line.
_CLOSED = ("prices", "weights", "input_hash")


@dataclass(frozen=True, slots=True)
class Runs:
    """The plan that counts, the one that is being made, and the one that failed since."""

    latest: Run | None
    live: Run | None
    failed: Run | None

    @property
    def signature(self) -> str:
        """Changes when there is something new to say."""
        live = f"{self.live.pk}.{self.live.state}.{self.live.progress_percent}" if self.live else ""
        return f"{self.latest.pk if self.latest else ''}-{live}-{self.failed.pk if self.failed else ''}"


@dataclass(frozen=True, slots=True)
class PlanNumbers:
    """`covered` of `open` requests have somebody proposed for every part that still looks for somebody."""

    covered: int = 0
    open: int = 0
    unmet: int = 0
    to_approve: int = 0


def find_runs(group: Group) -> Runs:
    """One query."""
    all_runs = Run.objects.filter(group=group)
    over = all_runs.filter(state__in=[RunState.DONE, RunState.FAILED]).order_by("-pk").values("pk")[:1]
    wanted = Q(state__in=_LIVE) | Q(pk__in=latest_run(group)) | Q(pk__in=over)
    rows = list(all_runs.filter(wanted).defer(*_CLOSED).order_by("pk"))
    done = [run for run in rows if run.state == RunState.DONE and run.finished_at]
    live = sorted((run for run in rows if run.state in _LIVE), key=lambda run: run.state)
    failed = [run for run in rows if run.state == RunState.FAILED]
    latest = max(done, key=lambda run: (run.finished_at, run.pk), default=None)
    return Runs(latest, next(iter(live), None), next(iter(failed), None))


def count_plan(run: Run) -> PlanNumbers:
    """One query. Counted as things stand now: what has been approved or taken since is no longer proposed."""
    numbers = _numbers(run)
    looking, without = numbers["looking_count"] or 0, numbers["without_count"] or 0
    return PlanNumbers(
        looking - without, looking, numbers["unmet_count"] or 0, numbers["to_approve_count"] or 0
    )


def _numbers(run: Run) -> dict[str, Any]:
    proposed = Proposal.objects.filter(run=run, state=ProposalState.OPEN, part__state=PartState.OPEN)
    unmet = UnmetPart.objects.filter(run=run, part__state=PartState.OPEN)
    looking = Need.objects.filter(group=run.group_id, state=NeedState.OPEN)
    waiting = NeedPart.objects.filter(
        need__group=run.group_id, need__state=NeedState.OPEN, state=PartState.OPEN
    )
    without = waiting.exclude(pk__in=proposed.values("part"))
    counts = {
        "looking_count": _count(looking, "group", "pk"),
        "without_count": _count(without, "group", "need"),
        "unmet_count": _count(unmet, "group", "part__need"),
        "to_approve_count": _count(proposed, "group", "pk"),
    }
    found: dict[str, Any] = Run.objects.filter(pk=run.pk).annotate(**counts).values(*counts).get()
    return found


def _count(rows: Any, by: str, what: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(many=Count(what, distinct=True)).values("many"))


def list_just_approved(group: Group, member: Membership, *, at: datetime) -> list[Proposal]:
    """What this member has approved and can still take back."""
    mine = Proposal.objects.filter(group=group, decided_by=member, state=ProposalState.APPROVED)
    fresh = mine.filter(decided_at__gt=at - UNDO_FOR)
    return list(fresh.select_related("part", "assignment").order_by("pk"))
