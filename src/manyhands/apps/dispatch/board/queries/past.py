"""Plans that were made here: why, when, what came of them, and what people decided by them."""

from dataclasses import asdict, dataclass, replace

from django.db.models import Count, Q

from manyhands.apps.dispatch.board.queries.moves import SaidMove, say_first_moves
from manyhands.apps.dispatch.board.queries.sentences import say_lines
from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.queries.plans.past import list_replayable
from manyhands.apps.dispatch.states import ProposalState, RunState
from manyhands.apps.groups.models import Group, PlanStyle
from manyhands.core.dispatch.objectives.styles import STYLES

RUNS_SHOWN = 60
# Long, and told by no line.
_CLOSED = ("prices", "inputs")
_OF_A_LINE = ("part__category", "part__need", "helper", "organisation", "decided_by")


@dataclass(frozen=True, slots=True)
class PastPlan:
    """`style` is what the weights are called, empty for weights that no style has any more. `first_move`: the first
    thing that is different from the plan before, with the request.
    """

    run: Run
    style: str
    is_kept: bool
    first_move: SaidMove | None = None

    @property
    def is_done(self) -> bool:
        return bool(self.run.state == RunState.DONE)


def list_past_plans(group: Group, *, language: str) -> list[PastPlan]:
    """The newest first, with how many lines were decided and what moved first; five queries at most."""
    kept = set(list_replayable(group))
    rows = Run.objects.filter(group=group).defer(*_CLOSED).select_related("requested_by")
    counted = rows.annotate(
        approved=Count("proposals", filter=Q(proposals__state=ProposalState.APPROVED)),
        dismissed=Count("proposals", filter=Q(proposals__state=ProposalState.DISMISSED)),
    )
    runs = list(counted.order_by("-pk")[:RUNS_SHOWN])
    moves = say_first_moves(group, runs, language=language)
    return [replace(_past(run, kept), first_move=moves.get(run.pk)) for run in runs]


def find_past_plan(group: Group, run_id: int) -> PastPlan | None:
    run = Run.objects.filter(group=group, pk=run_id).defer(*_CLOSED).select_related("requested_by").first()
    return _past(run, set(list_replayable(group))) if run else None


def _past(run: Run, kept: set[int]) -> PastPlan:
    return PastPlan(run, _style_of(run), run.pk in kept)


def _style_of(run: Run) -> str:
    names = [name for name, style in STYLES.items() if asdict(style.weights) == run.weights]
    return str(PlanStyle(names[0]).label) if names else ""


def list_lines(group: Group, run: Run, *, language: str) -> list[tuple[Proposal, str]]:
    """What is left of the plan: every line for two months, afterwards those that somebody decided."""
    rows = Proposal.objects.filter(group=group, run=run).select_related(*_OF_A_LINE).order_by("part_id", "pk")
    lines = list(rows)
    return list(zip(lines, say_lines(group, lines, language=language), strict=True))


def list_unmet_lines(group: Group, run: Run, *, language: str) -> list[tuple[UnmetPart, str]]:
    rows = UnmetPart.objects.filter(group=group, run=run).select_related("part__category", "part__need")
    lines = list(rows.order_by("part_id"))
    return list(zip(lines, say_lines(group, lines, language=language), strict=True))
