"""Lists a page at a time, for programs: each goes on from the number of the last row of the page before."""

from collections.abc import Iterable

from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.assignments.tasks import related
from manyhands.apps.dispatch.states import ProposalState
from manyhands.apps.groups.models import Group

_OF_A_LINE = ("part__category", "part__need__place", "volunteer__person", "organisation__contact")


def list_tasks_before(
    group: Group, helper_ids: Iterable[int], *, state: str, before_id: int | None, at_most: int
) -> list[Assignment]:
    """The latest first: those made before the one with `before_id`."""
    rows = Assignment.objects.filter(group=group, helper_id__in=helper_ids)
    if state:
        rows = rows.filter(state=state)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(related(rows).order_by("-pk")[:at_most])


def list_runs_before(group: Group, *, before_id: int | None, at_most: int) -> list[Run]:
    rows = Run.objects.filter(group=group)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.order_by("-pk")[:at_most])


def list_proposals_after(run: Run, *, after_id: int, at_most: int) -> list[Proposal]:
    """Those that nobody has decided; what is decided between two pages does not come again."""
    rows = Proposal.objects.filter(run=run, state=ProposalState.OPEN, pk__gt=after_id)
    return list(rows.select_related(*_OF_A_LINE).order_by("pk")[:at_most])
